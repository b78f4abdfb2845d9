import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import { openLog } from '../../../device/log.ts'
import { CannotListen } from '../../../device/screen/listen.ts'
import { openScreens, type Screens } from '../../../device/screen/screens.ts'
import type { ScreenAction, ToScreen } from '../../../device/screen-protocol.ts'

const CLOCK = { now: () => 1_795_000_000_000 }

type Scene = { screens: Screens; port: number; lines: string[]; folder: string }

const scene = async (run: (scene: Scene) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-screens-'))
  const lines: string[] = []
  const log = openLog({ level: 'debug', to: { write: (line) => lines.push(line) } })
  try {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>')
    await writeFile(join(folder, 'assets', 'main-a1.js'), 'export {}')
    await using screens = await openScreens({
      host: '127.0.0.1',
      port: 0,
      roles: ['door', 'desk'],
      clock: CLOCK,
      log,
      folder,
    })
    await run({ screens, port: Number(new URL(screens.url).port), lines, folder })
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Got = { status: number | undefined; headers: IncomingHttpHeaders; body: string }

const get = async (port: number, path: string, headers = {}): Promise<Got> => {
  const asked = request({ host: '127.0.0.1', port, path, headers, agent: false }).end()
  const [response]: IncomingMessage[] = await once(asked, 'response')
  if (response === undefined) throw new Error('no response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, headers: response.headers, body }
}

/** A screen: what it was sent, waited for one by one. */
const screen = (port: number, role: string, headers = {}) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live?role=${role}`, { headers })
  const messages: ToScreen[] = []
  socket.on('message', (text) => {
    messages.push(JSON.parse(text.toString()))
    socket.emit('shown')
  })
  return {
    socket,
    next: async (): Promise<ToScreen> => {
      while (messages.length === 0) await once(socket, 'shown')
      return messages.shift() as ToScreen
    },
    send: (message: unknown) =>
      socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  }
}

/** Status with which the server refuses the socket. */
const refusal = (socket: WebSocket): Promise<number | undefined> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined)
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode)
      socket.terminate()
    })
  })

test('each role and the list of states is a page; nothing else is', () =>
  scene(async ({ port }) => {
    for (const place of ['/door', '/desk', '/states']) {
      const { status, headers, body } = await get(port, place)
      assert.is(status, 200, place)
      assert.match(body, '<title>page</title>')
      assert.is(headers['content-type'], 'text/html; charset=utf-8')
      assert.is(headers['cache-control'], 'no-store')
    }
    for (const place of ['/chute', '/simulator', '/etc', '/door/../../x', '/%2e%2e/x'])
      assert.is((await get(port, place)).status, 404, place)
    assert.is((await get(port, '/')).headers.location, '/desk')
  }))

test('an asset has its type and is kept, a missing one is not there', () =>
  scene(async ({ port }) => {
    const asset = await get(port, '/assets/main-a1.js')
    assert.match(String(asset.headers['content-type']), 'text/javascript')
    assert.match(String(asset.headers['cache-control']), 'immutable')
    const missing = await get(port, '/assets/main-a2.js')
    assert.is(missing.status, 404)
    assert.is(missing.headers['cache-control'], 'no-store')
  }))

test('pages may load nothing from elsewhere, and stand in no foreign frame', () =>
  scene(async ({ port }) => {
    const { headers } = await get(port, '/desk')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, "default-src 'self'")
    assert.match(policy, "frame-ancestors 'self'")
    assert.not.match(policy, 'unsafe')
    assert.is(headers['x-content-type-options'], 'nosniff')
  }))

test('a kiosk whose screens were not built says how to build them', () =>
  scene(async ({ port, folder }) => {
    await rm(join(folder, 'index.html'))
    const { status, body } = await get(port, '/desk')
    assert.is(status, 503)
    assert.match(body, 'npm run build')
  }))

test('a foreign host name gets neither page nor socket', () =>
  scene(async ({ port }) => {
    const headers = { host: 'evil.example' }
    assert.is((await get(port, '/desk', headers)).status, 421)
    assert.is(await refusal(screen(port, 'desk', headers).socket), 403)
  }))

test('a foreign page gets no socket, our own and a program without a page do', () =>
  scene(async ({ port }) => {
    const foreign = { origin: 'http://localhost:3000' }
    assert.is(await refusal(screen(port, 'desk', foreign).socket), 403)
    const own = screen(port, 'desk', { origin: `http://127.0.0.1:${port}` })
    assert.is((await own.next()).view.screen, 'desk.idle')
    own.socket.terminate()
  }))

test('a role this kiosk has not is refused', () =>
  scene(async ({ port }) => {
    for (const role of ['chute', 'simulator', 'nobody', ''])
      assert.is(await refusal(screen(port, role).socket), 404, role)
  }))

test('a screen is told what is so when it comes and whenever it changes, whole', () =>
  scene(async ({ screens, port }) => {
    const desk = screen(port, 'desk')
    const first = await desk.next()
    assert.is(first.frame.now, CLOCK.now())
    assert.is(first.frame.offline, true)
    screens.show('desk', { screen: 'desk.help' })
    screens.overlay('desk', { kind: 'closing', minutes: 15 })
    screens.frame({ branch: 'Svärdsjö', offline: false })
    screens.language('desk', 'en')
    const { frame, view, overlay } = await desk.next()
    assert.equal([frame.branch, frame.offline, frame.language], ['Svärdsjö', false, 'en'])
    assert.equal(
      [view, overlay],
      [{ screen: 'desk.help' }, { kind: 'closing', minutes: 15 }],
    )
    screens.show('desk', { screen: 'desk.thanks', printed: false })
    assert.is((await desk.next()).view.screen, 'desk.thanks')
    desk.socket.terminate()
  }))

test('every screen of a role sees the same, and no other role sees it', () =>
  scene(async ({ screens, port }) => {
    const all = [screen(port, 'desk'), screen(port, 'desk'), screen(port, 'door')]
    for (const one of all) await one.next()
    screens.show('desk', { screen: 'desk.help' })
    screens.show('door', { screen: 'door.held-open' })
    const seen = await Promise.all(all.map(async (one) => (await one.next()).view.screen))
    assert.equal(seen, ['desk.help', 'desk.help', 'door.held-open'])
    for (const { socket } of all) socket.terminate()
  }))

test('what is no action is dropped by its reason, and the next one is heard', () =>
  scene(async ({ screens, port, lines }) => {
    const heard = new Promise<ScreenAction>((resolve) => {
      screens.onAction('desk', resolve)
    })
    const desk = screen(port, 'desk')
    await desk.next()
    const bad = [
      '{',
      'null',
      { do: 'unlock' },
      { do: 'pin', digits: '24680000000' },
      { do: 'card', number: 'x'.repeat(41) },
      { do: 'choose', task: 'rule' },
    ]
    for (const message of bad) desk.send(message)
    desk.socket.send(Buffer.from([1, 2, 3]))
    desk.send({ do: 'pin', digits: '2468', more: 'than asked' })
    assert.equal(await heard, { do: 'pin', digits: '2468' })
    assert.is(lines.filter((line) => line.includes('dropped what')).length, bad.length)
    assert.not.match(lines.join(''), '2468')
    desk.socket.terminate()
  }))

test('a message that is too large ends that screen and no other', () =>
  scene(async ({ screens, port }) => {
    const [greedy, other] = [screen(port, 'desk'), screen(port, 'desk')]
    await greedy.next()
    await other.next()
    greedy.socket.on('error', () => undefined)
    greedy.send('x'.repeat(5000))
    await once(greedy.socket, 'close')
    screens.show('desk', { screen: 'desk.help' })
    assert.is((await other.next()).view.screen, 'desk.help')
    other.socket.terminate()
  }))

test('the simulator has its page and its own messages once it is mounted', () =>
  scene(async ({ screens, port }) => {
    const heard: string[] = []
    const closed = new Promise<void>((resolve) => {
      screens.mount('simulator', {
        visit: (send) => {
          send('{"state":1}')
          return {
            receive: (text) => {
              heard.push(text)
              send('{"state":2}')
            },
            close: resolve,
          }
        },
      })
    })
    assert.is((await get(port, '/simulator')).status, 200)
    assert.is((await get(port, '/')).headers.location, '/simulator')
    const page = screen(port, 'simulator')
    assert.equal(await page.next(), { state: 1 })
    page.send({ do: 'open-door' })
    assert.equal(await page.next(), { state: 2 })
    assert.equal(heard, ['{"do":"open-door"}'])
    page.socket.terminate()
    await closed
  }))

test('what the simulator does on a screen is heard as if it was done there', () =>
  scene(async ({ screens, lines }) => {
    const heard: ScreenAction[] = []
    screens.onAction('door', (action) => heard.push(action))
    screens.act('door', { do: 'pin', digits: '24' })
    screens.act('desk', { do: 'pin', digits: '2468' })
    screens.act('door', { do: 'pin', digits: '2468' })
    assert.equal(heard, [{ do: 'pin', digits: '2468' }])
    assert.is(lines.length, 1)
  }))

test('a taken port is one line that names the port and the flag', () =>
  scene(async ({ port, lines }) => {
    const again = { host: '127.0.0.1', port, roles: [], clock: CLOCK }
    try {
      await openScreens({ ...again, log: openLog({ level: 'silent' }) })
      assert.unreachable()
    } catch (error) {
      assert.instance(error, CannotListen)
      assert.is(
        (error as Error).message,
        `Port ${port} is taken: start with --screens-port N or set B24_SCREENS_PORT.`,
      )
    }
    assert.equal(lines, [])
  }))

test('an onlooker is told each view as it is shown, until it leaves', () =>
  scene(async ({ screens }) => {
    const seen: string[] = []
    const leave = screens.onShow((role, { screen }) => seen.push(`${role} ${screen}`))
    screens.show('door', { screen: 'door.pin', asking: false })
    screens.show('desk', { screen: 'desk.help' })
    leave()
    screens.show('door', { screen: 'door.ready' })
    assert.equal(seen, ['door door.pin', 'desk desk.help'])
  }))

test.run()
