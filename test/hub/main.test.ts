// The hub as a process: what it says to whoever starts it, and how it ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listen } from '../../hub/listen.ts'

type Ended = { code: number | null; words: string }

const launch = (flags: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'hub/main.ts', ...flags], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  })

const endOf = async (child: ChildProcess): Promise<Ended> => {
  let words = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    words += chunk.toString()
  })
  const [code] = await once(child, 'close')
  return { code, words }
}

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-main-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const flagsFor = (folder: string, ...more: string[]): string[] => [
  ...['--consortium', 'dalarna', '--var', join(folder, 'var')],
  ...['--http-port', '0', '--mqtt-port', '0', '--log-file', join(folder, 'hub.log')],
  ...more,
]

const readyLine = async (child: ChildProcess): Promise<unknown> => {
  if (child.stdout === null) throw new Error('no output')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return JSON.parse(line)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  test(`says where it is in one line, and ends by itself on ${signal}`, () =>
    inFolder(async (folder) => {
      const child = launch(flagsFor(folder))
      const ended = once(child, 'close')
      const { ready } = (await readyLine(child)) as { ready: Record<string, string> }
      assert.equal(Object.keys(ready), ['http', 'mqtt'])
      assert.is((await fetch(`${ready.http}/healthz`)).status, 200)
      child.kill(signal)
      assert.equal(await ended, [0, null])
      assert.match(await readFile(join(folder, 'hub.log'), 'utf8'), 'the hub is ready')
    }))

test('ends when the one who started it is gone', () =>
  inFolder(async (folder) => {
    const child = launch(flagsFor(folder), { B24_STOP_WITH_PARENT: '1' })
    const ended = once(child, 'close')
    await readyLine(child)
    child.stdin?.end()
    assert.equal(await ended, [0, null])
  }))

for (const [flag, name] of [
  ['http-port', 'HTTP'],
  ['mqtt-port', 'MQTT'],
] as const)
  test(`a taken ${name} port is one line with port and flag, and exit 69`, () =>
    inFolder(async (folder) => {
      const other = createServer()
      const port = await listen(other, { host: '127.0.0.1', port: 0, flag })
      const { code, words } = await endOf(
        launch(flagsFor(folder, `--${flag}`, String(port))),
      )
      other.close()
      const line = `Port ${port} on 127.0.0.1 is taken by another program: choose another with --${flag}.\n`
      assert.equal({ code, words }, { code: 69, words: line })
    }))

test('a configuration that cannot be used is told whole, and exit 78', () =>
  inFolder(async (folder) => {
    const flags = flagsFor(folder, '--http-port', 'none', '--wrong', '--log-level', 'loud')
    const { code, words } = await endOf(launch(flags))
    assert.is(code, 78)
    for (const place of ['--http-port', '--wrong', '--log-level'])
      assert.match(words, place)
  }))

test('every problem of hub.json is told with its path, and exit 78', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'hub.json')
    const kiosks = [{ branch: 'Svärdsjö', kiosk: 'one', secret: 'short' }]
    await writeFile(
      file,
      JSON.stringify({ http: { port: 'many' }, mqtt: { port: -1 }, kiosks }),
    )
    const { code, words } = await endOf(launch(['--config', file]))
    assert.is(code, 78)
    for (const at of ['consortium', 'http.port', 'mqtt.port', 'kiosks.0.branch'])
      assert.match(words, `  ${at}: expected`)
    assert.match(words, '  kiosks.0.secret: expected')
    assert.not.match(words, 'short')
  }))

test('a co-operation nobody described is told, and exit 78', () =>
  inFolder(async (folder) => {
    const { code, words } = await endOf(
      launch(flagsFor(folder, '--consortium', 'atlantis')),
    )
    assert.is(code, 78)
    assert.match(words, /^consortium: expected a file at .*atlantis\.json\n$/)
  }))

test.run()
