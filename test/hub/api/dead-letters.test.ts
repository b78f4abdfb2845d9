// What could not be read, over HTTP and on the page (fault 29): told by place and reason, tried again
// and thrown away by programs on this machine, and by no web page.
import { request } from 'node:http'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { deadLetter, setAside } from '../../../hub/inbox/dead-letters.ts'
import type { LetterPage } from '../../../hub/inbox/letter-list.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { deriveKeys, likenessOf } from '../../../hub/protocol/seal.ts'
import {
  THURSDAY_EVENING as at,
  secretOf,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts'
import { openVoice, rows, type Voice } from '../../support/voice.ts'

const PATRON = 'patron-key-0001'
const EPOCH = 1_763_500_000
const visit: KioskEvent = { kind: 'visit', at, patron: PATRON }
const [visits, SET_ASIDE] = [[visit, visit], 'set aside a message'] as const

const listed = async ({ http }: TestHub, query = ''): Promise<LetterPage> => {
  const response = await fetch(`${http}/api/dead-letters${query}`)
  assert.is(response.status, 200)
  return (await response.json()) as LetterPage
}

const replay = async ({ http, bearer }: TestHub, id: number) => {
  const [method, headers] = ['POST', await bearer({ may: ['dead-letters'] })]
  const response = await fetch(`${http}/api/dead-letters/${id}/replay`, { method, headers })
  const body = (await response.json()) as { outcome?: string; title?: string }
  return [response.status, body.outcome ?? body.title]
}

const dropped = async ({ http, bearer }: TestHub, id: number): Promise<number> => {
  const [method, headers] = ['DELETE', await bearer({ may: ['dead-letters'] })]
  return (await fetch(`${http}/api/dead-letters/${id}`, { method, headers })).status
}

/** A batch as it passes the broker. */
const batchOf = async (kiosk: Voice, first: number, last: number, more: object = {}) => {
  const id = `${EPOCH}.${first}.${last}`
  const sealed = await kiosk.sealed('event', id, rows(first, ...visits), EPOCH)
  return JSON.stringify({ v: 1, epoch: EPOCH, first, last, sealed, ...more })
}

/** Leaves in the store what an older hub did not understand and this one does. */
const leftByAnOlderHub = async (hub: TestHub, text: string, place: string) => {
  const secret = secretOf('svardsjo-1')
  const { seal: key } = deriveKeys(secret)
  const likeness = likenessOf(secret)
  await hub.inspect(async (store) => {
    const aside = { reason: 'newer-protocol', text, form: 'message', place } as const
    const from = { kiosk: 'svardsjo-1', key, likeness, channel: 'event' }
    const letter = await deadLetter(from, aside)
    await store.transaction((tx) => setAside(tx, letter))
  })
  await hub.start()
}

const countVisits = (hub: TestHub): Promise<number> =>
  hub.inspect(async ({ db }) => {
    const days = await db.selectFrom('visit_count').selectAll().execute()
    return days.reduce((sum, { count }) => sum + count, 0)
  })

test('every kind of nonsense is told by kiosk, channel and reason, and nothing it says', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.say('event', `{"card":"${PATRON}`)
  await kiosk.say('event', await batchOf(kiosk, 1, 2, { v: 2 }))
  await kiosk.say('event', await batchOf(kiosk, 1, 2, { sealed: 'x'.repeat(60) }))
  await kiosk.say('state', `{"card":"${PATRON}"}`, true)
  await hub.logged(SET_ASIDE, '"channel":"state"')
  const { letters, next, gone } = await listed(hub)
  assert.equal([next, gone], [null, 0])
  assert.equal(
    letters.map(({ channel, reason, replayable }) => [channel, reason, replayable]),
    [
      ['state', 'wrong-shape at v', false],
      ['event', 'not-sealed-with-this-key', true],
      ['event', 'newer-protocol', true],
      ['event', 'not-json', true],
    ],
  )
  assert.equal([...new Set(letters.map((one) => one.kiosk))], ['svardsjo-1'])
  assert.not.match(JSON.stringify(letters), PATRON)
  assert.not.match(hub.log(), PATRON)
})

test('they are told page by page, and of one kiosk', async () => {
  await using hub = await startTestHub()
  await using one = await openVoice(hub.mqtt, 'svardsjo-1')
  await using other = await openVoice(hub.mqtt, 'svardsjo-2')
  for (const n of [1, 2, 3]) await one.say('event', `no JSON ${n}`)
  await other.say('event', 'no JSON')
  await hub.logged(SET_ASIDE, 'svardsjo-2')
  await one.batch(EPOCH, 1, rows(1, visit))
  const seen: number[] = []
  let before = ''
  for (;;) {
    const page = await listed(hub, `?kiosk=svardsjo-1&limit=2${before}`)
    seen.push(...page.letters.map(({ id }) => id))
    if (page.next === null) break
    before = `&before=${page.next}`
  }
  assert.is(seen.length, 3)
  assert.is(new Set(seen).size, 3)
  assert.is((await listed(hub, '?kiosk=svardsjo-2')).letters.length, 1)
})

for (const query of ['?limit=0', '?limit=201', '?before=x', '?kiosk=A', '?kiosk=%00'])
  test(`what is no page is refused: ${query}`, async () => {
    await using hub = await startTestHub()
    const response = await fetch(`${hub.http}/api/dead-letters${query}`)
    assert.is(response.status, 422)
    assert.is(response.headers.get('content-type'), 'application/problem+json')
  })

test('a batch of tomorrow is taken once when the hub understands it', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await leftByAnOlderHub(hub, await batchOf(kiosk, 1, 2), `${EPOCH}.1.2`)
  const [letter] = (await listed(hub)).letters
  assert.ok(letter)
  assert.equal(await replay(hub, letter.id), [200, 'taken'])
  assert.equal(await replay(hub, letter.id), [404, 'There is no such letter'])
  assert.is((await listed(hub)).letters.length, 0)
  await using again = await openVoice(hub.mqtt, 'svardsjo-1')
  assert.is((await again.batch(EPOCH, 1, rows(1, ...visits))).upTo, 2)
  assert.is(await countVisits(hub), 2)
})

test('a batch that the hub has had changes nothing when it is tried again', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.batch(EPOCH, 1, rows(1, ...visits))
  await leftByAnOlderHub(hub, await batchOf(kiosk, 1, 2), `${EPOCH}.1.2`)
  const [letter] = (await listed(hub)).letters
  assert.equal(await replay(hub, letter?.id ?? 0), [200, 'nothing-new'])
  assert.is(await countVisits(hub), 2)
})

test('a batch after a gap passes nothing over, whatever it said of its kiosk then', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const batch = await batchOf(kiosk, 5, 6, { oldest: true })
  await leftByAnOlderHub(hub, batch, `${EPOCH}.5.6`)
  const [letter] = (await listed(hub)).letters
  const missing = 'Rows before these have not come: the kiosk will send them all'
  assert.equal(await replay(hub, letter?.id ?? 0), [409, missing])
  assert.is((await listed(hub)).letters.length, 1)
  assert.is(await countVisits(hub), 0)
})

test('what still cannot be read fails again, and is kept', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.say('event', Buffer.from([0xff, 0x00, 0x7b]))
  await hub.logged(SET_ASIDE)
  const [letter] = (await listed(hub)).letters
  assert.ok(letter)
  const failed = 'It could not be taken this time either'
  assert.equal(await replay(hub, letter.id), [422, failed])
  assert.equal((await listed(hub)).letters, [letter])
  assert.is(await dropped(hub, letter.id), 204)
  assert.is(await dropped(hub, letter.id), 404)
  assert.is((await listed(hub)).letters.length, 0)
})

test('a question is never asked again: nobody waits for its answer', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.say('ask', 'no JSON')
  await hub.logged(SET_ASIDE)
  const [letter] = (await listed(hub)).letters
  const [status] = await replay(hub, letter?.id ?? 0)
  assert.is(status, 409)
})

test('a batch sent again and again is one letter', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  for (let times = 0; times < 4; times += 1) {
    const foreign = await kiosk.sealed('event', 'elsewhere', [], EPOCH)
    await kiosk.say('event', await batchOf(kiosk, 1, 2, { sealed: foreign }))
  }
  await kiosk.batch(EPOCH, 1, rows(1, visit))
  assert.equal(
    (await listed(hub)).letters.map(({ reason, count }) => [reason, count]),
    [['sealed-for-another-place', 4]],
  )
})

test('the page says how many could not be taken, and why the last', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.say('event', 'no JSON')
  await kiosk.say('event', await batchOf(kiosk, 1, 2, { v: 2 }))
  await hub.logged(SET_ASIDE, 'newer-protocol')
  await kiosk.batch(EPOCH, 1, rows(1, visit))
  const page = await (await fetch(hub.http)).text()
  assert.match(page, '2 meddelanden kunde inte tas emot.')
  assert.match(page, 'det är av en nyare version än navet')
})

type Forged = readonly [what: string, method: string, headers: Record<string, string>]
const FORGED: readonly Forged[] = [
  ['a page elsewhere', 'POST', { origin: 'https://example.org' }],
  ['a page of this hub', 'POST', { 'sec-fetch-site': 'same-origin' }],
  ['an address typed into a browser', 'POST', { 'sec-fetch-site': 'none' }],
  ['a name that was made to lead here', 'POST', { host: 'example.org' }],
  ['a page that would throw it away', 'DELETE', { origin: 'null' }],
  ['a page that would read it', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ['a name that would read it', 'GET', { host: 'example.org:80' }],
]

/** As a browser sends it: `fetch` here keeps these headers to itself. */
const statusOf = (url: string, method: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject).end()
  })

for (const [what, method, headers] of FORGED)
  test(`no web page gets at dead letters: ${what}`, async () => {
    await using hub = await startTestHub()
    await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
    await kiosk.say('event', 'no JSON')
    await hub.logged(SET_ASIDE)
    const [letter] = (await listed(hub)).letters
    const path = { GET: '', POST: `/${letter?.id}/replay`, DELETE: `/${letter?.id}` }
    const url = `${hub.http}/api/dead-letters${path[method as keyof typeof path]}`
    assert.is(await statusOf(url, method, headers), 403)
    assert.is((await listed(hub)).letters.length, 1)
  })

test('somebody at this machine may look with a browser', async () => {
  await using hub = await startTestHub()
  const url = `${hub.http}/api/dead-letters`
  assert.is(await statusOf(url, 'GET', { 'sec-fetch-site': 'none' }), 200)
})

test.run()
