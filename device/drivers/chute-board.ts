// Flap, beam, sorter and bins of the chute on a Firmata board. Fail-safe: see ChuteBoard in
// device/ports.ts.
import type { ChuteBoard, ChuteBoardEvent, ChuteLight } from '../ports.ts'
import { ANALOG_FULL, CHUTE_PINS, FLAP, MOST_BINS, SORTER } from './board-pins.ts'
import { type BoardSettings, type Fittings, OUTPUT_MODE, openBoard } from './firmata.ts'
import { fitLamps } from './lamps.ts'
import { createListeners } from './listeners.ts'

/** Smaller changes of a bin's level are noise. */
const LEVEL_STEP = 0.02

/** `bins`: how many there are, 1…6. */
export const openChuteBoard = ({
  bins,
  ...settings
}: BoardSettings & { bins: number }): ChuteBoard => {
  if (!Number.isInteger(bins) || bins < 1 || bins > MOST_BINS)
    throw new RangeError(`a chute has 1…${MOST_BINS} bins`)
  const listeners = createListeners<ChuteBoardEvent>()
  let light: ChuteLight = 'dark'

  const watch = ({ analog }: Fittings, bin: number): void => {
    let last: number | undefined
    analog(bin - 1, (value) => {
      const level = Math.min(1, Math.max(0, value / ANALOG_FULL))
      if (last !== undefined && Math.abs(level - last) < LEVEL_STEP) return
      last = level
      listeners.tell({ kind: 'bin', bin, level })
    })
  }

  const fit = (fittings: Fittings) => {
    const flap = fittings.servo(CHUTE_PINS.flap, FLAP.closed)
    const sorter = fittings.servo(CHUTE_PINS.sorter, SORTER.rest)
    const lamps = fitLamps(CHUTE_PINS.lights, fittings.lamp)
    fittings.input(CHUTE_PINS.beam, (broken) => listeners.tell({ kind: 'beam', broken }))
    for (let bin = 1; bin <= bins; bin++) watch(fittings, bin)
    return { flap, sorter, lamps }
  }
  type Parts = ReturnType<typeof fit>

  const board = openBoard<Parts>(settings, {
    watched: { pin: CHUTE_PINS.flap, mode: OUTPUT_MODE.servo },
    fit,
    connected: (parts) => {
      parts.lamps.show(light)
      listeners.tell({ kind: 'board', connected: true })
    },
    lost: () => listeners.tell({ kind: 'board', connected: false }),
  })

  return {
    get connected() {
      return board.parts !== undefined
    },
    openFlap: () => {
      board.parts?.sorter.to(SORTER.rest)
      // The board's 10 s run from the moment the flap opens: begin them anew.
      board.parts?.flap.to(FLAP.closed)
      board.parts?.flap.to(FLAP.open)
    },
    closeFlap: () => board.parts?.flap.to(FLAP.closed),
    sortTo: (bin) => {
      if (!Number.isInteger(bin) || bin < 1 || bin > bins)
        throw new RangeError(`bin ${bin}: there are bins 1…${bins}`)
      // The tray swings back by itself after each piece: it must be told again each time.
      board.parts?.sorter.to(SORTER.rest)
      board.parts?.sorter.to(SORTER.perBin * bin)
    },
    light: (colour) => {
      light = colour
      board.parts?.lamps.show(light)
    },
    listen: listeners.add,
    close: async () => {
      board.parts?.flap.to(FLAP.closed)
      await board.close()
    },
  }
}
