// A card reader that speaks OSDP v2, in a secure session or not at all; its LED and buzzer follow the
// door's lights and sounds. One reader on its line.
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Logger } from '../log.ts'
import { startMachine } from '../machine.ts'
import type { CardReader, CardReaderEvent, DoorLight, DoorSound } from '../ports.ts'
import { readReaderKey } from '../reader-key.ts'
import { isRepeat, type Scan } from '../wire/barcode.ts'
import type { LedColour, Tones } from '../wire/osdp-command.ts'
import { createOsdpSplitter } from '../wire/osdp-frame.ts'
import { RANDOM_LENGTH } from '../wire/osdp-keys.ts'
import { createListeners } from './listeners.ts'
import { next } from './osdp-panel.ts'
import {
  initial,
  type PanelEffect,
  type PanelEvent,
  type PanelState,
  type PanelTimer,
} from './osdp-state.ts'
import { openSerialLink, type SerialBinding } from './serial.ts'

export type OsdpReaderSettings = {
  path: string
  /** Bits per second; 9 600 unless told otherwise. */
  baudRate?: number | undefined
  /** 0…126. */
  address: number
  /** File of its base key, read at each session. */
  key: string
  /** Once, where it knows no key but the factory's, set it ours. */
  install: boolean
  binding?: SerialBinding | undefined
  log: Logger
  /** Milliseconds of a clock that is never set; tells a card held still from a second card. */
  steady?: () => number
}

/** Power, process or hub loss: nothing is read, and the LED shows what it showed. */
export type OsdpReader = CardReader & {
  light(colour: DoorLight): void
  sound(sound: DoorSound): void
}

const LEDS: Readonly<Record<DoorLight, LedColour>> = {
  ready: 'blue',
  go: 'green',
  no: 'red',
  dark: 'off',
}
const SOUNDS: Readonly<Record<DoorSound, Tones>> = {
  welcome: 1,
  refused: 3,
  'close-door': 'endless',
  quiet: 'none',
}

/** Returns at once; connects and reconnects for ever. */
export const openOsdpReader = (settings: OsdpReaderSettings): OsdpReader => {
  const { path, baudRate = 9_600, address, key, install, binding, log } = settings
  const { steady = () => performance.now() } = settings
  const listeners = createListeners<CardReaderEvent>()
  let splitter = createOsdpSplitter()
  let isTrusted = false
  let previous: Scan | undefined

  const tell = (event: CardReaderEvent): void => {
    if (event.kind === 'card' && isHeldStill(event.number)) return
    listeners.tell(event)
  }
  const isHeldStill = (number: string): boolean => {
    const scan = { number, at: steady() }
    const again = isRepeat(previous, scan)
    previous = scan
    return again
  }

  const begin = (): void => {
    const read = readReaderKey(key)
    const random = Uint8Array.from(randomBytes(RANDOM_LENGTH))
    machine.post({ kind: 'begun', random, key: read.ok ? read.key : null })
  }

  const run = (effect: PanelEffect): void => {
    switch (effect.kind) {
      case 'send':
        // A reply that is not whole by now never will be.
        splitter.silence()
        link.write(effect.bytes)
        break
      case 'begin':
        begin()
        break
      case 'tell':
        if (effect.event.kind === 'card-reader') isTrusted = effect.event.connected
        tell(effect.event)
        break
      case 'reopen':
        link.reopen()
        break
      case 'warn':
        log.warn({ path, why: effect.why }, 'OSDP reader is not trusted')
        break
      case 'misread':
        log.debug({ path, reason: effect.reason }, 'what is held to the reader is no card')
        break
    }
  }

  const machine = startMachine<PanelState, PanelEvent, PanelEffect, PanelTimer>({
    initial: { state: initial(address, install), effects: [] },
    next,
    run,
    changed: () => {},
    failed: () => null,
    log,
  })

  const link = openSerialLink(
    { path, baudRate, binding, log },
    {
      connected: () => {
        splitter = createOsdpSplitter()
        machine.post({ kind: 'open' })
      },
      bytes: (chunk) => {
        for (const frame of splitter.push(chunk)) machine.post({ kind: 'frame', frame })
      },
      lost: () => machine.post({ kind: 'lost' }),
    },
  )

  return {
    get connected() {
      return isTrusted
    },
    listen: listeners.add,
    light: (colour) => machine.post({ kind: 'light', colour: LEDS[colour] }),
    sound: (sound) => machine.post({ kind: 'sound', tones: SOUNDS[sound] }),
    close: async () => {
      await machine[Symbol.asyncDispose]()
      isTrusted = false
      await link.close()
    },
  }
}
