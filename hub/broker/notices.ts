// What a Mosquitto tells in its log of whom it refused: its lines, as 2.0.11 writes them, to
// what they say. Pure. A line in other words is none: another version must not be guessed at.

/** `client` is undefined where the line names nobody, or nothing a kiosk could be called. */
export type Notice =
  /** A certificate that has expired, is withdrawn, or is of another authority: it does not say whose. */
  | { about: 'certificate' }
  | { about: 'too-large' | 'no-mqtt' | 'not-mqtt-5' | 'replaced'; client?: string }
  /** Granted whatever it is, and kept from hearing anything by the access list. */
  | { about: 'subscription'; client?: string; filter: string }

export type ReadNotice = { ok: true; notice: Notice } | { ok: false }

/** Where it says them: errors, notices, and each subscription. */
export const NOTICE_TOPICS = [
  '$SYS/broker/log/E',
  '$SYS/broker/log/N',
  '$SYS/broker/log/M/subscribe',
] as const

/** Mosquitto cuts its lines at 1000; longer is not its own. */
const MAX_BYTES = 1000

type Line = { form: RegExp; about: Exclude<Notice['about'], 'subscription'> }

/** The first group is the client. All are anchored: what an attacker chose can only stand inside. */
const LINES: readonly Line[] = [
  {
    form: /^OpenSSL Error\[\d\]: error:[0-9A-F]{8}:SSL routines:\w*:certificate verify failed$/,
    about: 'certificate',
  },
  {
    form: /^Client connection from [\w.:]+ failed: error:[0-9A-F]{8}:SSL routines:\w*:certificate verify failed\.$/,
    about: 'certificate',
  },
  { form: /^Client (\S+) disconnected due to oversize packet\.$/, about: 'too-large' },
  {
    form: /^Client (\S+) disconnected due to (?:protocol error|malformed packet)\.$/,
    about: 'no-mqtt',
  },
  // 5 is MQTT 5; 1 and 2 are 3.1 and 3.1.1, which 2.0 cannot be told to refuse.
  { form: /^New client connected from \S+ as (\S+) \(p[0-4], /, about: 'not-mqtt-5' },
  { form: /^Client (\S+) already connected, closing old connection\.$/, about: 'replaced' },
]
const SUBSCRIPTION = /^(\S+) [0-2] (.+)$/
const CLIENT = /^[a-z0-9-]{1,40}$/
/** No kiosk's name begins so. */
const A_HUB = '$'

export const readNotice = (topic: string, payload: Uint8Array): ReadNotice => {
  if (payload.byteLength > MAX_BYTES) return { ok: false }
  const line = Buffer.from(payload)
    .toString('utf8')
    .replace(/^\d{1,12}: /, '')
  const notice = topic.endsWith('/subscribe') ? subscriptionIn(line) : refusalIn(line)
  return notice === undefined ? { ok: false } : { ok: true, notice }
}

const named = (client: string | undefined): { client?: string } =>
  client !== undefined && CLIENT.test(client) ? { client } : {}

const subscriptionIn = (line: string): Notice | undefined => {
  const [, client, filter] = SUBSCRIPTION.exec(line) ?? []
  if (filter === undefined || client?.startsWith(A_HUB)) return undefined
  return { about: 'subscription', ...named(client), filter }
}

const refusalIn = (line: string): Notice | undefined => {
  for (const { form, about } of LINES) {
    const found = form.exec(line)
    if (found !== null)
      return about === 'certificate' ? { about } : { about, ...named(found[1]) }
  }
  return undefined
}
