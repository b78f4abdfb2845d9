// What the hub does with each kind of message from a kiosk. A message that cannot be read is set
// aside with its reason, and the next one is handled.
import { deadLetter, setAside } from '../inbox/dead-letters.ts'
import { noteParts } from '../inbox/parts.ts'
import { answerAsk } from './asks.ts'
import { takeEvents } from './batches.ts'
import { decode, type Heard, type Messages } from './decode.ts'
import type { IntakeOptions, Unread } from './intake-options.ts'
import { watchingClocks } from './kiosk-clocks.ts'
import type { KnownKiosk } from './kiosks.ts'
import { bootHeard } from './marks.ts'

/** One message of a known kiosk; after `deadline` (`performance.now()`) nobody waits for an answer. */
type Incoming = {
  kiosk: KnownKiosk
  payload: Uint8Array
  isRetained: boolean
  deadline: number
}

/** Never rejects. */
export type Intake = (channel: Heard, incoming: Incoming) => Promise<void>

type Handlers = {
  [C in Heard]: (
    kiosk: KnownKiosk,
    message: Messages[C],
    incoming: Incoming,
  ) => Promise<Unread | undefined>
}

export const createIntake = (options: IntakeOptions): Intake => {
  const { store, log } = options
  const duties = watchingClocks(options.duties, options.alarms)
  const handlers = handlersOf({ ...options, duties })

  const read = <C extends Heard>(
    channel: C,
    incoming: Incoming,
  ): Promise<Unread | undefined> | Unread => {
    const { kiosk, payload } = incoming
    const decoded = decode(channel, payload)
    return decoded.ok
      ? handlers[channel](kiosk, decoded.message, incoming)
      : { reason: decoded.reason }
  }
  const keepAside = async (
    channel: Heard,
    { kiosk: { at, key, likeness }, payload }: Incoming,
    unread: Unread,
  ): Promise<void> => {
    const { kiosk } = at
    const { reason } = unread
    options.alarms.raise({ kiosk, kind: 'unreadable', detail: `${channel}: ${reason}` })
    const text = Buffer.from(payload).toString('latin1')
    const form = channel === 'event' ? 'message' : null
    const letter = await deadLetter(
      { kiosk, key, likeness, channel },
      { ...unread, text, form },
    )
    await store.transaction((tx) => setAside(tx, letter))
    log.warn({ kiosk, channel, reason }, 'set aside a message')
  }
  return async (channel, incoming) => {
    try {
      const unread = await read(channel, incoming)
      if (unread !== undefined) await keepAside(channel, incoming, unread)
    } catch (error) {
      const { kiosk } = incoming.kiosk.at
      const reason = error instanceof Error ? error.message : String(error)
      log.error({ kiosk, channel, reason }, 'a message failed here')
    }
  }
}

const handlersOf = (options: IntakeOptions): Handlers => ({
  state: async (known, message, { isRetained }) => {
    const { kiosk } = known.at
    const changed = await options.presence.state(kiosk, message, isRetained)
    const { status, epoch } = message
    if (changed) options.log.info({ kiosk, status, epoch }, 'a kiosk told its state')
    if (!changed || isRetained || status === 'lost') return undefined
    const heard = await bootHeard(options.store.db, kiosk)
    if (epoch < heard) await options.bootTooLow?.(known, heard)
    return undefined
  },
  reported: async ({ at: { kiosk } }, { version }) => {
    const state = String(version)
    const reported = { kiosk, part: 'configuration', state, at: Date.now() }
    await options.store.together((tx) => noteParts(tx, [reported]))
    return undefined
  },
  done: async (kiosk, message) => options.done?.(kiosk, message),
  ask: (kiosk, message, { deadline }) => answerAsk(options, kiosk, message, deadline),
  event: async (kiosk, message) => {
    const read = await takeEvents(options, kiosk, message)
    return read.ok ? undefined : read
  },
})
