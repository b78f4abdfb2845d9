// Names every MQTT topic and reads them back. No topic ever bears a person (design §4).

/** Bumped only when an older reader would misread; unknown fields are always ignored. */
export const PROTOCOL_VERSION = 1

/** Which kiosk speaks. Each part is 1–40 characters of `a-z 0-9 -`. */
export type KioskAddress = { consortium: string; branch: string; kiosk: string }

export const CHANNELS = [
  'state',
  'event',
  'ack',
  'ask',
  'answer',
  'command',
  'done',
  'config',
  'reported',
] as const
export type Channel = (typeof CHANNELS)[number]

const ROOT = 'b24/v1'
const PART = /^[a-z0-9-]{1,40}$/

/** Topic of one kiosk's channel, such as `b24/v1/dalarna/svardsjo/svardsjo-1/ask`. */
export const topicOf = (at: KioskAddress, channel: Channel): string =>
  `${ROOT}/${at.consortium}/${at.branch}/${at.kiosk}/${channel}`

/** What the hub subscribes to: the channel of every kiosk of every consortium. */
export const everyKiosk = (channel: Channel): string => `${ROOT}/+/+/+/${channel}`

export type ParsedTopic =
  | { ok: true; at: KioskAddress; channel: Channel }
  | { ok: false; reason: 'not-ours' | 'bad-part' | 'unknown-channel' }

export const parseTopic = (topic: string): ParsedTopic => {
  const [root, version, consortium, branch, kiosk, channel, ...rest] = topic.split('/')
  if (`${root}/${version}` !== ROOT || rest.length > 0)
    return { ok: false, reason: 'not-ours' }
  if (!isPart(consortium) || !isPart(branch) || !isPart(kiosk))
    return { ok: false, reason: 'bad-part' }
  const known = CHANNELS.find((name) => name === channel)
  if (known === undefined) return { ok: false, reason: 'unknown-channel' }
  return { ok: true, at: { consortium, branch, kiosk }, channel: known }
}

const isPart = (part: string | undefined): part is string =>
  part !== undefined && PART.test(part)
