import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Configured, loadConfig } from '../../hub/config.ts'

const SECRET = Buffer.alloc(32, 1).toString('base64url')

/** Loads a file with this content; `flags` and `env` come on top. */
const load = async (
  content: unknown,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Configured> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-config-'))
  const path = join(folder, 'hub.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  try {
    return loadConfig(['--config', path, ...flags], env)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const problemsOf = (configured: Configured): string[] =>
  configured.ok ? [] : configured.problems.map(({ at, expected }) => `${at}: ${expected}`)

test('a consortium is enough, the rest has its usual value', () => {
  const configured = loadConfig(['--consortium', 'dalarna'], {})
  assert.is(configured.ok, true)
  if (!configured.ok) return
  assert.equal(configured.config, {
    consortium: 'dalarna',
    http: { host: '127.0.0.1', port: 2424 },
    mqtt: { host: '127.0.0.1', port: 2483 },
    var: './var/hub',
    kiosks: [],
    log: { level: 'info' },
  })
})

test('a flag goes over the environment, and that over the file', async () => {
  const file = { consortium: 'dalarna', http: { port: 1 }, mqtt: { port: 1 }, var: 'file' }
  const env = { B24_HTTP_PORT: '2', B24_MQTT_PORT: '2' }
  const configured = await load(file, ['--mqtt-port', '3'], env)
  assert.ok(configured.ok)
  if (!configured.ok) return
  const { http, mqtt, var: folder } = configured.config
  assert.equal([folder, http.port, mqtt.port], ['file', 2, 3])
})

test('which of two hubs this is may be told by a flag, and only beside a broker of their own', async () => {
  const broker = {
    ...{ url: 'mqtts://127.0.0.1:8883', names: ['hub.example'] },
    folder: '/var/lib/b24/mosquitto',
  }
  const file = { consortium: 'dalarna', mqtt: { broker } }
  const [usual, second] = [await load(file), await load(file, ['--instance', 'b'])]
  assert.ok(usual.ok && second.ok)
  if (!usual.ok || !second.ok) return
  assert.is(usual.config.mqtt.broker?.instance, 'a')
  assert.is(second.config.mqtt.broker?.instance, 'b')
  const third = problemsOf(await load(file, ['--instance', 'c']))
  assert.equal(third, ['--instance: expected a or b'])
  const inside = problemsOf(await load({ consortium: 'dalarna' }, ['--instance', 'b']))
  assert.match(inside.join(), 'mqtt.broker.url: expected mqtts://host:port')
})

test('plain MQTT stays on this machine, kiosks elsewhere come by TLS (threat 22)', async () => {
  const of = async (mqtt: object): Promise<string[]> =>
    problemsOf(await load({ consortium: 'dalarna', mqtt }))
  const plain = await of({ host: '0.0.0.0' })
  assert.equal(plain, [
    'mqtt.host: expected 127.0.0.1, ::1, localhost: kiosks elsewhere come by mqtt.tls',
  ])
  const tls = { host: '0.0.0.0', names: ['hub.example'] }
  assert.equal(await of({ tls }), [])
  assert.match((await of({ tls: { ...tls, names: [] } })).join(), 'mqtt.tls.names: ')
  const folder = '/var/lib/b24/mosquitto'
  const broker = { url: 'mqtts://127.0.0.1:8883', names: ['hub.example'], folder }
  assert.equal(await of({ broker }), [])
  assert.match(
    (await of({ broker: { ...broker, url: 'mqtt://hub' } })).join(),
    'broker.url: ',
  )
  assert.match(
    (await of({ broker: { ...broker, folder: 'here' } })).join(),
    'broker.folder: ',
  )
  assert.equal(await of({ tls, broker }), [
    'mqtt: expected tls (for the broker inside) or broker, not both',
  ])
})

test('a secret becomes its 32 bytes', async () => {
  const kiosks = [{ branch: 'svardsjo', kiosk: 'svardsjo-1', secret: SECRET }]
  const configured = await load({ consortium: 'dalarna', kiosks })
  assert.ok(configured.ok)
  if (configured.ok)
    assert.equal(configured.config.kiosks[0]?.secret, new Uint8Array(32).fill(1))
})

test('every problem is told at once, with its place and what is expected', async () => {
  const problems = problemsOf(
    await load(
      {
        consortium: 'Dalarna län',
        http: { port: 99_999 },
        colour: 'green',
        kiosks: [{ branch: 'svardsjo', kiosk: 'svardsjo-1', secret: 'c2hvcnQ' }],
      },
      ['--mqtt-port', 'many', '--fast', 'now', '--var'],
      { LOG_LEVEL: 'loud' },
    ),
  )
  for (const place of [
    '--fast:',
    'now:',
    '--var:',
    'consortium:',
    'http.port:',
    '--mqtt-port:',
    'kiosks.0.secret: expected 32 bytes as base64url',
    'LOG_LEVEL:',
    'the configuration: Unrecognized key: "colour"',
  ])
    assert.ok(
      problems.some((problem) => problem.startsWith(place)),
      `${place} in ${problems.join(' | ')}`,
    )
  assert.is(problems.length, 9)
})

test('a secret is never repeated in a problem', async () => {
  const kiosks = [{ branch: 'svardsjo', kiosk: 'svardsjo-1', secret: 'almost-a-secret' }]
  const problems = problemsOf(await load({ consortium: 'dalarna', kiosks }))
  assert.is(problems.length, 1)
  assert.not.match(problems.join(), 'almost-a-secret')
})

test('one kiosk twice is one kiosk too many', async () => {
  const kiosk = { branch: 'svardsjo', kiosk: 'svardsjo-1', secret: SECRET }
  const twice = { consortium: 'dalarna', kiosks: [kiosk, { ...kiosk, branch: 'falun' }] }
  assert.match(problemsOf(await load(twice)).join(), 'expected each kiosk only once')
})

test('a file that is none, or no JSON, is one problem', async () => {
  assert.equal(problemsOf(loadConfig(['--config', '/nowhere/hub.json'], {})), [
    '/nowhere/hub.json: expected a readable file',
  ])
  assert.match(problemsOf(await load('{"consortium":')).join(), 'hub.json: expected JSON')
  assert.match(problemsOf(await load('[]')).join(), 'hub.json: expected a JSON object')
})

test.run()
