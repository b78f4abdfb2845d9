// A serial barcode scanner that reads library cards.
import { performance } from 'node:perf_hooks'
import type { CardReader, CardReaderEvent } from '../ports.ts'
import {
  createBarcodeSplitter,
  isRepeat,
  normaliseCardNumber,
  type Scan,
} from '../wire/barcode.ts'
import { createListeners } from './listeners.ts'
import { type Log, openSerialLink, type SerialBinding } from './serial.ts'

export type CardReaderSettings = {
  path: string
  /** Bits per second; 9 600 unless told otherwise. */
  baudRate?: number | undefined
  binding?: SerialBinding | undefined
  log: Log
  /** Milliseconds of a clock that is never set; tells a card held still from a second card. */
  steady?: () => number
}

/** Returns at once; connects and reconnects for ever. */
export const openCardReader = ({
  path,
  baudRate = 9_600,
  binding,
  log,
  steady = () => performance.now(),
}: CardReaderSettings): CardReader => {
  const listeners = createListeners<CardReaderEvent>()
  let splitter = createBarcodeSplitter()
  let previous: Scan | undefined

  const read = (line: string): void => {
    const card = normaliseCardNumber(line)
    if (!card.ok) {
      log.debug({ path, reason: card.reason }, 'scan is no card number')
      return
    }
    const scan = { number: card.number, at: steady() }
    const again = isRepeat(previous, scan)
    previous = scan
    if (!again) listeners.tell({ kind: 'card', number: card.number })
  }

  const link = openSerialLink(
    { path, baudRate, binding, log },
    {
      connected: () => {
        splitter = createBarcodeSplitter()
        listeners.tell({ kind: 'card-reader', connected: true })
      },
      bytes: (chunk) => splitter.push(chunk).forEach(read),
      lost: () => listeners.tell({ kind: 'card-reader', connected: false }),
    },
  )

  return {
    get connected() {
      return link.connected
    },
    listen: listeners.add,
    close: link.close,
  }
}
