// A simulated card reader of the kind that kiosk.json names, and what hands can do with it.
import { uidFromNumber } from '../wire/card-uid.ts'
import type { OsdpKey } from '../wire/osdp-reply.ts'
import { badgeFromNumber } from '../wire/wiegand.ts'
import { createBarcodeDevice } from './barcode-device.ts'
import { createOsdpDevice } from './osdp-device.ts'
import { createPn532Device } from './pn532-device.ts'
import type { ByteDevice } from './wires.ts'

/** `key` null: an OSDP reader as it leaves its factory. */
export type ReaderKind =
  | { kind: 'barcode' | 'pn532' }
  | { kind: 'osdp'; address: number; key: Uint8Array | null }

export type SimulatedReader = {
  readonly device: ByteDevice
  /** Throws when it cannot read a card of that kind. */
  hold(number: string): void
  /** Types the digits and `#` on its keypad; undefined where it has none. */
  readonly type: ((digits: string) => void) | undefined
  /** Takes away what is held to it. */
  stop(): void
}

/** A card is held so long; a chip looks some eight times meanwhile. */
const HELD_MS = 800

export const createReader = (kind: ReaderKind): SimulatedReader => {
  if (kind.kind === 'pn532') return nfcReader()
  return kind.kind === 'osdp' ? osdpReader(kind) : barcodeReader()
}

const unreadable = (): Error => new Error('the reader cannot read a card of this kind')

const barcodeReader = (): SimulatedReader => {
  const device = createBarcodeDevice()
  return { device, hold: device.scan, type: undefined, stop: () => {} }
}

const nfcReader = (): SimulatedReader => {
  const device = createPn532Device()
  let held: NodeJS.Timeout | undefined
  return {
    device,
    hold: (number) => {
      const uid = uidFromNumber(number)
      if (uid === undefined) throw unreadable()
      device.put({ uid, atqa: 0x0044, sak: 0x08, ats: null })
      clearTimeout(held)
      held = setTimeout(() => device.take(uid), HELD_MS)
    },
    type: undefined,
    stop: () => clearTimeout(held),
  }
}

const osdpReader = (settings: Extract<ReaderKind, { kind: 'osdp' }>): SimulatedReader => {
  const device = createOsdpDevice(settings)
  return {
    device,
    hold: (number) => {
      const badge = badgeFromNumber(number)
      if (badge === undefined) throw unreadable()
      device.hold(badge)
    },
    type: (digits) => device.type([...digits, '#'] as OsdpKey[]),
    stop: () => {},
  }
}
