// The simulated entrance behind its board: strike, leaf, contact, exit button and fire loop.
// Egress and fire are hard-wired to the strike; the board only sees them.
import { DOOR_PINS, PULSE_LIMIT_MS } from '../drivers/board-pins.ts'
import { createFirmataDevice, type FirmataDevice } from './firmata-device.ts'
import type { SimulatorState } from './protocol.ts'

/** How long a hand stays on the button, the handle goes before the leaf, and one is in the doorway. */
const PRESS_MS = 400
const HANDLE_MS = 120
const PASS_MS = 800

export type SimulatedDoor = {
  readonly board: FirmataDevice
  state(): SimulatorState['door']
  /** From the street; false when it is locked. */
  pull(): boolean
  shut(): void
  /** From inside, always: handle (its switch is the exit line), leaf, shut. Resolves when it is shut. */
  walkOut(): Promise<void>
  /** Resolves when the button is let go. */
  pressExit(): Promise<void>
  fire(on: boolean): void
  /** Ends what still moves. */
  stop(): void
}

const LIGHTS = ['ready', 'go', 'no'] as const

export const createDoor = (
  changed: () => void,
  { limitMs = PULSE_LIMIT_MS }: { limitMs?: number } = {},
): SimulatedDoor => {
  const board = createFirmataDevice({
    limits: [{ pin: DOOR_PINS.lock, safe: 0, ms: limitMs }],
  })
  let open = false
  let fire = false
  let pressed = false
  const moving = new Map<NodeJS.Timeout, () => void>()

  const wire = (): void => {
    board.drive(DOOR_PINS.contact, open ? 1 : 0)
    board.drive(DOOR_PINS.exit, pressed ? 0 : null)
    board.drive(DOOR_PINS.fire, fire ? 1 : 0)
    changed()
  }

  const after = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        moving.delete(timer)
        resolve()
      }, ms)
      moving.set(timer, resolve)
    })

  const isReleased = (): boolean => board.output(DOOR_PINS.lock) === 1 || fire || pressed

  board.onPin(changed)
  wire()
  return {
    board,
    state: () => ({
      lock: isReleased() ? 'released' : 'secured',
      open,
      light:
        LIGHTS.find((colour) => board.output(DOOR_PINS.lights[colour]) === 1) ?? 'dark',
      fire,
    }),
    pull: () => {
      if (!isReleased()) return open
      open = true
      wire()
      return true
    },
    shut: () => {
      open = false
      wire()
    },
    walkOut: async () => {
      pressed = true
      wire()
      await after(HANDLE_MS)
      open = true
      wire()
      await after(PASS_MS)
      pressed = false
      open = false
      wire()
    },
    pressExit: async () => {
      pressed = true
      wire()
      await after(PRESS_MS)
      pressed = false
      wire()
    },
    fire: (on) => {
      fire = on
      wire()
    },
    stop: () => {
      for (const [timer, resolve] of moving) {
        clearTimeout(timer)
        resolve()
      }
      moving.clear()
    },
  }
}
