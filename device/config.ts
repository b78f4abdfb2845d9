// The kiosk's configuration, kiosk.json: what a technician writes once per kiosk. Every problem is
// told at once, with its place and what is expected there; no value is repeated, one is a secret.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ANNOUNCEMENTS } from '../hub/protocol/actions.ts'
import { sharedLines } from './drivers/gpio-lines.ts'
import { CODE_PAGES } from './wire/code-pages.ts'

const MAX_FILE_BYTES = 1_000_000

const text = (most: number) => {
  const error = `expected text of at most ${most} characters`
  return z.string(error).max(most, error)
}
const whole = (from: number, to: number) => {
  const error = `expected a whole number ${from}–${to}`
  return z.int(error).min(from, error).max(to, error)
}
const matching = (pattern: RegExp, words: string) =>
  z.string(`expected ${words}`).regex(pattern, `expected ${words}`)
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, `expected one of ${names.join(', ')}`)
const section = <const S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === 'invalid_type' ? 'expected an object' : undefined),
  })
const list = <T extends z.ZodType>(of: T, least: number, most: number) => {
  const error = `expected a list of ${least}–${most}`
  return z.array(of, error).min(least, error).max(most, error)
}

const name = matching(/^[a-z0-9-]{1,40}$/, '1–40 characters of a-z 0-9 -')
const path = matching(
  /^(?:sim:[a-z-]{1,40}|\/[\x21-\x7e]{1,255})$/,
  'a path such as /dev/serial/by-id/usb-… (or sim:… with a simulator)',
)
/** Files from before there were several kinds say none. */
const withKind =
  (kind: string) =>
  (body: unknown): unknown =>
    isSection(body) && body.kind === undefined ? { ...body, kind } : body

const device = section({
  path,
  /** Bits per second; each kind of device has its own usual one. */
  baudRate: whole(300, 1_000_000).optional(),
})

const file = matching(/^\/[\x21-\x7e]{1,255}$/, 'a file such as /data/id/kiosk.crt')

/** What reads cards. Nothing here lets a card of any kind in by itself. */
const cardReader = z.preprocess(
  withKind('barcode'),
  z.discriminatedUnion(
    'kind',
    [
      section({ kind: z.literal('barcode'), ...device.shape }),
      section({ kind: z.literal('pn532'), ...device.shape }),
      section({
        kind: z.literal('osdp'),
        ...device.shape,
        address: whole(0, 126),
        /** File of its base key, for its owner's eyes only. */
        key: file,
      }),
    ],
    'expected kind "barcode", "pn532", or "osdp" with address and key',
  ),
)

const secret = matching(
  /^[A-Za-z0-9_-]{43}$/,
  '32 bytes as base64url (43 characters)',
).transform((words) => new Uint8Array(Buffer.from(words, 'base64url')))

const isHubUrl = (words: string): boolean => {
  if (!URL.canParse(words)) return false
  const { protocol, hostname, username, password, pathname } = new URL(words)
  const bare = username === '' && password === '' && ['', '/'].includes(pathname)
  return ['mqtt:', 'mqtts:'].includes(protocol) && hostname !== '' && bare
}
const HUB_URL = 'expected mqtt://host:port or mqtts://host:port'

const soundFile = matching(
  /^\/[\x21-\x7e]{1,250}\.(?:wav|mp3|ogg)$/i,
  'a sound file such as /data/sounds/closing-15.wav',
)

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']

const hub = section({
  url: z.string(HUB_URL).max(300, HUB_URL).refine(isHubUrl, HUB_URL),
  secret,
  /** Files in PEM: the hub's authority, and what this kiosk shows of itself. */
  tls: section({ ca: file, certificate: file, key: file }).optional(),
})

const screens = section({
  /** The screens stand at this machine: nobody else may see or touch them. */
  host: oneOf(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
  port: whole(0, 65_535).default(2401),
})

/** What a board may have besides: see `drivers/board-pins.ts`. */
const FITTINGS = ['bolt', 'beams', 'buzzer', 'key'] as const

const lines = z.discriminatedUnion(
  'kind',
  [
    section({
      kind: z.literal('firmata'),
      path,
      baudRate: whole(300, 1_000_000).optional(),
      fitted: list(oneOf(FITTINGS), 0, FITTINGS.length).default([]),
    }),
    section({
      kind: z.literal('gpio'),
      /** Label of the GPIO chip, such as `pinctrl-rp1`. */
      chip: matching(/^[\x21-\x7e]{1,64}$/, "a GPIO chip's label"),
      lock: whole(0, 511),
      contact: whole(0, 511),
      exit: whole(0, 511),
      fire: whole(0, 511),
      lights: section({
        ready: whole(0, 511),
        go: whole(0, 511),
        no: whole(0, 511),
      }).optional(),
      bolt: whole(0, 511).optional(),
      beams: section({ a: whole(0, 511), b: whole(0, 511) }).optional(),
      buzzer: whole(0, 511).optional(),
      key: whole(0, 511).optional(),
      /** `gpioset` lets go of the lock when the kiosk dies; `sysfs` does not. */
      lockBy: oneOf(['gpioset', 'sysfs']).default('gpioset'),
    }).superRefine((wiring, problems) => {
      for (const { at, expected } of sharedLines(wiring))
        problems.addIssue({ code: 'custom', path: at.split('.'), message: expected })
    }),
  ],
  'expected kind "firmata" with path, or "gpio" with chip, lock, contact, exit and fire',
)

const bin = section({
  bin: whole(1, 6),
  takes: list(oneOf(['shelf', 'hold-shelf', 'transit', 'unsorted']), 0, 4),
})

const different = (numbers: readonly number[]): boolean =>
  new Set(numbers).size === numbers.length

const security = section({ secured: whole(0, 255), onLoan: whole(0, 255) }).refine(
  ({ secured, onLoan }) => secured !== onLoan,
  'expected secured and onLoan to differ',
)

const card = section({
  number: text(32),
  pin: text(8),
  name: text(60),
  note: oneOf(['adult', 'other-member', 'no-agreement', 'under-age', 'blocked', 'unknown']),
  member: text(40),
  age: whole(0, 150).nullable(),
})

const book = section({
  book: text(16),
  title: text(120),
  author: text(80),
  colour: oneOf(['pine', 'falu', 'ochre', 'lake', 'plum', 'sage', 'rose', 'linen', 'ink']),
  note: oneOf([
    'plain',
    'set',
    'reserved',
    'other-owner',
    'unknown-item',
    'no-tag',
    'thick',
  ]),
  owner: text(16),
  /** Names of the tagged parts; one for a plain book. */
  parts: list(text(40), 1, 9),
})

const simulator = section({
  cards: list(card, 0, 100),
  books: list(book, 0, 200),
  /** What the simulated clock shows at start, ms since 1970 UTC; the machine's time without it. */
  begins: whole(0, 4_102_444_800_000).optional(),
  /** Where the hub's clock is set along with ours. */
  hubHttp: z.url({ protocol: /^http$/, error: 'expected http://host:port' }).max(300),
})

const SHAPE = section({
  version: z.literal(1, 'expected 1, the only version there is'),
  consortium: name,
  branch: name,
  kiosk: name,
  hub,
  screens: screens.prefault({}),
  /** Folder of the journal; made when absent. */
  var: text(500).min(1, 'expected a folder').default('./var/kiosk'),
  door: section({
    card: cardReader,
    lines,
    /** A contact that changes for a shorter time has not moved. */
    debounceMs: whole(0, 500).default(50),
  }).optional(),
  desk: section({
    card: cardReader,
    pad: device,
    printer: section({
      path,
      baudRate: whole(300, 1_000_000).optional(),
      codePage: z
        .enum(CODE_PAGES, `expected one of ${CODE_PAGES.join(', ')}`)
        .default('cp858'),
    }),
  }).optional(),
  chute: section({
    reader: device,
    board: device,
    bins: list(bin, 1, 6).refine(
      (bins) => different(bins.map((one) => one.bin)),
      'expected each bin once',
    ),
  }).optional(),
  /** Lights, patrons' machines and the intruder alarm; `alarm` false where none is wired to it. */
  premises: section({
    board: device,
    alarm: z.boolean('expected true or false').default(true),
  }).optional(),
  /** The screen that has a speaker, and sound files to be played instead of speech. */
  sound: section({
    screen: oneOf(['door', 'desk', 'chute']),
    files: z.partialRecord(oneOf(ANNOUNCEMENTS), soundFile).default({}),
  }).optional(),
  security: security.prefault({ secured: 0x07, onLoan: 0xc2 }),
  simulator: simulator.optional(),
})

export type KioskConfig = z.infer<typeof SHAPE>
export type CardReaderConfig = NonNullable<KioskConfig['door']>['card']
export type SimulatorConfig = NonNullable<KioskConfig['simulator']>

/** `at` is the place in the file, or the flag or variable the value came from. */
export type Problem = { at: string; expected: string }
export type Configured =
  | { ok: true; config: KioskConfig }
  | { ok: false; problems: readonly Problem[] }

/** A value that goes before the file's: `at` as `screens.port`, `from` as `--screens-port`. */
export type Setting = { at: string; from: string; value: string | number }

/** What only the machine can tell of a configuration; see `config-here.ts`. */
type Here = (config: KioskConfig) => readonly Problem[]
const nothing: Here = () => []

/** Reads and checks the file, with `settings` laid over it. Never throws. */
export const loadConfig = (
  file: string,
  settings: readonly Setting[] = [],
  here = nothing,
): Configured => {
  const read = readJson(file)
  return read.ok
    ? parseConfig(read.body, settings, here)
    : { ok: false, problems: [read.problem] }
}

export const parseConfig = (
  body: unknown,
  settings: readonly Setting[] = [],
  here = nothing,
): Configured => {
  const parsed = SHAPE.safeParse(isSection(body) ? settings.reduce(lay, body) : body)
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => told(issue, settings))
    return { ok: false, problems }
  }
  const problems = [
    ...lacking(parsed.data),
    ...sharedPaths(parsed.data),
    ...openToOthers(parsed.data),
    ...here(parsed.data),
  ]
  return problems.length === 0 ? { ok: true, config: parsed.data } : { ok: false, problems }
}

type Section = Record<string, unknown>
const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readJson = (
  file: string,
): { ok: true; body: unknown } | { ok: false; problem: Problem } => {
  const problem = (expected: string) =>
    ({ ok: false, problem: { at: file, expected } }) as const
  try {
    const content = readFileSync(file)
    if (content.length > MAX_FILE_BYTES) return problem('expected at most 1 MB')
    return { ok: true, body: JSON.parse(content.toString('utf8')) }
  } catch (error) {
    return problem(
      error instanceof SyntaxError ? 'expected JSON' : 'expected a file that can be read',
    )
  }
}

const lay = (body: Section, { at, value }: Pick<Setting, 'at' | 'value'>): Section => {
  const [head = '', ...rest] = at.split('.')
  if (rest.length === 0) return { ...body, [head]: value }
  const below = body[head]
  return {
    ...body,
    [head]: lay(isSection(below) ? below : {}, { at: rest.join('.'), value }),
  }
}

const told = (issue: z.core.$ZodIssue, settings: readonly Setting[]): Problem[] => {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      at: at === '' ? key : `${at}.${key}`,
      expected: 'expected nothing of this name: is it misspelt?',
    }))
  const from = settings.findLast((one) => one.at === at)?.from
  return [{ at: from ?? (at === '' ? 'the file' : at), expected: issue.message }]
}

/** device → path, of every device on a wire. */
export const devicePaths = ({
  door,
  desk,
  chute,
  premises,
}: KioskConfig): Record<string, string> => ({
  ...(door && { 'door.card': door.card.path }),
  ...(door?.lines.kind === 'firmata' && { 'door.lines': door.lines.path }),
  ...(desk && {
    'desk.card': desk.card.path,
    'desk.pad': desk.pad.path,
    'desk.printer': desk.printer.path,
  }),
  ...(chute && { 'chute.reader': chute.reader.path, 'chute.board': chute.board.path }),
  ...(premises && { 'premises.board': premises.board.path }),
})

const lacking = (config: KioskConfig): Problem[] => {
  const { door, desk, chute, simulator } = config
  const paths = Object.entries(devicePaths(config))
  const simulated = paths.find(([, where]) => where.startsWith('sim:'))
  return [
    ...((door ?? desk ?? chute)
      ? []
      : [{ at: 'the file', expected: 'expected at least one of door, desk and chute' }]),
    ...(simulated !== undefined && simulator === undefined
      ? [
          {
            at: 'simulator',
            expected: `expected it, since ${simulated[0]} is on a sim: path`,
          },
        ]
      : []),
  ]
}

/** What is plain could be read and changed by anybody on the way. */
const openToOthers = ({ hub: { url, tls } }: KioskConfig): Problem[] => {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'mqtts:')
    return tls === undefined
      ? [
          {
            at: 'hub.tls',
            expected: 'expected ca, certificate and key, since the hub is at mqtts://',
          },
        ]
      : []
  return LOOPBACK.includes(hostname)
    ? []
    : [
        {
          at: 'hub.url',
          expected: 'expected mqtts:// (mqtt:// only reaches a hub on this machine)',
        },
      ]
}

const sharedPaths = (config: KioskConfig): Problem[] => {
  const paths = Object.entries(devicePaths(config))
  return paths.flatMap(([at, where], n) => {
    const other = paths.slice(0, n).find(([, taken]) => taken === where)
    if (other === undefined) return []
    return [{ at: `${at}.path`, expected: `expected another path than ${other[0]} has` }]
  })
}
