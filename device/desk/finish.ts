// The end of a visit: what was done, a receipt or none, thanks.
import type { Printed } from '../ports.ts'
import { type DeskEffects, stop, timer } from './events.ts'
import type { Receipted } from './receipt-text.ts'
import { end } from './session.ts'
import { type DeskState, type DeskStep, type Screen, stay } from './state.ts'
import { isAtWork } from './work.ts'

/** Without an answer it is "no receipt". */
export const RECEIPT_S = 20
const PRINTING_MS = 10_000
const THANKS_MS = 5000

/** To the receipt when something was done, else the session just ends. */
export const finish = (state: DeskState): DeskStep => {
  const { at } = state.screen
  if (at === 'idle' || at === 'thanks' || at === 'finish') return stay(state)
  if (!hasDone(state)) return end(state, { at: 'idle' })
  const screen: Screen = {
    at: 'finish',
    secondsLeft: RECEIPT_S,
    printing: false,
    failed: null,
  }
  return {
    state: { ...state, screen, help: false, warning: null },
    effects: [stop('account'), timer('tick', 1000)],
  }
}

const hasDone = ({ works, renewed, visit }: DeskState): boolean =>
  renewed.length > 0 ||
  works.some(
    (work) =>
      work.visit === visit &&
      (isAtWork(work) || work.phase.at === 'lent' || work.phase.at === 'returned'),
  )

type Finish = Extract<Screen, { at: 'finish' }>

export const finishTick = (state: DeskState, screen: Finish): DeskStep => {
  if (screen.printing) return stay(state)
  if (screen.secondsLeft <= 1) return thank(state, false)
  return {
    state: { ...state, screen: { ...screen, secondsLeft: screen.secondsLeft - 1 } },
    effects: [timer('tick', 1000)],
  }
}

export const receiptChosen = (state: DeskState, choice: 'print' | 'none'): DeskStep => {
  const { screen, language } = state
  if (screen.at !== 'finish' || screen.printing) return stay(state)
  if (choice === 'none') return thank(state, false)
  if (printerState(state) !== 'ready') return stay(state)
  return {
    state: { ...state, screen: { ...screen, printing: true } },
    effects: [
      stop('tick'),
      timer('printing', PRINTING_MS),
      { kind: 'print', receipt: receipted(state), language },
    ],
  }
}

/** What may be offered: with paper out or the printer away there is only "no receipt". */
export const printerState = (state: DeskState): 'ready' | 'out' | 'lost' => {
  const { screen, printer, paper } = state
  if (screen.at === 'finish' && screen.failed !== null) return screen.failed
  if (!printer) return 'lost'
  return paper === 'out' ? 'out' : 'ready'
}

export const printed = (state: DeskState, told: Printed): DeskStep => {
  const { screen } = state
  if (screen.at !== 'finish' || !screen.printing) return stay(state)
  if (told.ok) return thank(state, true)
  const failed = told.reason === 'paper-out' ? 'out' : 'lost'
  const effects: DeskEffects = [stop('printing'), timer('tick', 1000)]
  return { state: { ...state, screen: { ...screen, printing: false, failed } }, effects }
}

/** The printer has not said in time whether it printed. */
export const printingOver = (state: DeskState): DeskStep =>
  state.screen.at === 'finish' && state.screen.printing ? thank(state, false) : stay(state)

const thank = (state: DeskState, isPrinted: boolean): DeskStep => {
  const { state: ended, effects } = end(state, { at: 'thanks', printed: isPrinted })
  return { state: ended, effects: [...effects, timer('thanks', THANKS_MS)] }
}

export const thanked = (state: DeskState): DeskStep =>
  state.screen.at === 'thanks' ? stay({ ...state, screen: { at: 'idle' } }) : stay(state)

const receipted = ({ works, renewed, visit }: DeskState): Receipted => ({
  borrowed: works.flatMap((work) =>
    work.visit === visit && work.kind === 'lending' && work.phase.at === 'lent'
      ? [{ title: work.title, due: work.due }]
      : [],
  ),
  returned: works.flatMap((work) =>
    work.visit === visit && work.kind === 'returning' && work.phase.at === 'returned'
      ? [{ title: work.title }]
      : [],
  ),
  renewed: renewed.map(({ title, due }) => ({ title, due })),
})
