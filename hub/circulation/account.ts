// A patron's own loans and holds, and their renewal. Each answer runs inside one transaction.
import type { AnswerOf, Hold, Loan, RequestOf } from '../protocol/asks.ts'
import { type BranchRow, branchOf } from '../registry/branches.ts'
import type { Place } from '../registry/place.ts'
import { patronOfSession } from '../registry/session.ts'
import { localDay } from '../rules/local-day.ts'
import type { Tx } from '../store/store.ts'
import { queueOf } from './holds.ts'
import { countFreeCopies } from './items.ts'
import { decideRenewal, type Renewal } from './renewal.ts'

/** As many as one answer may hold. */
const MOST = 500

export const answerAccount = async (
  tx: Tx,
  { session }: RequestOf<'account'>,
  at: Place,
): Promise<AnswerOf<'account'>> => {
  const patron = await patronOfSession(tx, session, at)
  if (patron === null) return { ok: false, reason: 'no-session' }
  const branch = await branchOf(tx, at.branch)
  const loans: Loan[] = []
  for (const row of await loansOf(tx, patron)) {
    const { ok } = await renewalOf(tx, row, { branch, now: at.now })
    loans.push({ ...loanOf(row), renewable: ok })
  }
  return { ok: true, loans, holds: await holdsOf(tx, patron) }
}

type Renewed = Extract<AnswerOf<'renew'>, { ok: true }>['results'][number]

/** One loan or, when `loan` is null, every loan; each has its own result. */
export const answerRenew = async (
  tx: Tx,
  { session, loan }: RequestOf<'renew'>,
  at: Place,
): Promise<AnswerOf<'renew'>> => {
  const patron = await patronOfSession(tx, session, at)
  if (patron === null) return { ok: false, reason: 'no-session' }
  const branch = await branchOf(tx, at.branch)
  const loans = await loansOf(tx, patron)
  const chosen = loan === null ? loans : loans.filter((row) => row.loan === loan)
  if (loan !== null && chosen.length === 0) return { ok: false, reason: 'no-loan' }
  const results: Renewed[] = []
  for (const row of chosen) results.push(await renew(tx, row, { branch, now: at.now }))
  return { ok: true, results }
}

type Where = { branch: BranchRow; now: number }
type LoanOfPatron = Awaited<ReturnType<typeof loansOf>>[number]

const loansOf = (tx: Tx, patron: string) =>
  tx
    .selectFrom('loan')
    .innerJoin('item', 'item.id', 'loan.item')
    .innerJoin('title', 'title.id', 'item.title')
    .innerJoin('branch', 'branch.id', 'item.home')
    .innerJoin('member', 'member.id', 'branch.member')
    .select([
      'loan.id as loan',
      'loan.due',
      'loan.renewals',
      'item.barcode',
      'member.isil',
      'item.title as title',
      'title.name',
    ])
    .where('loan.patron', '=', patron)
    .orderBy('loan.due')
    .orderBy('title.sort_key')
    .limit(MOST)
    .execute()

const loanOf = ({
  loan,
  barcode,
  isil,
  name,
  due,
}: LoanOfPatron): Omit<Loan, 'renewable'> => ({
  loan,
  item: { id: barcode, owner: isil },
  title: name,
  due,
})

const renewalOf = async (
  tx: Tx,
  { title, due, renewals }: LoanOfPatron,
  { branch, now }: Where,
): Promise<Renewal> => {
  const queue = await queueOf(tx, title)
  return decideRenewal({
    due,
    today: localDay(now, branch.zone),
    loanDays: branch.loan_days,
    renewals,
    limit: branch.renewals,
    waiting: queue.length,
    freeCopies: await countFreeCopies(tx, title),
  })
}

const renew = async (tx: Tx, row: LoanOfPatron, where: Where): Promise<Renewed> => {
  const { loan, name: title } = row
  const renewal = await renewalOf(tx, row, where)
  if (!renewal.ok) return { ok: false, reason: renewal.reason, loan, title }
  const { due, renewals } = renewal
  await tx.updateTable('loan').set({ due, renewals }).where('id', '=', loan).execute()
  return { ok: true, loan, title, due }
}

const STATES = { 'hold-shelf': 'ready', transit: 'in-transit' } as const

const holdsOf = async (tx: Tx, patron: string): Promise<Hold[]> => {
  const rows = await tx
    .selectFrom('hold')
    .innerJoin('title', 'title.id', 'hold.title')
    .innerJoin('branch', 'branch.id', 'hold.pickup')
    .leftJoin('item', 'item.hold', 'hold.id')
    .select(['hold.id as hold', 'title.name as title', 'branch.name as pickup'])
    .select(['item.place', 'item.mark'])
    .where('hold.patron', '=', patron)
    .where('hold.loan', 'is', null)
    .orderBy('queued')
    .orderBy('seq')
    .limit(MOST)
    .execute()
  return rows.map(({ place, mark, ...hold }) => ({
    ...hold,
    state: place === 'hold-shelf' || place === 'transit' ? STATES[place] : 'queued',
    shelf: mark === null ? null : String(mark),
  }))
}
