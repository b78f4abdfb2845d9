// One visit at the door, timed: the card's bytes on their PTY to the release bytes on another.
import { DOOR_PINS } from '../../device/drivers/board-pins.ts'
import { PIN } from '../support/desk.ts'
import type { House } from '../support/house.ts'
import type { ScreenClient } from '../support/screen.ts'

/** The card's bytes to the question for the PIN, and the PIN to the relay's command; milliseconds. */
export const tap = async (
  house: House,
  screen: ScreenClient,
  card: string,
): Promise<number> => {
  const held = performance.now()
  await house.branch.hand({ do: 'hold-card', at: 'door', number: card })
  await screen.shows('door.pin')
  const typed = performance.now()
  const released = releasedAt(house)
  screen.send({ do: 'pin', digits: PIN })
  return typed - held + (await released) - typed
}

/** When the board at the far end has read the command. */
const releasedAt = ({ branch }: House): Promise<number> =>
  new Promise((resolve) => {
    const { board } = branch.devices.door
    const leave = board.onPin(() => {
      if (board.output(DOOR_PINS.lock) !== 1) return
      leave()
      resolve(performance.now())
    })
  })
