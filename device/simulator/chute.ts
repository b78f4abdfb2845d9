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
export const CHUTE_MOTION = { slideMs: 250, beamMs: 350, settleMs: 400 } as const
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
  let sliding: { piece: Piece; inBeam: boolean } | undefined
  let isJammed = false
  let aim: number | null = null
  let timer: NodeJS.Timeout | undefined
  let settling: NodeJS.Timeout | undefined

  const isFlapOpen = (): boolean => board.output(CHUTE_PINS.flap) >= FLAP_HALF

  const show = (): void => {
    board.drive(CHUTE_PINS.beam, sliding?.inBeam ? 1 : 0)
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

  const rest = (piece: Piece): void => {
    tray.push(piece)
    clearTimeout(settling)
    settling = setTimeout(() => {
      settling = undefined
      fall()
    }, motion.settleMs)
  }

  const leaveBeam = (): void => {
    if (isJammed || sliding === undefined) return
    rest(sliding.piece)
    sliding = undefined
    show()
    slide()
  }

  const enterBeam = (): void => {
    if (sliding === undefined) return
    if (!isFlapOpen()) {
      sliding = undefined
      return
    }
    mouth.splice(mouth.indexOf(sliding.piece), 1)
    sliding.piece.place = { at: 'tunnel' }
    sliding.inBeam = true
    timer = setTimeout(leaveBeam, motion.beamMs)
    show()
  }

  const slide = (): void => {
    const [piece] = mouth
    if (piece === undefined || sliding !== undefined || !isFlapOpen()) return
    sliding = { piece, inBeam: false }
    timer = setTimeout(enterBeam, motion.slideMs)
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
      beamBroken: sliding?.inBeam ?? false,
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
      if (sliding?.piece === piece) {
        clearTimeout(timer)
        sliding = undefined
      }
      if (piece.place.at === 'mouth') mouth.splice(mouth.indexOf(piece), 1)
      const bin = piece.place.at === 'bin' ? bins[piece.place.bin - 1] : undefined
      if (bin) shift(bin, -1)
      if (piece.tag) reader.take(piece.tag.uid)
      piece.place = { at: 'bag' }
      show()
      slide()
    },
    jam: (on) => {
      isJammed = on
      clearTimeout(sliding?.inBeam ? timer : undefined)
      if (!on && sliding?.inBeam) timer = setTimeout(leaveBeam, motion.beamMs)
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
