// The hub's side of the line to its kiosks: brings each message to its handler, in order where the
// order tells something, and tells kiosks their configuration.

import { ALONE, type Duty } from '../duty.ts'
import type { Replayed } from '../inbox/replay.ts'
import type { KioskConfiguration } from '../protocol/configuration.ts'
import type { ConfigMessage } from '../protocol/envelope.ts'
import { seal } from '../protocol/seal.ts'
import { PROTOCOL_VERSION, topicOf } from '../protocol/topics.ts'
import { atMost } from '../protocol/vigil.ts'
import { createIntake } from './intake.ts'
import type { IntakeOptions } from './intake-options.ts'
import type { Kiosks, KnownKiosk } from './kiosks.ts'
import type { Arrival, Line } from './line.ts'
import { replayLetter } from './replay.ts'
import { clearStrays, type Stray } from './strays.ts'
import { countTurnedAway } from './turned-away.ts'
import { atOnce, type Bounds, inOrder } from './turns.ts'

export type LinkOptions = IntakeOptions & {
  kiosks: Kiosks
  /** Of hubs that take turns one tells of what a broker keeps. */
  duty?: Pick<Duty, 'isOn'>
}

export type Link = {
  /** Leaves the configuration at the broker for the kiosk, now or whenever it connects. */
  tell(kiosk: KnownKiosk, configuration: KioskConfiguration): Promise<void>
  /** Tries the dead letter of this id again. Rejects when the store fails. */
  replay(id: number): Promise<Replayed>
  /** Hears nothing new, answers and acknowledges what is in hand, and ends within 6 s. */
  handOver(): Promise<void>
}

/**
 * What may wait in order, and what may be answered at once. Questions have bounds of their own, so
 * that no tale of events crowds them out; one kiosk can take a thirtieth of all at most.
 */
const IN_ORDER: Bounds = { each: 32, bytes: 64 * 1024 * 1024 }
const ASKED: Bounds = { each: 16, bytes: 32 * 1024 * 1024 }
/** Of an ask: the kiosk's own limit where it does not say, and the longest it is believed. */
const EXPIRY_SECONDS = { usual: 2, most: 10 }
/** What then is not done is not acknowledged either: its kiosk tells it again. */
const IN_HAND_LIMIT_MS = 5000

/** Resolves when the broker brings every kiosk's messages. */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const { line, kiosks, presence, log, duty = ALONE } = options
  const intake = createIntake(options)
  const ordered = inOrder(IN_ORDER)
  const asked = atOnce(ASKED)
  const turnedAway = countTurnedAway(log)
  const cleared = clearStrays({ ...options, clear: line.clear })
  const strayed = (stray: Stray): void => {
    if (duty.isOn) cleared(stray)
  }
  let closing = false

  const receive = (arrival: Arrival): void => {
    const { at, channel, payload, isRetained, expirySeconds } = arrival
    const kiosk = kiosks.find(at)
    const bytes = payload.byteLength
    if (kiosk === undefined && isRetained && bytes > 0)
      return void strayed({ topic: topicOf(at, channel), bytes })
    if (kiosk === undefined || closing) return
    if (channel !== 'state' && !isRetained) presence.heard(at.kiosk)
    const incoming = { kiosk, payload, isRetained, deadline: deadlineOf(expirySeconds) }
    const turns = channel === 'ask' ? asked : ordered
    const work = () => intake(channel, incoming)
    // What is turned away is not acknowledged: a kiosk sends it again, or decides by itself.
    if (!turns.take({ key: at.kiosk, bytes, work })) turnedAway(at.kiosk, channel)
  }
  await line.listen(receive, strayed)
  return {
    tell: tellBy(line),
    replay: (id) => replayLetter(options, id),
    handOver: async () => {
      await line.hush()
      await atMost(IN_HAND_LIMIT_MS, Promise.all([ordered.idle(), asked.idle()]))
      closing = true
      const bytes = ordered.bytes + asked.bytes
      if (bytes > 0) log.error({ bytes }, 'what was in hand could not all be finished')
    },
  }
}

/** By any hub that has a line; see Link. */
export const tellBy =
  (line: Pick<Line, 'publish'>): Link['tell'] =>
  async ({ at, key }, configuration) => {
    const { version } = configuration
    const place = { kiosk: at.kiosk, channel: 'config', id: String(version) }
    const sealed = seal(key, place, configuration)
    const body: ConfigMessage = { v: PROTOCOL_VERSION, version, sealed }
    await line.publish(at, 'config', body, { retain: true })
  }

const deadlineOf = (expirySeconds: number = EXPIRY_SECONDS.usual): number =>
  performance.now() + Math.min(expirySeconds, EXPIRY_SECONDS.most) * 1000
