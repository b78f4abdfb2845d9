// What speaks against lending an item to a patron. Pure.
import type { CheckoutRefusal } from '../protocol/asks.ts'

export type Objection = Exclude<CheckoutRefusal, 'unknown-item' | 'no-session'>

export type CheckoutCase = {
  patron: string
  /** Who has the item on loan. */
  borrower: string | null
  /** Whose hold this very item was set aside for. */
  setAsideFor: string | null
  /** Patrons whose holds on the title no item has been set aside for, in order. */
  queue: readonly string[]
  /** Items of the title that stand on a shelf or travel home. */
  freeCopies: number
  forLoan: boolean
  parts: { have: number; total: number }
  loans: number
  loanLimit: number
}

const OBJECTIONS: readonly (readonly [Objection, (asked: CheckoutCase) => boolean])[] = [
  ['already-yours', ({ borrower, patron }) => borrower === patron],
  ['on-loan-to-other', ({ borrower, patron }) => borrower !== null && borrower !== patron],
  ['not-for-loan', ({ forLoan }) => !forLoan],
  ['reserved-for-other', (asked) => isReserved(asked)],
  ['incomplete', ({ parts }) => parts.have < parts.total],
  ['loan-limit', ({ loans, loanLimit }) => loans >= loanLimit],
]

/**
 * Everything that speaks against it. Asked, the first one refuses; when it has happened already,
 * while the hub was gone, the loan stands and staff are told each.
 */
export const objectionsTo = (asked: CheckoutCase): Objection[] =>
  OBJECTIONS.filter(([, objects]) => objects(asked)).map(([reason]) => reason)

const isReserved = ({ patron, setAsideFor, queue, freeCopies }: CheckoutCase): boolean => {
  if (setAsideFor !== null) return setAsideFor !== patron
  const place = queue.indexOf(patron)
  const ahead = place === -1 ? queue.length : place
  return ahead > 0 && ahead >= freeCopies
}
