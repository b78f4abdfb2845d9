// A new version of the hub comes in beside the old one, which then goes: two processes on one store,
// taking turns at a real Mosquitto, with kiosks at work all the while.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needing } from '../support/packages.ts'
import { type Kiosk, openPair, type Pair } from '../support/pair.ts'
import { type Stream, startStream } from '../support/stream.ts'
import { until } from '../support/until.ts'

/** The hubs are processes of their own, by the real clock. */
const at = Date.now()

const test = suite('two hubs that take turns')
const withMosquitto = needing(test, 'mosquitto')

const LOOK_MS = 25

/** Another process's file tells nobody that it has changed. */
const becomes = <T>(
  read: () => Promise<T>,
  what: string,
  fits: (value: T | undefined) => boolean,
): Promise<unknown> => {
  let latest: T | undefined
  const onChange = (listener: () => void) => {
    const look = async (): Promise<void> => {
      latest = await read()
      listener()
    }
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => clearInterval(timer)
  }
  return until({ now: () => latest, onChange }, what, fits)
}

const drained = async (kiosks: readonly Kiosk[]): Promise<void> => {
  for (const { name, journal } of kiosks)
    await becomes(journal.unsent, `${name} has told all`, (left) => left === 0)
}

type Count = { count: number }

/** Every row once, every visit once, and nothing that anybody would have to see to. */
const assertTakenOnce = async ({ records }: Pair, { told }: Stream): Promise<void> => {
  const rows = await records.read<{ kiosk: string; seq: number }>(
    'select kiosk, seq from inbox order by kiosk, seq',
  )
  for (const [kiosk, count] of told) {
    const seqs = rows.filter((row) => row.kiosk === kiosk).map(({ seq }) => seq)
    assert.equal(
      seqs,
      Array.from({ length: count }, (_, n) => n + 1),
      kiosk,
    )
  }
  const [visits] = await records.read<Count>('select sum(count) as count from visit_count')
  assert.is(visits?.count, rows.length)
  assert.equal(await records.read('select * from dead_letter'), [])
  assert.equal(await records.read('select kiosk, kind, detail from alarm'), [])
}

const tries = async ({ records }: Pair): Promise<number[]> => {
  const each = await records.read<Count>('select count(*) as count from tried group by who')
  return each.map(({ count }) => count)
}

const times = (words: string, text: string): number => text.split(words).length - 1

/** Questions a hub would not begin any more, since nobody waits: a busy machine, and no loss. */
const tooLate = async (pair: Pair): Promise<number> => {
  const logs = await Promise.all([pair.log('a'), pair.log('b')])
  return times('an ask could not be answered in its time', logs.join(''))
}

/** Answers that reached a kiosk when it waited no longer. */
const answersTooLate = (pair: Pair): number =>
  times('an answer nobody waits for', pair.kioskLog())

const hasTaken = async (pair: Pair, instance: 'a' | 'b'): Promise<boolean> =>
  (await pair.log(instance)).includes('events taken in')

const isOnDuty = (pair: Pair, instance: 'a' | 'b'): Promise<unknown> =>
  becomes(
    () => pair.log(instance),
    `${instance} is on duty`,
    (log) => log?.includes('this hub is on duty now') === true,
  )

withMosquitto(
  'the old one goes when the new one has come, and no question is lost or taken twice',
  async () => {
    await using pair = await openPair()
    const old = await pair.startHub('a')
    const kiosks = await pair.kiosks()
    const stream = startStream(kiosks, at)
    await stream.answered(3)
    const next = await pair.startHub('b')
    await stream.answered(5)
    assert.ok(await hasTaken(pair, 'b'), 'both have taken turns')
    assert.is(await old.end('SIGTERM'), 0)
    await stream.answered(5)
    await isOnDuty(pair, 'b')
    await stream.stop()
    await drained(kiosks)
    const unanswered = stream.asked.filter(({ answered }) => !answered).length
    await becomes(
      async () => (await tooLate(pair)) + answersTooLate(pair),
      `${unanswered} unanswered were late, and none was lost`,
      (late) => late !== undefined && late >= unanswered,
    )
    const counted = await tries(pair)
    assert.ok(counted.every((count) => count === 1))
    const untaken = stream.asked.length - counted.length
    assert.ok(untaken >= 0 && untaken <= (await tooLate(pair)), `${untaken} were lost`)
    assert.is(await next.end('SIGTERM'), 0)
    await assertTakenOnce(pair, stream)
  },
)

withMosquitto(
  'the old one is killed, and the new one answers the next question of each kiosk',
  async () => {
    await using pair = await openPair()
    const old = await pair.startHub('a')
    const kiosks = await pair.kiosks()
    const stream = startStream(kiosks, at)
    const next = await pair.startHub('b')
    await stream.answered(3)
    await old.end('SIGKILL')
    await stream.answered(5)
    await isOnDuty(pair, 'b')
    await stream.stop()
    await drained(kiosks)
    const counted = await tries(pair)
    assert.ok(counted.every((count) => count === 1))
    const answered = stream.asked.filter((one) => one.answered).length
    assert.ok(counted.length >= answered && counted.length <= stream.asked.length)
    // What the killed hub had in hand, one of each kiosk, and no more.
    const untaken = stream.asked.length - counted.length
    assert.ok(untaken <= kiosks.length + (await tooLate(pair)), `${untaken} were lost`)
    assert.is(await next.end('SIGTERM'), 0)
    await assertTakenOnce(pair, stream)
  },
)

withMosquitto(
  'a question played again to the other hub is not answered, and is an alarm',
  async () => {
    await using pair = await openPair()
    const old = await pair.startHub('a')
    await using next = await pair.startHub('b')
    const kiosk = await pair.voice('svardsjo-1')
    const card = '21080000000999'
    const recorded = await kiosk.asking('entry', { card, pin: '1357', at }, 'entry-001')
    const alarms = async (): Promise<number> => {
      const read = "select count from alarm where kind = 'replayed'"
      const [row] = await pair.records.read<Count>(read)
      return row?.count ?? 0
    }
    const answers = () => kiosk.heard.filter(({ channel }) => channel === 'answer').length
    const answered = kiosk.next('answer')
    for (let times = 0; times < 4; times += 1) await kiosk.say('ask', recorded)
    await answered
    await becomes(alarms, 'three of four are alarms', (count) => count === 3)
    for (const instance of ['a', 'b'] as const)
      assert.match(await pair.log(instance), '"alarm":"replayed"')
    assert.is(await old.end('SIGTERM'), 0)
    await kiosk.say('ask', recorded)
    await becomes(alarms, 'the fifth is one too', (count) => count === 4)
    assert.is(answers(), 1)
    assert.equal(await tries(pair), [1])
    assert.is(await next.end('SIGTERM'), 0)
  },
)

withMosquitto(
  'a kiosk that would share with the hubs takes nothing from them',
  async () => {
    await using pair = await openPair()
    await using _hub = await pair.startHub('a')
    const thief = await pair.voice('svardsjo-2')
    const stolen: string[] = []
    thief.client.on('message', (topic) => stolen.push(topic))
    // Mosquitto grants any subscription; what may not be read is dropped when its turn comes.
    for (const name of ['hub', '$hub', 'dalarna'])
      await thief.client.subscribeAsync(`$share/${name}/b24/v1/+/+/+/ask`, { qos: 1 })
    const kiosk = await pair.voice('svardsjo-1')
    for (let n = 0; n < 6; n += 1) {
      const answer = await kiosk.ask('end', { session: '0'.repeat(16) }, `end-00000${n}`)
      assert.ok(answer.ok)
    }
    assert.equal(
      stolen.filter((topic) => topic.endsWith('/ask')),
      [],
    )
  },
)

test.run()
