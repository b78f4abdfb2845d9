import { request } from 'node:http'
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type ApiOptions, createApp } from '../../../hub/api/app.ts'
import { createClock } from '../../../hub/clock.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { THURSDAY_EVENING as at, startTestHub } from '../../support/hub.ts'
import { openVoice, rows } from '../../support/voice.ts'

const setClock = (http: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${http}/demo/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const NOBODY_THERE: Omit<ApiOptions, 'store'> = {
  kiosks: { all: [], find: () => undefined },
  presence: {
    heard: () => {},
    state: async () => false,
    epochOf: () => undefined,
    isOnline: () => false,
    onlineCount: () => 0,
    lastHeard: () => undefined,
    [Symbol.asyncDispose]: async () => {},
  },
  alarms: { open: async () => [] },
  consortium: 'Dalabiblioteken',
  clock: createClock(),
  demo: false,
  brokerReached: () => false,
  isStopping: () => false,
  replay: async () => ({ ok: false, why: 'no-letter' }),
  setPin: async () => ({ ok: false, why: 'unknown-card' }),
  changeStanding: async () => ({ ok: false, why: 'unknown-card' }),
  staff: { carryOut: async () => ({ ok: false, why: 'no-branch' }) },
  tokens: { find: async () => undefined },
  log: pino({ enabled: false }),
}

test('a hub that stops says so before it does, so that a load balancer turns away', async () => {
  await using hub = await startTestHub()
  await hub.inspect(async (store) => {
    let isStopping = false
    const app = createApp({
      ...NOBODY_THERE,
      store,
      brokerReached: () => true,
      isStopping: () => isStopping,
    })
    assert.is((await app.request('/healthz')).status, 200)
    isStopping = true
    const health = await app.request('/healthz')
    assert.is(health.status, 503)
    assert.equal(await health.json(), {
      ok: false,
      stopping: true,
      broker: true,
      store: true,
      kiosks: { online: 0, known: 0 },
    })
  })
})

test('health tells of broker, store and kiosks', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.state('ready', 1)
  await hub.logged('"kiosk":"svardsjo-1","status":"ready"')
  const response = await fetch(`${hub.http}/healthz`)
  assert.is(response.status, 200)
  assert.equal(await response.json(), {
    ok: true,
    stopping: false,
    broker: true,
    store: true,
    kiosks: { online: 1, known: 2 },
  })
})

test('the page tells what the branch is, and nobody’s name', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.state('ready', 1)
  const visit: KioskEvent = { kind: 'visit', at, patron: 'patron-key-0001' }
  const yesterday: KioskEvent = { ...visit, at: at - 24 * 3_600_000 }
  const out: KioskEvent = { kind: 'paper', at, state: 'out' }
  const unknown: KioskEvent = {
    kind: 'checkin',
    at,
    item: { id: 'nobody-knows-me', owner: null },
    where: 'chute',
    bin: 2,
  }
  await kiosk.batch(1, 1, rows(1, visit, yesterday, visit, out, unknown))
  const page = await (await fetch(`${hub.http}/branch/svardsjo`)).text()
  assert.match(page, '<html lang="sv">')
  assert.match(page, 'Svärdsjö bibliotek')
  assert.match(page, 'torsdag 19 november kl.\u00a020.00')
  assert.match(page, 'Öppet utan personal till kl.\u00a022.00.')
  assert.match(page, '2 personer har släppts in i dag.')
  assert.match(page, 'Ansluten. Hörde av sig nyss.')
  assert.match(page, 'Kvittopapperet är slut sedan kl.\u00a020.00.')
  assert.match(page, 'En sak väntar på personalen.')
  assert.not.match(page, /patron-key|nobody-knows|<script/)
})

test('every page is protected and never kept', async () => {
  await using hub = await startTestHub()
  const { headers, status } = await fetch(hub.http)
  assert.is(status, 200)
  assert.is(headers.get('refresh'), '10')
  assert.is(headers.get('cache-control'), 'no-store')
  assert.match(headers.get('content-security-policy') ?? '', "default-src 'none'")
  assert.is(headers.get('x-content-type-options'), 'nosniff')
  assert.is(headers.get('referrer-policy'), 'no-referrer')
  assert.is(headers.get('access-control-allow-origin'), null)
})

test('the page can be told to stand still', async () => {
  await using hub = await startTestHub()
  const response = await fetch(`${hub.http}/branch/svardsjo?still`)
  assert.is(response.headers.get('refresh'), null)
  assert.match(await response.text(), 'Sidan står still.')
})

test('the style sheet is where the page looks for it', async () => {
  await using hub = await startTestHub()
  const page = await (await fetch(hub.http)).text()
  const href = /<link rel="stylesheet" href="([^"]+)"/.exec(page)?.[1] ?? ''
  const sheet = await fetch(`${hub.http}${href}`)
  assert.match(sheet.headers.get('content-type') ?? '', 'text/css')
})

test('what is not there is said as people and as programs read it', async () => {
  await using hub = await startTestHub()
  const page = await fetch(`${hub.http}/branch/%3Cscript%3E`)
  assert.is(page.status, 404)
  assert.not.match(await page.text(), /<script/)
  const json = await fetch(`${hub.http}/nothing`)
  assert.is(json.status, 404)
  assert.is(json.headers.get('content-type'), 'application/problem+json')
  assert.equal(await json.json(), {
    type: 'about:blank',
    status: 404,
    title: 'There is nothing here',
  })
})

test('a branch without a kiosk says so', async () => {
  await using hub = await startTestHub()
  const page = await (await fetch(`${hub.http}/branch/falun`)).text()
  assert.match(page, 'Falu stadsbibliotek')
  assert.match(page, 'Ingen kiosk är inskriven ännu.')
})

test('the page of a branch tells two weeks ahead, and why a day is unlike others', async () => {
  await using hub = await startTestHub()
  hub.clock.set(Date.UTC(2026, 11, 19, 12), 1)
  const page = await (await fetch(`${hub.http}/branch/borlange`)).text()
  const words = page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  assert.match(words, 'mån 21 dec. bemannat 10.00–18.00')
  assert.match(words, 'tors 24 dec. bemannat 10.00–13.00 julafton')
  assert.match(words, 'fre 25 dec. stängt juldagen')
  assert.match(words, 'fre 1 jan. stängt nyårsdagen')
  assert.not.match(words, '2 jan.')
  assert.not.match(await (await fetch(hub.http)).text(), 'Två veckor framåt')
})

test('the demo’s clock can be set, and the page goes by it', async () => {
  await using hub = await startTestHub()
  const night = Date.UTC(2026, 10, 20, 2)
  assert.is((await setClock(hub.http, { now: night, speed: 0 })).status, 204)
  assert.is(hub.clock.now(), night)
  const page = await (await fetch(hub.http)).text()
  assert.match(page, 'fredag 20 november kl.\u00a003.00')
  assert.match(page, 'Öppnar kl.\u00a006.00.')
})

const WRONG: readonly [what: string, body: unknown, status: number][] = [
  ['no JSON', 'noon', 422],
  ['no speed', { now: 0 }, 422],
  ['a time before 1970', { now: -1, speed: 1 }, 422],
  ['a text as time', { now: '2026', speed: 1 }, 422],
  ['backwards', { now: 0, speed: -1 }, 422],
  ['a book', 'x'.repeat(2000), 413],
]

for (const [what, body, status] of WRONG)
  test(`the clock is not set by ${what}`, async () => {
    await using hub = await startTestHub()
    const before = hub.clock.now()
    const response = await setClock(hub.http, body)
    assert.is(response.status, status)
    assert.is(response.headers.get('content-type'), 'application/problem+json')
    assert.ok(hub.clock.now() >= before)
  })

test('a web page cannot set the clock, even on this machine', async () => {
  await using hub = await startTestHub()
  const { status } = await new Promise<{ status: number | undefined }>((resolve) => {
    const put = request(
      `${hub.http}/demo/clock`,
      {
        method: 'PUT',
        headers: { origin: 'https://example.org', 'content-type': 'application/json' },
      },
      (response) => {
        response.resume()
        resolve({ status: response.statusCode })
      },
    )
    put.end(JSON.stringify({ now: 0, speed: 0 }))
  })
  assert.is(status, 403)
  assert.ok(hub.clock.now() > 0)
})

test('without the demo there is no clock to set', async () => {
  await using hub = await startTestHub()
  await hub.inspect(async (store) => {
    const app = createApp({ ...NOBODY_THERE, store })
    const put = await app.request('/demo/clock', { method: 'PUT', body: '{}' })
    assert.is(put.status, 404)
    const health = await app.request('/healthz')
    assert.is(health.status, 503)
  })
})

test.run()
