// Borrowing: what lies on the pad, what is lent, and what each thing needs.
import type { BorrowRow } from '../../device/screen-protocol.ts'
import { Pad } from '../pictures/pad.tsx'
import { say } from '../text/say.ts'
import type { Tone } from '../ui/row.tsx'
import { PadLine, PadPage } from './pad-page.tsx'
import type { Desk } from './views.ts'
import { dayOf } from './words.ts'

const STATES: Record<BorrowRow['state'], { line: string; tone: Tone }> = {
  reading: { line: 'row-reading', tone: 'wait' },
  lent: { line: 'row-lent', tone: 'ok' },
  'lent-later': { line: 'row-lent-later', tone: 'ok' },
  incomplete: { line: 'row-incomplete', tone: 'need' },
  'put-back': { line: 'row-put-back', tone: 'need' },
  'tag-failed': { line: 'row-lift-again', tone: 'need' },
  'unknown-item': { line: 'row-unknown', tone: 'need' },
  'reserved-for-other': { line: 'row-reserved', tone: 'need' },
  'on-loan-to-other': { line: 'row-on-loan', tone: 'need' },
  'already-yours': { line: 'row-yours', tone: 'plain' },
  'not-for-loan': { line: 'row-not-for-loan', tone: 'need' },
  'loan-limit': { line: 'row-loan-limit', tone: 'need' },
  foreign: { line: 'row-foreign', tone: 'need' },
}

export const toneOf = (row: BorrowRow): Tone => STATES[row.state].tone

export const BorrowLine = ({ row }: { row: BorrowRow }) => {
  const { line, tone } = STATES[row.state]
  const { have = 0, total = 0, due } = row
  const date = due === undefined ? 'none' : dayOf(due)
  return <PadLine row={row} line={say(line, { have, total, date })} tone={tone} />
}

const leadOf = (rows: readonly BorrowRow[]): string => {
  if (rows.length === 0) return say('borrow-lead')
  if (rows.some((row) => row.state === 'reading')) return say('reading')
  const lent = rows.filter((row) => toneOf(row) === 'ok').length
  const needs = rows.filter((row) => toneOf(row) === 'need').length
  return say('borrow-count', { lent, needs })
}

export const BorrowPage = ({ view: { rows, padLost } }: { view: Desk<'desk.borrow'> }) => (
  <PadPage
    rows={rows}
    lead={leadOf(rows)}
    lost={
      padLost ? { lead: say('pad-lost-borrow'), picture: <Pad books={0} lost /> } : null
    }
  >
    {(row) => <BorrowLine key={row.item} row={row} />}
  </PadPage>
)
