// The simulated return chute behind its board and reader: mouth, flap, beam, tray, sorter, bins.
// A piece lies in the mouth until the flap opens, slides through the beam onto the sorter's tray,
// and stays there until the sorter is told a bin; the tray then swings back by itself.
import {
  ANALOG_FULL,
  CHUTE_PINS,
  FLAP,
  PULSE_LIMIT_MS,
  pulseFor,
  SORTER,
} from '../drivers/board-pins.ts'
import { createFeigDevice, type FeigDevice } from './feig-device.ts'
import { createFirmataDevice, type FirmataDevice } from './firmata-device.ts'
import type { SimulatorState } from './protocol.ts'
import type { Piece } from './stock.ts'

/** From the open flap to the beam, through it, and to rest on the tray. */
const CHUTE_MOTION = { slideMs: 250, beamMs: 350, settleMs: 400 } as const
type Motion = { slideMs: number; beamMs: number; settleMs: number }

/** Books that fill an empty bin. */
const BIN_HOLDS = 20
const FLAP_HALF = pulseFor((FLAP.closed + FLAP.open) / 2)
const LIGHTS = ['ready', 'working', 'thanks', 'attention'] as const

export type SimulatedChute = {
  readonly board: FirmataDevice
  readonly reader: FeigDevice
  state(): SimulatorState['chute']
  /** Lays a piece into the mouth. */
  drop(piece: Piece): void
  /** Takes a piece out of mouth or bin. */
  take(piece: Piece): void
  jam(on: boolean): void
  fill(bin: number, level: number): void
  stop(): void
}

type Bin = { books: number; level: number }

export const createChute = (
  changed: () => void,
  {
    bins: count,
    motion = CHUTE_MOTION,
    limitMs = PULSE_LIMIT_MS,
    stock,
  }: { bins: number; motion?: Motion; limitMs?: number; stock: readonly Piece[] },
): SimulatedChute => {
  const limits = [{ pin: CHUTE_PINS.flap, safe: pulseFor(FLAP.closed), ms: limitMs }]
  const board = createFirmataDevice({ limits })
  const reader = createFeigDevice()
  const bins: Bin[] = Array.from({ length: count }, () => ({ books: 0, level: 0 }))
  const mouth: Piece[] = []
  const tray: Piece[] = []
  /** In the beam: what lay in the mouth together comes through together. */
  let passing: Piece[] = []
  let isJammed = false
  let aim: number | null = null
  let timer: NodeJS.Timeout | undefined
  let settling: NodeJS.Timeout | undefined

  const isFlapOpen = (): boolean => board.output(CHUTE_PINS.flap) >= FLAP_HALF

  const show = (): void => {
    board.drive(CHUTE_PINS.beam, passing.length > 0 ? 1 : 0)
    for (const [channel, bin] of bins.entries())
      board.driveAnalog(channel, Math.round(bin.level * ANALOG_FULL))
    changed()
  }

  const shift = (bin: Bin, by: 1 | -1): void => {
    bin.books = Math.max(0, bin.books + by)
    bin.level = Math.min(1, Math.max(0, bin.level + by / BIN_HOLDS))
  }

  const fall = (): void => {
    const bin = aim === null ? undefined : bins[aim - 1]
    if (aim === null || bin === undefined || settling !== undefined || tray.length === 0)
      return
    for (const piece of tray.splice(0)) {
      if (piece.tag) reader.take(piece.tag.uid)
      piece.place = { at: 'bin', bin: aim }
      shift(bin, 1)
    }
    aim = null
    show()
  }

  const rest = (): void => {
    tray.push(...passing.splice(0))
    clearTimeout(settling)
    settling = setTimeout(() => {
      settling = undefined
      fall()
    }, motion.settleMs)
  }

  const move = (ms: number, step: () => void): void => {
    timer = setTimeout(() => {
      timer = undefined
      step()
    }, ms)
  }

  const leaveBeam = (): void => {
    if (isJammed) return
    rest()
    show()
    slide()
  }

  const enterBeam = (): void => {
    if (!isFlapOpen() || mouth.length === 0) return
    passing = mouth.splice(0)
    for (const piece of passing) piece.place = { at: 'tunnel' }
    move(motion.beamMs * passing.length, leaveBeam)
    show()
  }

  const slide = (): void => {
    if (timer !== undefined || passing.length > 0) return
    if (mouth.length > 0 && isFlapOpen()) move(motion.slideMs, enterBeam)
  }

  const turn = (): void => {
    const degrees = (board.output(CHUTE_PINS.sorter) - pulseFor(0)) / 10
    const bin = Math.round(degrees / SORTER.perBin)
    aim = bin >= 1 && bin <= bins.length ? bin : null
    fall()
  }

  const lay = (piece: Piece): void => {
    mouth.push(piece)
    piece.place = { at: 'mouth' }
    if (piece.tag) reader.put(piece.tag)
  }

  for (const piece of stock) {
    if (piece.place.at === 'mouth') lay(piece)
    const bin = piece.place.at === 'bin' ? bins[piece.place.bin - 1] : undefined
    if (bin) shift(bin, 1)
  }
  board.onPin((pin) => {
    if (pin === CHUTE_PINS.sorter) turn()
    if (pin === CHUTE_PINS.flap) slide()
    changed()
  })
  show()

  return {
    board,
    reader,
    state: () => ({
      flap: isFlapOpen() ? 'open' : 'closed',
      beamBroken: passing.length > 0,
      light: LIGHTS.find((light) => board.output(CHUTE_PINS.lights[light]) === 1) ?? 'dark',
      jammed: isJammed,
      bins: bins.map(({ level, books }, i) => ({ bin: i + 1, level, books })),
    }),
    drop: (piece) => {
      lay(piece)
      show()
      slide()
    },
    take: (piece) => {
      if (piece.place.at === 'mouth') mouth.splice(mouth.indexOf(piece), 1)
      const bin = piece.place.at === 'bin' ? bins[piece.place.bin - 1] : undefined
      if (bin) shift(bin, -1)
      if (piece.tag) reader.take(piece.tag.uid)
      piece.place = { at: 'bag' }
      show()
    },
    jam: (on) => {
      isJammed = on
      if (!on && passing.length > 0 && timer === undefined) move(motion.beamMs, leaveBeam)
      show()
    },
    fill: (bin, level) => {
      const it = bins[bin - 1]
      if (it === undefined) throw new RangeError(`there are bins 1…${bins.length}`)
      it.level = level
      show()
    },
    stop: () => {
      clearTimeout(timer)
      clearTimeout(settling)
    },
  }
}
