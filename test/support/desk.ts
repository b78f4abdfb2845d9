// A patron at the desk, told in the few gestures that the system tests share.
import type {
  BorrowRow,
  DeskView,
  ReturnRow,
  Task,
  ToScreen,
} from '../../device/screen-protocol.ts'
import type { FeigDevice } from '../../device/simulator/feig-device.ts'
import type { Hand, SimulatorState } from '../../device/simulator/protocol.ts'
import type { ScreenClient } from './screen.ts'

/** Whatever has a simulated branch with hands. */
type House = { branch: { hand(hand: Hand): Promise<void>; state(): SimulatorState } }

export const PIN = '2468'
export const AINO = '21080000000015'
export const OMAR = '21080000000023'

/** Books of the demo, by item number. */
export const GOSTA = '31080000000013'
export const PAPPAN = '31080000000021'
export const SKY_SET = '31080000000047'
export const HELD_FOR_OMAR = '31080000000054'
export const FROM_ORSA = '31080000000062'
export const STRANGER = '31080000000187'
export const LUNCH_BOX = 'no-tag-1'

/** Keys of the tagged pieces of a book, its parts in order. */
export const piecesOf = (house: House, book: string): string[] => {
  const found = house.branch.state().books.find((one) => one.book === book)
  if (found === undefined) throw new Error(`no book ${book}`)
  return found.pieces.map((piece) => piece.key)
}

export const lay = async (house: House, ...keys: string[]): Promise<void> => {
  for (const key of keys) await house.branch.hand({ do: 'put-on-pad', key })
}

export const lift = async (house: House, ...keys: string[]): Promise<void> => {
  for (const key of keys) await house.branch.hand({ do: 'take-off-pad', key })
}

/** Inventories without a tag after which every reader knows that it is gone. */
const LOOKS = 8

/** Lifts, and waits until the pad has looked often enough to know. */
export const liftAndSee = async (
  house: House & { branch: { devices: { pad: FeigDevice } } },
  ...keys: string[]
): Promise<void> => {
  const { pad } = house.branch.devices
  await lift(house, ...keys)
  await new Promise<void>((resolve) => {
    let looks = 0
    pad.onRequest = ({ kind }) => {
      if (kind === 'inventory') looks += 1
      if (looks < LOOKS) return
      pad.onRequest = undefined
      resolve()
    }
  })
}

/** From the poster to the task, once it can be done. */
export const choose = async (screen: ScreenClient, task: Task): Promise<void> => {
  screen.send({ do: 'start' })
  await screen.shows(
    'desk.home',
    ({ view }) => view.screen === 'desk.home' && !view.disabled.includes(task),
  )
  screen.send({ do: 'choose', task })
}

/** From the poster to the task, past card and PIN. */
export const identify = async (
  house: House,
  screen: ScreenClient,
  { card, task }: { card: string; task: Task },
): Promise<void> => {
  await choose(screen, task)
  await screen.shows(
    'desk.identify',
    ({ view }) => view.screen === 'desk.identify' && !view.readerLost,
  )
  await house.branch.hand({ do: 'hold-card', at: 'desk', number: card })
  await screen.shows('desk.pin')
  screen.send({ do: 'pin', digits: PIN })
}

/** Identifies, and types the PIN again when a machine at its limits gave no answer in time. */
export const signIn = async (
  house: House,
  screen: ScreenClient,
  who: { card: string; task: 'borrow' },
): Promise<void> => {
  await identify(house, screen, who)
  const isSilent = ({ view }: ToScreen): boolean =>
    view.screen === 'desk.pin' && view.problem === 'no-answer'
  for (;;) {
    const seen = await screen.showsAny(
      (shown) => shown.view.screen === 'desk.borrow' || isSilent(shown),
    )
    if (!isSilent(seen)) return
    screen.send({ do: 'pin', digits: PIN })
    await screen.showsAny((shown) => !isSilent(shown))
  }
}

type RowOf<S extends 'desk.borrow' | 'desk.return'> = S extends 'desk.borrow'
  ? BorrowRow
  : ReturnRow

/** Resolves with the row once this item is shown in this state. */
export const row = async <S extends 'desk.borrow' | 'desk.return'>(
  client: ScreenClient,
  screen: S,
  wanted: { item: string; state: RowOf<S>['state'] },
): Promise<RowOf<S>> => {
  const find = (view: DeskView) =>
    view.screen === screen
      ? view.rows.find(({ item, state }) => item === wanted.item && state === wanted.state)
      : undefined
  const { view } = await client.shows(
    screen,
    (shown) => find(shown.view as DeskView) !== undefined,
  )
  return find(view as DeskView) as RowOf<S>
}
