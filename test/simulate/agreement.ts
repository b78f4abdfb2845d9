// What must be so when everything is well again: hub, kiosks and the things themselves agree.
import type { Lying } from './hands.ts'
import type { Row } from './ledger.ts'
import type { InboxRow } from './records.ts'

type LoanRow = { barcode: string; id: string; closed_how: string | null }
type PlaceRow = { barcode: string; place: string }

export type HubState = {
  inbox: readonly InboxRow[]
  loans: readonly LoanRow[]
  places: readonly PlaceRow[]
  /** Why something was set aside, or is left to staff. */
  odd: readonly { why: string }[]
}

export const LOANS = `select item.barcode, loan.id, loan.closed_how from loan
  join item on item.id = loan.item`
export const PLACES = 'select barcode, place from item'
export const ODD = `select reason as why from dead_letter
  union all select kind as why from work_list`

/** What staff are rightly told: a book was lent without the hub to another than who had it. */
const BY_RIGHTS = /^lent-on-loan-to-other$/

export const disagreements = (
  hub: HubState,
  rows: readonly Row[],
  books: readonly Lying[],
  secured: number,
): string[] => [
  ...untold(hub.inbox, rows),
  ...hub.odd
    .filter(({ why }) => !BY_RIGHTS.test(why))
    .map(({ why }) => `set aside or left to staff: ${why}`),
  ...books.flatMap(({ book, afi }) => {
    const place = hub.places.find(({ barcode }) => barcode === book.item)?.place ?? 'none'
    const atHome = place !== 'loan' && afi !== secured
    return [
      ...(atHome ? [`${book.uid} is at home and its tag is not secured`] : []),
      ...miscounted(book.item, place, hub),
    ]
  }),
]

/** Each row that a kiosk acknowledged is at the hub, and says there what it said here. */
const untold = (inbox: readonly InboxRow[], rows: readonly Row[]): string[] => {
  const told = new Map(inbox.map((row) => [`${row.kiosk} ${row.epoch}.${row.seq}`, row]))
  return rows.flatMap(({ kiosk, epoch, seq, body, kind }) => {
    const row = told.get(`${kiosk} ${epoch}.${seq}`)
    if (row === undefined) return [`${kind} ${kiosk} ${epoch}.${seq} never came`]
    return row.body === body ? [] : [`${kind} ${kiosk} ${epoch}.${seq} says something else`]
  })
}

type Fact = { kind: string; loan?: string | null; item: { id: string } }

/**
 * What a loan's life must show, whatever its book went through: a book may be returned that nobody
 * had lent, lent again to her who has it, or be undone after its return, so facts may be more than
 * loans, and never fewer.
 */
const miscounted = (item: string, place: string, { loans, inbox }: HubState): string[] => {
  const own = loans.filter(({ barcode }) => barcode === item)
  const closed = (how: string | null) =>
    own.filter((loan) => loan.closed_how === how).length
  const facts = (kind: string) =>
    inbox
      .filter((row) => row.kind === kind)
      .map(({ body }): Fact => JSON.parse(body ?? ''))
      .filter((fact) => fact.item.id === item)
  const lent = facts('checkout')
  const named = lent.flatMap(({ loan }) => loan ?? [])
  const undone = facts('checkout-undone')
  const alone = lent.length - named.length
  const open = place === 'loan' ? 1 : 0
  const rules: [what: string, holds: boolean][] = [
    [`${closed(null)} open loans, and its place is ${place}`, closed(null) === open],
    [`a loan was told twice`, named.length === new Set(named).size],
    [
      `a loan closed as returned without a return`,
      closed('returned') <= facts('checkin').length,
    ],
    [`a loan undone without being told so`, closed('undone') <= undone.length],
    [`a loan that nobody told of`, own.length <= lent.length + undone.length],
    [
      `a loan closed by guess, and none was made without the hub`,
      closed('inferred') <= alone,
    ],
  ]
  return rules.flatMap(([what, holds]) =>
    holds ? [] : [`book …${item.slice(-3)}: ${what}`],
  )
}
