// The simulated rooms behind their board: lights, patrons' machines, and an alarm panel of its own power.
import { PREMISES_PINS } from '../drivers/board-pins.ts'
import { createFirmataDevice, type FirmataDevice } from './firmata-device.ts'
import type { SimulatorState } from './protocol.ts'

export type SimulatedPremises = {
  readonly board: FirmataDevice
  state(): SimulatorState['premises']
  /** At the panel itself. */
  setAlarm(armed: boolean): void
  /** A panel that hears no pulse, as with a zone that stands open. */
  stick(on: boolean): void
}

export const createPremises = (changed: () => void): SimulatedPremises => {
  const board = createFirmataDevice()
  let armed = false
  let stuck = false

  const wire = (): void => {
    board.drive(PREMISES_PINS.armed, armed ? 1 : 0)
    changed()
  }
  board.onPin((pin) => {
    const isPulse = board.output(pin) === 1
    if (isPulse && !stuck && pin === PREMISES_PINS.arm) armed = true
    if (isPulse && !stuck && pin === PREMISES_PINS.disarm) armed = false
    wire()
  })
  board.drive(PREMISES_PINS.armed, 0)
  return {
    board,
    state: () => ({
      lights: board.output(PREMISES_PINS.lights) === 0,
      machines: board.output(PREMISES_PINS.machines) === 0,
      armed,
      stuck,
    }),
    setAlarm: (on) => {
      armed = on
      wire()
    },
    stick: (on) => {
      stuck = on
      changed()
    },
  }
}
