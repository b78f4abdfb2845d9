// Whether a command is one to be carried out: for this kiosk and this boot, heard for the first time, and
// within its time. Pure: how late it may be by the hub's time is given.
import { type Command, type CommandRefusal, command } from '../../hub/protocol/command.ts'
import type { KioskAddress } from '../../hub/protocol/topics.ts'

/** Nonces of commands that were signed, newest last. */
export type Remembered = readonly string[]

/** More than these are never good at the same time: who could sign so many needs no replay. */
const MOST_REMEMBERED = 1000

export type Place = { at: KioskAddress; epoch: number }

export type Read =
  | { ok: true; command: Command; remembered: Remembered }
  | { ok: false; reason: CommandRefusal; id: string | null }

/** `body` is what the hub has signed, `id` what stood outside. */
export const readCommand = (
  body: unknown,
  { id, place, remembered }: { id: string; place: Place; remembered: Remembered },
): Read => {
  const parsed = command.safeParse(body)
  if (!parsed.success || parsed.data.id !== id)
    return { ok: false, reason: 'not-as-agreed', id: null }
  const { to, epoch, nonce } = parsed.data
  const refused = (reason: CommandRefusal): Read => ({ ok: false, reason, id })
  if (!isSame(to, place.at)) return refused('for-another')
  if (epoch !== place.epoch) return refused('of-another-boot')
  if (remembered.includes(nonce)) return refused('replayed')
  const after = [...remembered, nonce].slice(-MOST_REMEMBERED)
  return { ok: true, command: parsed.data, remembered: after }
}

const isSame = (a: KioskAddress, b: KioskAddress): boolean =>
  a.consortium === b.consortium && a.branch === b.branch && a.kiosk === b.kiosk

/**
 * Undefined: it may be carried out now. `latest`: the hub's real time (`HubTime.wire`) is not beyond it
 * now, ms since 1970 UTC; undefined when the hub has not said.
 */
export const timeRefusal = (
  { issued, notAfter }: Pick<Command, 'issued' | 'notAfter'>,
  latest: number | undefined,
): CommandRefusal | undefined => {
  if (latest === undefined) return 'no-hub-time'
  if (latest > notAfter) return 'too-late'
  return latest < issued ? 'too-early' : undefined
}
