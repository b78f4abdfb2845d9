// The entrance's lines on a Firmata board. Fail-safe: see DoorLines in device/ports.ts.
import type { DoorLight, DoorLineEvent, DoorLines } from '../ports.ts'
import { DOOR_PINS } from './board-pins.ts'
import { type BoardSettings, type Fittings, OUTPUT_MODE, openBoard } from './firmata.ts'
import { fitLamps } from './lamps.ts'
import { createListeners } from './listeners.ts'

export const openDoorBoard = (settings: BoardSettings): DoorLines => {
  const listeners = createListeners<DoorLineEvent>()
  let light: DoorLight = 'dark'

  const fit = ({ relay, lamp, input }: Fittings) => {
    const lock = relay(DOOR_PINS.lock)
    const lamps = fitLamps(DOOR_PINS.lights, lamp)
    input(DOOR_PINS.contact, (open) => listeners.tell({ kind: 'contact', open }))
    input(DOOR_PINS.fire, (on) => listeners.tell({ kind: 'fire', on }))
    input(DOOR_PINS.exit, (high) => {
      if (!high) listeners.tell({ kind: 'exit-button' })
    })
    return { lock, lamps }
  }
  type Parts = ReturnType<typeof fit>

  const board = openBoard<Parts>(settings, {
    watched: { pin: DOOR_PINS.lock, mode: OUTPUT_MODE.digital },
    fit,
    connected: (parts) => {
      parts.lamps.show(light)
      listeners.tell({ kind: 'lines', connected: true })
    },
    lost: () => listeners.tell({ kind: 'lines', connected: false }),
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
    listen: listeners.add,
    close: async () => {
      board.parts?.lock.open()
      await board.close()
    },
  }
}
