// The simulated entrance behind its board: strike, bolt, leaf, contact, exit button, fire loop, two
// beams, service key and buzzer. Egress and fire are hard-wired to the strike; the board only sees them.
import { DOOR_PINS, PULSE_LIMIT_MS } from '../drivers/board-pins.ts'
import { createFirmataDevice, type FirmataDevice } from './firmata-device.ts'
import type { SimulatorState } from './protocol.ts'

/** How long a hand stays on the button or key, the handle goes before the leaf, one is in the doorway,
 *  and a body goes on from one barrier to the next. */
const PRESS_MS = 400
const HANDLE_MS = 120
const PASS_MS = 800
const STEP_MS = 90

export type SimulatedDoor = {
  readonly board: FirmataDevice
  state(): SimulatorState['door']
  /** From the street; false when it is locked. */
  pull(): boolean
  shut(): void
  /** From inside, always: handle (its switch is the exit line), leaf, shut. Resolves when it is shut. */
  walkOut(): Promise<void>
  /** One person through the doorway, after those who are in it. Resolves when she is through. */
  pass(way: 'in' | 'out'): Promise<void>
  /** Resolves when the button is let go. */
  pressExit(): Promise<void>
  /** A hand on the exit button, and none. */
  button(pressed: boolean): void
  /** The button stays in. */
  stickExit(on: boolean): void
  /** The bolt stays where it is, whatever the strike does. */
  jamBolt(on: boolean): void
  /** Something hangs in the outer beam. */
  blockBeam(on: boolean): void
  /** Resolves when the key is turned back. */
  turnKey(): Promise<void>
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
  let hand = false
  let stuck = false
  let turned = false
  let blocked = false
  let jammed: 'thrown' | 'drawn' | null = null
  const body = { a: false, b: false }
  const moving = new Map<NodeJS.Timeout, () => void>()

  const isReleased = (): boolean =>
    board.output(DOOR_PINS.lock) === 1 || fire || hand || stuck
  const bolt = (): 'thrown' | 'drawn' =>
    jammed ?? (isReleased() || open ? 'drawn' : 'thrown')

  const wire = (): void => {
    board.drive(DOOR_PINS.contact, open ? 1 : 0)
    board.drive(DOOR_PINS.exit, hand || stuck ? 0 : null)
    board.drive(DOOR_PINS.fire, fire ? 1 : 0)
    board.drive(DOOR_PINS.bolt, bolt() === 'thrown' ? 0 : null)
    board.drive(DOOR_PINS.beams.a, body.a || blocked ? null : 0)
    board.drive(DOOR_PINS.beams.b, body.b ? null : 0)
    board.drive(DOOR_PINS.key, turned ? 0 : null)
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

  const button = (pressed: boolean): void => {
    hand = pressed
    wire()
  }
  const walk = async (way: 'in' | 'out'): Promise<void> => {
    const [near, far] = way === 'in' ? (['a', 'b'] as const) : (['b', 'a'] as const)
    for (const [beam, broken] of [
      [near, true],
      [far, true],
      [near, false],
      [far, false],
    ] as const) {
      body[beam] = broken
      wire()
      await after(STEP_MS)
    }
  }
  let walking: Promise<void> = Promise.resolve()
  const pass = (way: 'in' | 'out'): Promise<void> => {
    walking = walking.then(() => walk(way))
    return walking
  }

  // The bolt follows the strike's pin; what it drives is no change of that pin again.
  board.onPin((pin) => (pin === DOOR_PINS.lock ? wire() : changed()))
  wire()
  return {
    board,
    state: () => ({
      lock: isReleased() ? 'released' : 'secured',
      bolt: bolt(),
      open,
      light:
        LIGHTS.find((colour) => board.output(DOOR_PINS.lights[colour]) === 1) ?? 'dark',
      sounds: board.output(DOOR_PINS.buzzer) === 1,
      fire,
      jammed: jammed !== null,
      stuck,
      blocked,
    }),
    pull: () => {
      if (bolt() === 'thrown') return open
      open = true
      wire()
      return true
    },
    shut: () => {
      open = false
      wire()
    },
    walkOut: async () => {
      button(true)
      await after(HANDLE_MS)
      open = true
      wire()
      await Promise.all([after(PASS_MS), pass('out')])
      open = false
      button(false)
    },
    pass,
    pressExit: async () => {
      button(true)
      await after(PRESS_MS)
      button(false)
    },
    button,
    stickExit: (on) => {
      stuck = on
      wire()
    },
    jamBolt: (on) => {
      jammed = on ? bolt() : null
      wire()
    },
    blockBeam: (on) => {
      blocked = on
      wire()
    },
    turnKey: async () => {
      turned = true
      wire()
      await after(PRESS_MS)
      turned = false
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
