// A simulated serial barcode scanner: whatever is held to it goes out as a line.
import type { ByteDevice } from './wires.ts'

export type BarcodeDevice = ByteDevice & {
  /** Sends the text as scanned; nothing while unplugged. */
  scan(text: string): void
}

/** `prefix` and `terminator` as the scanner is set: `]C0` and CR, say. */
export const createBarcodeDevice = ({
  prefix = '',
  terminator = '\r',
}: {
  prefix?: string
  terminator?: string
} = {}): BarcodeDevice => {
  let send: ((bytes: Uint8Array) => void) | undefined
  return {
    plugged: (to) => {
      send = to
    },
    receive: () => {},
    unplugged: () => {
      send = undefined
    },
    scan: (text) => send?.(Buffer.from(`${prefix}${text}${terminator}`, 'latin1')),
  }
}
