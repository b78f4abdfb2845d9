// My loans, renewals and holds: asked for when they are shown, and shown only while they can be asked.
import type { AnswerOf, Hold, Loan } from '../../hub/protocol/asks.ts'
import type { Asked } from '../link/questions.ts'
import type { HoldRow, LoanRow, Task } from '../screen-protocol.ts'
import { timer } from './events.ts'
import { type DeskState, type DeskStep, nextId, stay } from './state.ts'

const ASK_AGAIN_MS = 3000

/** Opens a task for somebody who may do it. */
export const openTask = (state: DeskState, task: Task): DeskStep => {
  switch (task) {
    case 'borrow':
    case 'return':
      return stay({ ...state, screen: { at: task } })
    case 'renew':
      return askAccount({ ...state, account: null, screen: { at: task, asking: null } })
    case 'holds':
    case 'account':
      return askAccount({ ...state, account: null, screen: { at: task } })
  }
}

/** Asked when opened, and again until it is answered or nobody looks. */
export const askAccount = (state: DeskState): DeskStep => {
  const { patron, account, screen } = state
  const shown = screen.at === 'renew' || screen.at === 'holds' || screen.at === 'account'
  if (patron === null || account !== null || !shown) return stay(state)
  const { id, state: numbered } = nextId(state)
  const { session } = patron
  return {
    state: { ...numbered, accountAsk: id },
    effects: [{ kind: 'ask', ask: 'account', id, request: { session } }],
  }
}

/** `expired`: the session is over at the hub. */
export type AccountStep = DeskStep | { expired: Task }

export const accountAnswered = (
  state: DeskState,
  id: string,
  asked: Asked<'account'>,
): AccountStep => {
  if (state.accountAsk !== id) return stay(state)
  const answered = { ...state, accountAsk: null }
  if (!asked.ok) return { state: answered, effects: [timer('account', ASK_AGAIN_MS)] }
  if (!asked.answer.ok) return { expired: taskShown(state) }
  const loans = asked.answer.loans.map(loanRow)
  const holds = asked.answer.holds.map(holdRow)
  return stay({ ...answered, account: { loans, holds } })
}

const taskShown = ({ screen }: DeskState): Task =>
  screen.at === 'renew' || screen.at === 'holds' ? screen.at : 'account'

const loanRow = ({ loan, title, due, renewable }: Loan): LoanRow => ({
  loan,
  title,
  due,
  renewable,
})

const holdRow = ({ hold, title, state, pickup, shelf }: Hold): HoldRow => ({
  hold,
  title,
  state,
  pickup,
  shelf,
})

/** One loan, or all with null. */
export const renew = (state: DeskState, loan: string | null): DeskStep => {
  const { screen, patron, account } = state
  if (screen.at !== 'renew' || screen.asking !== null) return stay(state)
  if (patron === null || account === null) return stay(state)
  if (loan !== null && !account.loans.some((row) => row.loan === loan)) return stay(state)
  const { id, state: numbered } = nextId(state)
  const { session } = patron
  return {
    state: { ...numbered, screen: { at: 'renew', asking: { id, loan } } },
    effects: [{ kind: 'ask', ask: 'renew', id, request: { session, loan } }],
  }
}

export const renewAnswered = (
  state: DeskState,
  id: string,
  asked: Asked<'renew'>,
): AccountStep => {
  const { screen, account } = state
  if (screen.at !== 'renew' || screen.asking?.id !== id || account === null)
    return stay(state)
  const { loan } = screen.asking
  const answered: DeskState = { ...state, screen: { at: 'renew', asking: null } }
  if (!asked.ok) return stay(withLoans(answered, account.loans.map(unanswered(loan))))
  const { answer } = asked
  if (answer.ok) return stay(renewedBy(answered, account.loans, answer.results))
  if (answer.reason === 'no-session') return { expired: 'renew' }
  const others = account.loans.filter((row) => loan !== null && row.loan !== loan)
  return stay(withLoans(answered, others))
}

const withLoans = (state: DeskState, loans: readonly LoanRow[]): DeskState => ({
  ...state,
  account: state.account === null ? null : { ...state.account, loans },
})

const unanswered =
  (loan: string | null) =>
  (row: LoanRow): LoanRow =>
    loan === null || row.loan === loan ? { ...row, renewal: 'no-answer' } : row

type Results = Extract<AnswerOf<'renew'>, { ok: true }>['results']

const renewedBy = (
  state: DeskState,
  loans: readonly LoanRow[],
  results: Results,
): DeskState => {
  const rows = loans.flatMap((row) => renewedRow(row, results))
  const before = state.renewed.filter(
    ({ loan }) => !results.some((result) => result.ok && result.loan === loan),
  )
  const now = rows.filter(({ loan }) =>
    results.some((result) => result.ok && result.loan === loan),
  )
  return { ...withLoans(state, rows), renewed: [...before, ...now] }
}

/** No row when the hub says that there is no such loan any more. */
const renewedRow = (row: LoanRow, results: Results): readonly LoanRow[] => {
  const result = results.find(({ loan }) => loan === row.loan)
  if (result === undefined) return [row]
  if (result.ok) return [{ ...row, due: result.due, renewal: 'renewed' }]
  const { reason } = result
  if (reason === 'no-loan' || reason === 'no-session') return []
  return [{ ...row, renewable: false, renewal: reason }]
}
