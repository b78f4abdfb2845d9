// An OSDP panel and a reader on one line, without any clock: what is due next is done next.
import { next } from '../../device/drivers/osdp-panel.ts'
import {
  type Distrust,
  initial,
  type PanelEffect,
  type PanelInput,
  type PanelState,
  type PanelTimer,
} from '../../device/drivers/osdp-state.ts'
import type { CardReaderEvent } from '../../device/ports.ts'
import type { ByteDevice } from '../../device/simulator/wires.ts'
import { createOsdpSplitter } from '../../device/wire/osdp-frame.ts'

export type OsdpLine = {
  readonly state: PanelState
  readonly told: CardReaderEvent[]
  readonly warned: Distrust[]
  /** All that the panel has sent. */
  readonly sent: Uint8Array[]
  /** Milliseconds since the beginning. */
  readonly now: number
  readonly numbers: string[]
  post(event: PanelInput): void
  /** Bytes that come to the panel from somewhere else. */
  slip(bytes: Uint8Array): void
  /** Goes on until it holds, or for so many milliseconds; says whether it holds. */
  until(holds: () => boolean, ms?: number): boolean
  run(ms: number): void
}

export type LineSettings = {
  device: ByteDevice
  key: Uint8Array | null
  address?: number
  install?: boolean
  /** What becomes of bytes on their way to the panel; undefined: they are lost. */
  carry?: (bytes: Uint8Array) => Uint8Array | undefined
}

/** Both plugged in; the panel has not begun. */
export const layOsdpLine = (settings: LineSettings): OsdpLine => {
  const { device, key, address = 3, install = false, carry = (bytes) => bytes } = settings
  let state = initial(address, install)
  let splitter = createOsdpSplitter()
  let now = 0
  let drawn = 0
  const timers = new Map<PanelTimer, number>()
  const waiting: PanelInput[] = []
  const told: CardReaderEvent[] = []
  const warned: Distrust[] = []
  const sent: Uint8Array[] = []

  const act = (effect: PanelEffect): void => {
    switch (effect.kind) {
      case 'send':
        splitter.silence()
        sent.push(effect.bytes)
        device.receive(effect.bytes)
        break
      case 'begin':
        drawn += 1
        waiting.push({ kind: 'begun', random: new Uint8Array(8).fill(drawn), key })
        break
      case 'tell':
        told.push(effect.event)
        break
      case 'reopen':
        splitter = createOsdpSplitter()
        waiting.push({ kind: 'lost' }, { kind: 'open' })
        break
      case 'warn':
        warned.push(effect.why)
        break
      case 'misread':
        break
    }
  }

  const settle = (): void => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const step = next(state, event)
      state = step.state
      for (const effect of step.effects)
        if (effect.kind === 'timer') timers.set(effect.name, now + effect.ms)
        else if (effect.kind === 'stop') timers.delete(effect.name)
        else act(effect)
    }
  }
  const slip = (bytes: Uint8Array): void => {
    for (const frame of splitter.push(bytes)) waiting.push({ kind: 'frame', frame })
  }
  const post = (event: PanelInput): void => {
    waiting.push(event)
    settle()
  }

  /** False when nothing is due within that time. */
  const step = (limit: number): boolean => {
    const [due] = [...timers].sort(([, a], [, b]) => a - b)
    if (due === undefined || due[1] > limit) return false
    const [name, at] = due
    now = Math.max(now, at)
    timers.delete(name)
    post({ kind: 'timer', name })
    return true
  }

  device.plugged((bytes) => {
    const carried = carry(bytes)
    if (carried !== undefined) slip(carried)
  })
  return {
    get state() {
      return state
    },
    ...{ told, warned, sent, post },
    get now() {
      return now
    },
    get numbers() {
      return told.flatMap((event) => (event.kind === 'card' ? event.number : []))
    },
    slip: (bytes) => {
      slip(bytes)
      settle()
    },
    until: (holds, ms = 60_000) => {
      const limit = now + ms
      while (!holds() && step(limit)) {}
      return holds()
    },
    run: (ms) => {
      const limit = now + ms
      while (step(limit)) {}
      now = limit
    },
  }
}
