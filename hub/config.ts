// The hub's configuration: a file, the environment and flags, each over the one before. Every
// problem is told at once, with its place and what is expected there.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { INSTANCES } from './store/lock.ts'

/** The same words whether it is missing, of another kind or of another form. */
const text = (pattern: RegExp, expected: string) =>
  z.string(expected).regex(pattern, expected)
const object = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === 'invalid_type' ? 'expected an object' : undefined),
  })

const part = text(/^[a-z0-9-]{1,40}$/, 'expected 1–40 characters of a-z 0-9 -')
const port = z.int('expected a port 0–65535').min(0).max(65_535)
const host = text(/^[\w.:-]{1,255}$/, 'expected the name or address of a host')
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const
/** Anybody on the way could read and change what is plain. */
const thisMachine = z.enum(
  LOOPBACK,
  `expected ${LOOPBACK.join(', ')}: kiosks elsewhere come by mqtt.tls`,
)
const path = text(/^.{1,1000}$/, 'expected a path of at most 1000 characters')
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

/** What kiosks call the broker, so what its certificate says. */
const names = z
  .array(host, 'expected the host names and addresses by which kiosks reach the broker')
  .min(1)
  .max(10)

const brokerUrl = text(/^mqtts:\/\/[\w.:[\]-]{1,255}$/, 'expected mqtts://host:port')

const secret = text(
  /^[A-Za-z0-9_-]{43}$/,
  'expected 32 bytes as base64url (43 characters)',
).transform((encoded) => new Uint8Array(Buffer.from(encoded, 'base64url')))

const kiosk = object({ branch: part, kiosk: part, secret })

const unique = (kiosks: readonly { kiosk: string }[]): boolean =>
  new Set(kiosks.map(({ kiosk }) => kiosk)).size === kiosks.length

const hubConfig = object({
  /** Name of the consortium profile, such as `dalarna`. */
  consortium: part,
  http: object({ host: host.default('127.0.0.1'), port: port.default(2424) }).prefault({}),
  mqtt: object({
    /** The broker inside, for kiosks on this machine. */
    host: thisMachine.default('127.0.0.1'),
    port: port.default(2483),
    /** The same by mutual TLS, for kiosks elsewhere. */
    tls: object({ host, port: port.default(8883), names }).optional(),
    /** A Mosquitto instead of the broker inside. */
    broker: object({
      /** Where the hub reaches it. */
      url: brokerUrl,
      /** Where kiosks reach it: an address of this machine, every one when absent. */
      host: host.optional(),
      port: port.min(1).default(8883),
      names,
      /** Which of the hubs that take turns this is. */
      instance: z.enum(INSTANCES, 'expected a or b').default('a'),
      /** Folder that the hub writes its configuration, certificates and list of the withdrawn to. */
      folder: text(
        /^\/[\w./-]{1,255}$/,
        'expected a folder such as /var/lib/b24/mosquitto',
      ),
    }).optional(),
  })
    .refine(({ tls, broker }) => tls === undefined || broker === undefined, {
      error: 'expected tls (for the broker inside) or broker, not both',
    })
    .prefault({}),
  /** Folder of the store; made when absent. */
  var: path.default('./var/hub'),
  kiosks: z
    .array(kiosk, 'expected a list of kiosks')
    .max(10_000)
    .refine(unique, 'expected each kiosk only once')
    .default([]),
  /** JSON file of demo patrons, titles and items; with it the clock may be set. */
  demo: path.optional(),
  log: object({
    level: z.enum(LEVELS, `expected one of ${LEVELS.join(', ')}`).default('info'),
    file: path.optional(),
  }).prefault({}),
})
export type HubConfig = z.infer<typeof hubConfig>

/** `at` is the path in the file, or the flag or variable the value came from. */
type Problem = { at: string; expected: string }
export type Configured =
  | { ok: true; config: HubConfig }
  | { ok: false; problems: readonly Problem[] }

type Setting = { flag: string; env: string; at: string; number?: true }

const SETTINGS: readonly Setting[] = [
  { flag: 'consortium', env: 'B24_CONSORTIUM', at: 'consortium' },
  { flag: 'http-host', env: 'B24_HTTP_HOST', at: 'http.host' },
  { flag: 'http-port', env: 'B24_HTTP_PORT', at: 'http.port', number: true },
  { flag: 'mqtt-host', env: 'B24_MQTT_HOST', at: 'mqtt.host' },
  { flag: 'mqtt-port', env: 'B24_MQTT_PORT', at: 'mqtt.port', number: true },
  { flag: 'instance', env: 'B24_INSTANCE', at: 'mqtt.broker.instance' },
  { flag: 'var', env: 'B24_HUB_VAR', at: 'var' },
  { flag: 'demo', env: 'B24_DEMO', at: 'demo' },
  { flag: 'log-level', env: 'LOG_LEVEL', at: 'log.level' },
  { flag: 'log-file', env: 'B24_LOG_FILE', at: 'log.file' },
]

type Given = { at: string; from: string; value: string | number }

/** Configuration from `argv` (without node and script) and `env`; reads the file of `--config`. */
export const loadConfig = (argv: readonly string[], env: NodeJS.ProcessEnv): Configured => {
  const flags = readFlags(argv)
  const file =
    flags.config === undefined ? { ok: true as const, body: {} } : read(flags.config)
  const problems = [...flags.problems, ...(file.ok ? [] : [file.problem])]
  const given = [...fromEnv(env), ...flags.given]
  const body = given.reduce(put, file.ok ? file.body : {})
  const parsed = hubConfig.safeParse(body)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => told(issue, given))
  // Of a file that could not be read nothing more is known than that.
  const all = file.ok ? [...problems, ...wrong] : problems
  if (parsed.success && all.length === 0) return { ok: true, config: parsed.data }
  return { ok: false, problems: all }
}

const readFlags = (argv: readonly string[]) => {
  const names = [...SETTINGS.map(({ flag }) => flag), 'config']
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    strict: false,
    tokens: true,
  })
  const problems: Problem[] = []
  const values = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind === 'positional')
      problems.push({ at: token.value, expected: 'expected flags only' })
    if (token.kind !== 'option') continue
    if (!names.includes(token.name))
      problems.push({
        at: token.rawName,
        expected: `expected one of --${names.join(' --')}`,
      })
    else if (token.value === undefined)
      problems.push({ at: token.rawName, expected: 'expected a value after it' })
    else values.set(token.name, token.value)
  }
  const given = SETTINGS.flatMap(({ flag, at, number }) =>
    toGiven(`--${flag}`, at, values.get(flag), number),
  )
  return { problems, given, config: values.get('config') }
}

const fromEnv = (env: NodeJS.ProcessEnv): Given[] =>
  SETTINGS.flatMap(({ env: name, at, number }) => toGiven(name, at, env[name], number))

const toGiven = (from: string, at: string, text?: string, number?: true): Given[] => {
  if (text === undefined || text === '') return []
  return [{ from, at, value: number && /^\d{1,9}$/.test(text) ? Number(text) : text }]
}

type Body = Record<string, unknown>
const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const read = (path: string): { ok: true; body: Body } | { ok: false; problem: Problem } => {
  const problem = (expected: string) => ({
    ok: false as const,
    problem: { at: path, expected },
  })
  try {
    const body: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isBody(body) ? { ok: true, body } : problem('expected a JSON object')
  } catch (error) {
    return problem(
      error instanceof SyntaxError ? 'expected JSON' : 'expected a readable file',
    )
  }
}

const put = (body: Body, { at, value }: Pick<Given, 'at' | 'value'>): Body => {
  const [head = '', ...rest] = at.split('.')
  if (rest.length === 0) return { ...body, [head]: value }
  const below = body[head]
  return {
    ...body,
    [head]: put(isBody(below) ? below : {}, { at: rest.join('.'), value }),
  }
}

const told = (issue: z.core.$ZodIssue, given: readonly Given[]): Problem => {
  const at = issue.path.join('.')
  const from = given.findLast((one) => one.at === at)?.from
  return { at: from ?? (at === '' ? 'the configuration' : at), expected: issue.message }
}
