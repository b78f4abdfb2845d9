// Sets aside what could not be understood, with the reason, so that the next message is handled.
import { type SealKey, seal } from '../protocol/seal.ts'
import type { Tx } from '../store/store.ts'

export type Unreadable = {
  kiosk: string
  channel: string
  reason: string
  /** Sealed with the kiosk's key, so that the table holds nobody's name. */
  bytes: Uint8Array
}

type From = { kiosk: string; key: SealKey; channel: string }

const MOST_CHARACTERS = 2000
/** Per kiosk; the oldest go first. */
const MOST_ROWS = 1000

/** What is to be set aside of `body`; text is kept as it came, anything else as JSON. */
export const unreadable = async (
  { kiosk, key, channel }: From,
  reason: string,
  body: unknown,
): Promise<Unreadable> => {
  const text = (typeof body === 'string' ? body : JSON.stringify(body)) ?? ''
  const at = { kiosk, channel: 'quarantine', id: channel }
  const sealed = await seal(key, at, text.slice(0, MOST_CHARACTERS))
  return { kiosk, channel, reason: reason.slice(0, 200), bytes: Buffer.from(sealed) }
}

export const setAside = async (tx: Tx, message: Unreadable): Promise<void> => {
  await tx
    .insertInto('quarantine')
    .values({ at: Date.now(), ...message })
    .execute()
  const oldestKept = tx
    .selectFrom('quarantine')
    .select('id')
    .where('kiosk', '=', message.kiosk)
    .orderBy('id', 'desc')
    .offset(MOST_ROWS - 1)
    .limit(1)
  await tx
    .deleteFrom('quarantine')
    .where('kiosk', '=', message.kiosk)
    .where('id', '<', oldestKept)
    .execute()
}
