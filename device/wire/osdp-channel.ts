// OSDP's secure channel once both ends have proved their key (SIA OSDP 2.2, annex D): each message's
// MAC goes on from the one before, the other way, so nothing can be changed, left out or played again.
import { timingSafeEqual } from 'node:crypto'
import {
  coveredByMac,
  isSealed,
  MAC_LENGTH,
  type OsdpFrame,
  type OsdpMessage,
} from './osdp-frame.ts'
import { macOf, type SessionKeys, seal, unseal } from './osdp-keys.ts'

/** `panel` sends commands, `reader` replies. */
export type Side = 'panel' | 'reader'

/** The last MAC of each side. A value: what fails leaves it as it was. */
export type Channel = { keys: SessionKeys; panel: Uint8Array; reader: Uint8Array }

export type Placed = { address: number; sequence: number }

/** Security blocks: authenticated only, where there is no payload; and sealed too. */
const TYPES = { panel: { bare: 0x15, full: 0x17 }, reader: { bare: 0x16, full: 0x18 } }

const other = (side: Side): Side => (side === 'panel' ? 'reader' : 'panel')

export const sealMessage = (
  channel: Channel,
  side: Side,
  { address, sequence }: Placed,
  { code, payload }: OsdpMessage,
): { frame: OsdpFrame; channel: Channel } => {
  const { keys } = channel
  const before = channel[other(side)]
  const isBare = payload.length === 0
  const unsigned: OsdpFrame = {
    ...{ address, sequence, isReply: side === 'reader', check: 'crc', code },
    security: { type: TYPES[side][isBare ? 'bare' : 'full'], body: new Uint8Array(0) },
    payload: isBare ? payload : seal(keys, payload, before),
    mac: new Uint8Array(MAC_LENGTH),
  }
  const mac = macOf(keys, coveredByMac(unsigned), before)
  const frame = { ...unsigned, mac: mac.slice(0, MAC_LENGTH) }
  return { frame, channel: { ...channel, [side]: mac } }
}

export type Opened =
  | { ok: true; message: OsdpMessage; channel: Channel }
  /** `clear`: not of this channel at all, or with a payload anybody can read. */
  | { ok: false; reason: 'clear' | 'mac' | 'padding' }

/** What `side` sent. */
export const openMessage = (channel: Channel, side: Side, frame: OsdpFrame): Opened => {
  const { keys } = channel
  const { security, code, payload, mac } = frame
  const before = channel[other(side)]
  const { bare, full } = TYPES[side]
  const isFull = security?.type === full
  if (!isSealed(security) || !(isFull || (security?.type === bare && payload.length === 0)))
    return { ok: false, reason: 'clear' }
  const wanted = macOf(keys, coveredByMac(frame), before)
  const isSame =
    mac.length === MAC_LENGTH && timingSafeEqual(wanted.subarray(0, MAC_LENGTH), mac)
  if (!isSame) return { ok: false, reason: 'mac' }
  const plain = isFull ? unseal(keys, payload, before) : payload
  if (plain === undefined) return { ok: false, reason: 'padding' }
  return {
    ok: true,
    message: { code, payload: plain },
    channel: { ...channel, [side]: wanted },
  }
}
