// An NFC reader with a PN532: tells the UID of the card that is held to it. Whoever has copied the
// card has the UID too; it says who, and never lets anybody in by itself.
import { performance } from 'node:perf_hooks'
import type { CardReader, CardReaderEvent } from '../ports.ts'
import { isRepeat, type Scan } from '../wire/barcode.ts'
import { nameUid } from '../wire/card-uid.ts'
import type { CardFound } from '../wire/pn532.ts'
import type { CardReaderSettings } from './barcode-reader.ts'
import { createListeners } from './listeners.ts'
import { openPn532Line } from './pn532-line.ts'
import { createRounds } from './rounds.ts'

/** Between two looks, with the field off: it also lets a card that was read forget that it was. */
const PAUSE_MS = 100
/** Looks or greetings in a row that failed: then it is given up and its port opened anew. */
const PATIENCE = 3
const PN532 = 0x32
/** The chip's own first value is to look for ever, and to be silent meanwhile. */
const TRIES = 1

/** Returns at once; connects and reconnects for ever. 115 200 bits per second unless told otherwise. */
export const openNfcReader = ({
  path,
  baudRate = 115_200,
  binding,
  log,
  steady = () => performance.now(),
}: CardReaderSettings): CardReader => {
  const listeners = createListeners<CardReaderEvent>()
  let previous: Scan | undefined
  /** The chip has been greeted on this connection. */
  let isReady = false

  const line = openPn532Line({
    path,
    baudRate,
    binding,
    log,
    connected: () => rounds.begin(),
    lost: () => end(),
  })

  const end = (): void => {
    if (isReady) listeners.tell({ kind: 'card-reader', connected: false })
    isReady = false
    rounds.end()
  }

  /** It may have slept, or lost its power and what it was told. */
  const greet = async (): Promise<boolean> => {
    const awake = await line.ask({ kind: 'sam-configuration' }, { wake: true })
    if (!awake.ok) return false
    const version = await line.ask({ kind: 'firmware-version' })
    if (!version.ok) return false
    if (version.answer.ic !== PN532) {
      log.warn({ path, ic: version.answer.ic }, 'this is another chip than a PN532')
      return false
    }
    return (await line.ask({ kind: 'tries', tries: TRIES })).ok
  }

  const look = async (): Promise<boolean> => {
    const found = await line.ask({ kind: 'cards', most: 2 })
    if (!found.ok) return false
    const { cards } = found.answer
    if (cards.length === 0) return true
    read(cards)
    return (await line.ask({ kind: 'field', on: false })).ok
  }

  /** One card at a time: nobody can tell whose PIN it would be with two. */
  const read = ([card, other]: readonly CardFound[]): void => {
    if (card === undefined) return
    const named = nameUid(card.uid)
    const reason = other === undefined ? !named.ok && named.reason : 'several'
    if (!named.ok || reason !== false) {
      log.debug({ path, reason }, 'what is held to the reader is no card')
      return
    }
    const scan = { number: named.number, at: steady() }
    const again = isRepeat(previous, scan)
    previous = scan
    if (!again) listeners.tell({ kind: 'card', number: named.number })
  }

  const rounds = createRounds(PAUSE_MS, async (isOn) => {
    let isGreeted = false
    let failures = 0
    while (isOn()) {
      const ok: boolean = isGreeted ? await look() : await greet()
      if (!isOn()) return
      isGreeted = ok
      failures = ok ? 0 : failures + 1
      if (ok && !isReady) {
        isReady = true
        listeners.tell({ kind: 'card-reader', connected: true })
      }
      if (failures < PATIENCE) await rounds.pause()
      else {
        log.warn({ path }, 'NFC reader does not answer')
        line.reopen()
      }
    }
  })

  return {
    get connected() {
      return isReady
    },
    listen: listeners.add,
    close: async () => {
      isReady = false
      rounds.end()
      await line.close()
      await rounds.over()
    },
  }
}
