// What patrons do next, by what the screen shows: mostly what they should, sometimes too early.
import type { ScreenAction, View } from '../../device/screen-protocol.ts'
import type { Chance } from '../support/chance.ts'
import type { Hands } from './hands.ts'
import { PATRONS, WRONG_PIN } from './population.ts'

const pinOf = (card: string, chance: Chance): string => {
  const patron = PATRONS.find((one) => one.card === card)
  return chance.below(10) === 0 || patron === undefined ? WRONG_PIN : patron.pin
}

/** Mostly books are borrowed. */
const TASKS = ['borrow', 'borrow', 'return', 'renew', 'account'] as const

export type Patron = {
  /** One gesture; answers what it was. */
  atDoor(): string
  atDesk(): string
}

export const createPatron = (hands: Hands, chance: Chance): Patron => {
  const { security } = hands
  let [doorCard, deskCard] = ['', '']

  const lay = (afi: number): string => {
    const fit = hands.books.filter((one) => !one.isOnPad && one.afi === afi)
    const [lying] = chance.shuffle(fit)
    if (lying === undefined) return lift()
    hands.move(lying, true)
    return `lays ${lying.book.uid}`
  }
  const lift = (): string => {
    const [lying] = chance.shuffle(hands.books.filter(({ isOnPad }) => isOnPad))
    if (lying === undefined) return finish()
    hands.move(lying, false)
    return `lifts ${lying.book.uid}`
  }
  const finish = (): string => {
    hands.touch('desk', { do: 'done' })
    return 'is done'
  }
  const handle = (afi: number): string =>
    [() => lay(afi), () => lay(afi), lift, finish][chance.below(4)]?.() ?? ''
  const touch = (action: ScreenAction, words: string): string => {
    hands.touch('desk', action)
    return words
  }
  const goOn = (): string =>
    touch(chance.pick([{ do: 'back' }, { do: 'done' }] as const), 'goes on')
  const desk: Partial<Record<View['screen'], () => string>> = {
    'desk.idle': () => touch({ do: 'start' }, 'starts'),
    'desk.home': () => touch({ do: 'choose', task: chance.pick(TASKS) }, 'chooses'),
    'desk.identify': () => {
      deskCard = chance.pick(PATRONS).card
      hands.holdCard('desk', deskCard)
      return 'holds a card'
    },
    'desk.pin': () => touch({ do: 'pin', digits: pinOf(deskCard, chance) }, 'types a PIN'),
    'desk.borrow': () => handle(security.secured),
    'desk.return': () => handle(security.onLoan),
    'desk.renew': () =>
      touch(chance.pick([{ do: 'renew', loan: null }, { do: 'done' }] as const), 'renews'),
    'desk.finish': () => touch({ do: 'receipt', choice: 'none' }, 'wants no receipt'),
  }

  return {
    atDoor: () => {
      if (hands.shown('door')?.screen === 'door.pin') {
        hands.touch('door', { do: 'pin', digits: pinOf(doorCard, chance) })
        return 'types a PIN'
      }
      doorCard = chance.pick(PATRONS).card
      hands.holdCard('door', doorCard)
      return 'holds a card'
    },
    atDesk: () => {
      const screen = hands.shown('desk')?.screen
      const gesture = screen === undefined ? undefined : desk[screen]
      return (gesture ?? goOn)()
    },
  }
}
