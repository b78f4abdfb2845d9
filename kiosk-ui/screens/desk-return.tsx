// Returning at the desk: each thing says where to put it.
import type { ReturnRow } from '../../device/screen-protocol.ts'
import { Chute } from '../pictures/chute.tsx'
import { say } from '../text/say.ts'
import type { Tone } from '../ui/row.tsx'
import { PadLine, PadPage } from './pad-page.tsx'
import type { Desk } from './views.ts'

const STATES: Record<ReturnRow['state'], { line: string; tone: Tone }> = {
  reading: { line: 'row-reading', tone: 'wait' },
  returned: { line: 'row-returned', tone: 'ok' },
  'returned-later': { line: 'row-returned-later', tone: 'ok' },
  incomplete: { line: 'row-incomplete', tone: 'need' },
  'put-back': { line: 'row-put-back', tone: 'need' },
  'tag-failed': { line: 'row-lift-again', tone: 'need' },
  'unknown-item': { line: 'row-unknown', tone: 'need' },
  foreign: { line: 'row-foreign', tone: 'need' },
}

export const isReturned = (row: ReturnRow): boolean => STATES[row.state].tone === 'ok'

export const ReturnLine = ({ row }: { row: ReturnRow }) => {
  const { line, tone } = STATES[row.state]
  const { have = 0, total = 0, next } = row
  const where = {
    to: next?.to ?? 'shelf',
    branch: next?.to === 'box' ? next.branch : 'none',
  }
  return <PadLine row={row} line={say(line, { have, total, ...where })} tone={tone} />
}

const leadOf = (rows: readonly ReturnRow[]): string => {
  if (rows.length === 0) return say('return-lead')
  if (rows.some((row) => row.state === 'reading')) return say('reading')
  return say('return-count', { count: rows.filter(isReturned).length })
}

export const ReturnPage = ({ view: { rows, padLost } }: { view: Desk<'desk.return'> }) => (
  <PadPage
    rows={rows}
    lead={leadOf(rows)}
    lost={
      padLost ? { lead: say('pad-lost-return'), picture: <Chute state="ready" /> } : null
    }
  >
    {(row) => <ReturnLine key={row.item} row={row} />}
  </PadPage>
)
