// `b24 sim` as an operator has it: the command as a process, what it says, and what becomes of it.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Context, suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Summary } from '../../device/simulator/fleet/scenario.ts'
import { tooFewFiles } from '../../provisioning/sim/descriptors.ts'
import { nobodyAnswered } from '../../provisioning/sim/words.ts'
import { b24, b24Limited, type Ran } from '../support/commands.ts'
import { freePorts } from '../support/free-port.ts'
import { launch } from '../support/program.ts'
import { openRehearsal } from '../support/rehearsal.ts'

const sim24 = (words: readonly string[]): Promise<Ran> => b24(['sim', ...words])

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-sim-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const sim = suite<Context>('provisioning/sim')

sim('a rehearsal is prepared beside everything real, and the next commands are told', () =>
  inFolder(async (outer) => {
    const folder = join(outer, 'r')
    const words = ['prepare', '--kiosks', '3', '--folder', folder]
    const hub = ['--hub', 'mqtts://localhost:9999']
    const first = await sim24([...words, ...hub, '--broker', 'mosquitto'])
    assert.is(first.code, 0, first.err)
    assert.match(first.out, `mosquitto -c ${folder}/mosquitto/mosquitto.conf`)
    assert.match(first.out, `hub/main.ts --config ${folder}/hub.json`)
    assert.match(first.out, '--hub mqtts://localhost:9999')
    for (const secret of ['hub.json', 'papers.jsonl', 'collection.json'])
      assert.is((await stat(join(folder, secret))).mode & 0o777, 0o600, secret)
    const config = JSON.parse(await readFile(join(folder, 'hub.json'), 'utf8'))
    assert.is(config.consortium, 'rehearsal')
    assert.is(config.kiosks.length, 3)

    const again = await sim24(words)
    assert.is(again.code, 73)
    assert.match(again.err, '--fresh')
    assert.is((await sim24([...words, '--fresh'])).code, 0)
  }),
)

sim('a folder that holds a real hub is left as it is', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'hub.sqlite'), 'years of loans')
    const ran = await sim24(['prepare', '--kiosks', '1', '--folder', folder, '--fresh'])
    assert.is(ran.code, 73)
    assert.match(ran.err, 'left as it is')
    assert.is(await readFile(join(folder, 'hub.sqlite'), 'utf8'), 'years of loans')
  }),
)

sim('a fleet tells in JSON what the hub has, and who errs is told what to do', async () => {
  await using rehearsal = await openRehearsal({ kiosks: 5, broker: 'the broker inside' })
  await using stranger = await openRehearsal({ kiosks: 1, broker: 'the broker inside' })
  const fleet = (papers: string, hub: string, ...more: string[]) =>
    sim24(['fleet', '--papers', papers, '--hub', hub, ...more])

  const own = fleet(
    ...([rehearsal.papersFile, rehearsal.url, '--kiosks', '5', '--json'] as const),
    ...['--seconds', '2', '--events-per-minute', '120', '--entries-per-minute', '30'],
  )
  const [port = 0] = await freePorts(1)
  const nowhere = `mqtts://127.0.0.1:${port}`
  const [ran, foreign, nobody] = await Promise.all([
    own,
    fleet(rehearsal.papersFile, stranger.url, '--kiosks', '5'),
    fleet(rehearsal.papersFile, nowhere, '--kiosks', '1'),
  ])
  assert.is(nobody.code, 69)
  assert.match(nobody.err, `No kiosk can connect to ${nowhere}`)
  assert.match(nobody.err, 'ECONNREFUSED')
  assert.is(foreign.code, 69)
  assert.match(foreign.err, 'another hub')

  assert.is(ran.code, 0, ran.err)
  assert.match(ran.err, 'of 5 connected')
  const summary: Summary = JSON.parse(ran.out)
  assert.is(summary.counts.online, 5)
  assert.is(summary.complete, true)
  const { told, acknowledged } = summary.counts.rows
  assert.is(acknowledged, told)
  const { rows } = await rehearsal.inspect(({ db }) =>
    db
      .selectFrom('inbox')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow(),
  )
  assert.is(rows, told)

  // The hub is stopped now; one that has forgotten its kiosks is started in its place.
  const config = join(rehearsal.folder, 'hub.json')
  const known = JSON.parse(await readFile(config, 'utf8'))
  await writeFile(config, JSON.stringify({ ...known, kiosks: [] }))
  await using _ = await launch({
    script: 'hub/main.ts',
    args: ['--config', config],
    log: '/dev/null',
  })
  const unknown = await fleet(rehearsal.papersFile, rehearsal.url, '--kiosks', '5')
  assert.is(unknown.code, 69)
  assert.match(unknown.err, 'knows none of these kiosks')
})

sim(
  'papers that are missing, too few or none are told, with the command that makes them',
  () =>
    inFolder(async (folder) => {
      const path = join(folder, 'papers.jsonl')
      const fleet = () => sim24(['fleet', '--papers', path, '--kiosks', '20'])
      const missing = await fleet()
      assert.is(missing.code, 66)
      assert.match(missing.err, 'ENOENT')
      assert.match(missing.err, 'sim prepare --kiosks 20')
      await writeFile(path, 'ENOTES on kiosks')
      const none = await fleet()
      assert.is(none.code, 66)
      assert.match(none.err, 'line 1')
      await sim24(['prepare', '--kiosks', '2', '--folder', join(folder, 'r')])
      const few = await sim24([
        ...['fleet', '--papers', join(folder, 'r/papers.jsonl'), '--kiosks', '20'],
      ])
      assert.is(few.code, 66)
      assert.match(few.err, 'papers for 2 kiosks, not 20. Take --kiosks 2')
    }),
)

sim(
  'more kiosks than the system allows open files are refused before anything is tried',
  async () => {
    const ran = await b24Limited(500, ['sim', 'fleet', '--kiosks', '1000'])
    assert.is(ran.code, 71)
    assert.match(ran.err, 'ulimit -n 1100')
    assert.is(tooFewFiles(1000, 1100), undefined)
    assert.match(tooFewFiles(1000, 1099) ?? '', 'take --kiosks 999')
  },
)

sim('a broker without its hub behind it is told from one that refuses', () => {
  const none = { told: 0, acknowledged: 0 }
  const entries = { asked: 0, granted: 0, refused: {}, late: 0, alone: 0 }
  const counts = {
    ...{ online: 0, connects: 3, peakConnects: 3, rows: none, troubles: {} },
    entries: { ...entries, p50: undefined, p99: undefined },
  }
  assert.match(nobodyAnswered('mqtts://x', counts), 'no hub answers them')
  const refused = { ...counts, connects: 0, troubles: { 'refused: Not authorized': 10 } }
  assert.match(nobodyAnswered('mqtts://x', refused), 'knows none of these kiosks')
})

sim('what cannot be is refused with what can', async () => {
  for (const [words, expected] of [
    [['fleet', '--kiosks', '1.5'], 'whole number'],
    [['fleet', '--hub', 'http://x'], 'mqtts://host:port'],
    [['fleet', '--scenario', 'flood'], 'steady, outage, storm'],
  ] as const) {
    const ran = await sim24(words)
    assert.is.not(ran.code, 0)
    assert.match(ran.err, expected)
  }
})

sim.run()
