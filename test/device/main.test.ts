import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openJournal } from '../../device/journal/journal.ts'
import { kioskEvent } from '../../hub/protocol/events.ts'

const configured = (folder: string) => ({
  version: 1,
  consortium: 'dalarna',
  branch: 'mora',
  kiosk: 'mora-1',
  hub: { url: 'mqtt://127.0.0.1:1', secret: Buffer.alloc(32, 9).toString('base64url') },
  screens: { port: 0 },
  var: join(folder, 'var'),
  door: {
    card: { path: 'sim:door-card' },
    lines: { kind: 'firmata', path: 'sim:door-board' },
  },
  simulator: { cards: [], books: [], hubHttp: 'http://127.0.0.1:1' },
})

type Started = {
  child: ReturnType<typeof spawn>
  /** The next line on standard output. */
  line(): Promise<string>
  /** Exit code, and everything it said. */
  ended(): Promise<{ code: number; out: string[]; log: string }>
}

const start = (words: readonly string[], env = {}): Started => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'device/main.ts', ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const out: string[] = []
  let log = ''
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => out.push(line))
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const closed = once(child, 'close')
  return {
    child,
    line: async () => {
      if (out.length === 0) await once(lines, 'line')
      return out.shift() ?? ''
    },
    ended: async () => {
      const [code] = await closed
      return { code: Number(code), out, log }
    },
  }
}

const inFolder = async (run: (folder: string, file: string) => Promise<void>) => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-main-'))
  try {
    const file = join(folder, 'kiosk.json')
    await writeFile(file, JSON.stringify(configured(folder)))
    await run(folder, file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('every problem of the configuration is told, and the exit code is 78', () =>
  inFolder(async (_folder, file) => {
    await writeFile(file, JSON.stringify({ version: 1, consortium: 'dalarna' }))
    const kiosk = start(['--config', file, '--screens-port', 'many'], { LOG_LEVEL: 'loud' })
    const { code, out } = await kiosk.ended()
    assert.is(code, 78)
    assert.equal(out, [
      'The kiosk cannot start with this configuration:',
      '  LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent',
      '  branch: expected 1–40 characters of a-z 0-9 -',
      '  kiosk: expected 1–40 characters of a-z 0-9 -',
      '  hub: expected an object',
      '  --screens-port: expected a whole number 0–65535',
    ])
  }))

test('a taken port is one line, and the exit code is 69', () =>
  inFolder(async (_folder, file) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, out } = await start(['--config', file], {
      B24_SCREENS_PORT: String(port),
    }).ended()
    server.close()
    assert.is(code, 69)
    assert.equal(out, [
      `Port ${port} is taken: start with --screens-port N or set B24_SCREENS_PORT.`,
    ])
  }))

test('it says when it is ready, and stops when it is told to, with no hub at all', () =>
  inFolder(async (folder, file) => {
    for (const how of ['SIGTERM', 'SIGINT', 'parent'] as const) {
      const kiosk = start(['--config', file], { B24_STOP_WITH_PARENT: '1' })
      const { ready } = JSON.parse(await kiosk.line())
      const page = await fetch(`${ready.screens}/door`)
      await page.text()
      assert.ok([200, 503].includes(page.status))
      if (how === 'parent') kiosk.child.stdin?.end()
      else kiosk.child.kill(how)
      const { code, log } = await kiosk.ended()
      assert.is(code, 0, how)
      assert.not.match(log, '"level":60')
    }
    await using journal = await openJournal(join(folder, 'var', 'journal.sqlite'))
    const [first] = await journal.batch(1)
    assert.is(kioskEvent.parse(first?.event).kind, 'started')
  }))

test.run()
