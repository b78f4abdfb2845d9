// Lights, machines and the alarm's panel on a Firmata board. Fail-safe: see PremisesBoard in device/ports.ts.
import type { PremisesBoard, PremisesEvent } from '../ports.ts'
import { PANEL_PULSE_MS, PREMISES_PINS } from './board-pins.ts'
import { type BoardSettings, type Fittings, OUTPUT_MODE, openBoard } from './firmata.ts'
import { createListeners } from './listeners.ts'

type Relay = ReturnType<Fittings['relay']>

export const openPremisesBoard = (settings: BoardSettings): PremisesBoard => {
  const listeners = createListeners<PremisesEvent>()
  let pulse: NodeJS.Timeout | undefined

  const fit = ({ relay, input }: Fittings) => {
    const parts = {
      arm: relay(PREMISES_PINS.arm),
      disarm: relay(PREMISES_PINS.disarm),
      lights: relay(PREMISES_PINS.lights),
      machines: relay(PREMISES_PINS.machines),
    }
    input(PREMISES_PINS.armed, (on) => listeners.tell({ kind: 'armed', on }))
    return parts
  }
  type Parts = ReturnType<typeof fit>

  const board = openBoard<Parts>(settings, {
    watched: { pin: PREMISES_PINS.arm, mode: OUTPUT_MODE.digital },
    fit,
    connected: () => listeners.tell({ kind: 'board', connected: true }),
    lost: () => {
      clearTimeout(pulse)
      listeners.tell({ kind: 'board', connected: false })
    },
  })
  /** One at a time: the later word counts. */
  const press = (which: 'arm' | 'disarm'): void => {
    const { parts } = board
    if (parts === undefined) return
    clearTimeout(pulse)
    rest(parts)
    parts[which].close()
    pulse = setTimeout(() => rest(parts), PANEL_PULSE_MS)
  }
  const rest = ({ arm, disarm }: Parts): void => {
    arm.open()
    disarm.open()
  }
  const put = (relay: Relay | undefined, on: boolean): void =>
    on ? relay?.open() : relay?.close()

  return {
    get connected() {
      return board.parts !== undefined
    },
    lights: (on) => put(board.parts?.lights, on),
    machines: (on) => put(board.parts?.machines, on),
    arm: () => press('arm'),
    disarm: () => press('disarm'),
    listen: listeners.add,
    close: async () => {
      clearTimeout(pulse)
      if (board.parts !== undefined) rest(board.parts)
      await board.close()
    },
  }
}
