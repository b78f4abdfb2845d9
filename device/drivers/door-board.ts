// The entrance's lines on a Firmata board. Fail-safe: see DoorLines in device/ports.ts.
import type { DoorLight, DoorLineEvent, DoorLines } from '../ports.ts'
import { DOOR_PINS } from './board-pins.ts'
import { createBuzzer } from './buzzer.ts'
import { type BoardSettings, type Fittings, OUTPUT_MODE, openBoard } from './firmata.ts'
import { fitLamps } from './lamps.ts'
import { createListeners } from './listeners.ts'

/** What the board has besides strike, contact, exit button, fire input and lamps. */
export type DoorFitting = 'bolt' | 'beams' | 'buzzer' | 'key'

export type DoorBoardSettings = BoardSettings & { fitted?: readonly DoorFitting[] }

export const openDoorBoard = ({
  fitted = [],
  ...settings
}: DoorBoardSettings): DoorLines => {
  const listeners = createListeners<DoorLineEvent>()
  const { tell } = listeners
  const has = (fitting: DoorFitting): boolean => fitted.includes(fitting)
  let light: DoorLight = 'dark'

  const hear = ({ input }: Fittings): void => {
    input(DOOR_PINS.contact, (open) => tell({ kind: 'contact', open }))
    input(DOOR_PINS.fire, (on) => tell({ kind: 'fire', on }))
    input(DOOR_PINS.exit, (high) => tell({ kind: 'exit-button', pressed: !high }))
    if (has('bolt')) input(DOOR_PINS.bolt, (high) => tell({ kind: 'bolt', thrown: !high }))
    if (has('key'))
      input(DOOR_PINS.key, (high) => {
        if (!high) tell({ kind: 'service-key' })
      })
    if (has('beams'))
      for (const beam of ['a', 'b'] as const)
        input(DOOR_PINS.beams[beam], (broken) => tell({ kind: 'beam', beam, broken }))
  }
  const fit = (fittings: Fittings) => {
    const lock = fittings.relay(DOOR_PINS.lock)
    const lamps = fitLamps(DOOR_PINS.lights, fittings.lamp)
    const buzzer = has('buzzer') ? fittings.lamp(DOOR_PINS.buzzer) : undefined
    hear(fittings)
    return { lock, lamps, buzzer }
  }
  type Parts = ReturnType<typeof fit>

  const board = openBoard<Parts>(settings, {
    watched: { pin: DOOR_PINS.lock, mode: OUTPUT_MODE.digital },
    fit,
    connected: (parts) => {
      parts.lamps.show(light)
      tell({ kind: 'lines', connected: true })
    },
    lost: () => tell({ kind: 'lines', connected: false }),
  })
  const buzzer = createBuzzer((on) => {
    if (on) board.parts?.buzzer?.on()
    else board.parts?.buzzer?.off()
  })

  return {
    get connected() {
      return board.parts !== undefined
    },
    release: () => {
      // The board's 10 s run from the moment it is told to release: begin them anew.
      board.parts?.lock.open()
      board.parts?.lock.close()
    },
    secure: () => board.parts?.lock.open(),
    light: (colour) => {
      light = colour
      board.parts?.lamps.show(light)
    },
    sound: buzzer.sound,
    listen: listeners.add,
    close: async () => {
      board.parts?.lock.open()
      buzzer.stop()
      await board.close()
    },
  }
}
