// Who may say and hear what on the broker: a kiosk its own subtree, in its own directions, and
// nothing else; the hub the other half. Pure, so that the table below is the whole policy.
import { MAX_PAYLOAD_BYTES } from '../protocol/envelope.ts'
import {
  CHANNELS,
  type Channel,
  everyKiosk,
  type KioskAddress,
  parseTopic,
} from '../protocol/topics.ts'

/** Who is at the other end of a connection. */
export type Party = { role: 'hub' } | { role: 'kiosk'; at: KioskAddress }

type Direction = { publish: readonly Channel[]; retain: readonly Channel[] }

export const KIOSK: Direction = {
  publish: ['state', 'event', 'ask', 'done', 'reported'],
  retain: ['state', 'reported'],
}
export const HUB: Direction = {
  publish: ['ack', 'answer', 'command', 'config'],
  retain: ['config'],
}
const directionOf = (party: Party): Direction => (party.role === 'hub' ? HUB : KIOSK)
const heardBy = (party: Party): readonly Channel[] =>
  party.role === 'hub' ? KIOSK.publish : HUB.publish

export type Allowed =
  | { ok: true }
  | {
      ok: false
      reason:
        | 'another-subtree'
        | 'wrong-direction'
        | 'never-retained'
        | 'too-large'
        | 'qos-2'
        | 'wildcard'
        | 'will-not-own-state'
    }

export type Offered = { topic: string; qos: number; retain: boolean; bytes: number }

const sameKiosk = (a: KioskAddress, b: KioskAddress): boolean =>
  a.kiosk === b.kiosk && a.branch === b.branch && a.consortium === b.consortium

const isOwn = (party: Party, at: KioskAddress): boolean =>
  party.role === 'hub' || sameKiosk(party.at, at)

/** An empty retained message keeps nothing there from then on (MQTT 5 §3.3.1.3). */
const clears = ({ retain, bytes }: Offered): boolean => retain && bytes === 0

export const mayPublish = (party: Party, offered: Offered): Allowed => {
  if (party.role === 'hub' && clears(offered)) return { ok: true }
  const topic = parseTopic(offered.topic)
  if (!topic.ok || !isOwn(party, topic.at)) return { ok: false, reason: 'another-subtree' }
  const { publish, retain } = directionOf(party)
  if (!publish.includes(topic.channel)) return { ok: false, reason: 'wrong-direction' }
  if (offered.retain && !retain.includes(topic.channel))
    return { ok: false, reason: 'never-retained' }
  if (offered.bytes > MAX_PAYLOAD_BYTES) return { ok: false, reason: 'too-large' }
  if (offered.qos > 1) return { ok: false, reason: 'qos-2' }
  return { ok: true }
}

/** A last will may only be a kiosk's own `state`. */
export const mayLeaveWill = (party: Party, offered: Offered): Allowed => {
  const topic = parseTopic(offered.topic)
  if (!topic.ok || topic.channel !== 'state')
    return { ok: false, reason: 'will-not-own-state' }
  return mayPublish(party, offered)
}

export const maySubscribe = (party: Party, filter: string): Allowed => {
  const heard = heardBy(party)
  // Of its own channels it looks whether something was left there.
  if (party.role === 'hub' && CHANNELS.some((channel) => filter === everyKiosk(channel)))
    return { ok: true }
  if (/[+#]/.test(filter)) return { ok: false, reason: 'wildcard' }
  const topic = parseTopic(filter)
  if (!topic.ok || !isOwn(party, topic.at)) return { ok: false, reason: 'another-subtree' }
  if (!heard.includes(topic.channel)) return { ok: false, reason: 'wrong-direction' }
  return { ok: true }
}
