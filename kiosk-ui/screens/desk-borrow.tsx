// Borrowing: what lies on the pad, what is lent, and what each thing needs.
import { Check, TriangleAlert } from 'lucide'
import type { BorrowRow } from '../../device/screen-protocol.ts'
import { Cover } from '../pictures/cover.tsx'
import { Pad } from '../pictures/pad.tsx'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { Notice } from '../ui/notice.tsx'
import { Parts, Row, type Tone } from '../ui/row.tsx'
import { useKiosk } from './kiosk.ts'
import { List, ListKeys, useList } from './list.tsx'
import { Page } from './page.tsx'
import type { Desk } from './views.ts'
import { dayOf, titleOf } from './words.ts'

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
  return (
    <Row
      lead={<Cover title={row.title ?? row.item} />}
      title={titleOf(row.title)}
      line={say(line, { have, total, date })}
      tone={tone}
      end={row.state === 'incomplete' ? <Parts have={have} total={total} /> : undefined}
    />
  )
}

const leadOf = (rows: readonly BorrowRow[]): string => {
  if (rows.length === 0) return say('borrow-lead')
  if (rows.some((row) => row.state === 'reading')) return say('reading')
  const lent = rows.filter((row) => toneOf(row) === 'ok').length
  const needs = rows.filter((row) => toneOf(row) === 'need').length
  return say('borrow-count', { lent, needs })
}

export const BorrowPage = ({ view }: { view: Desk<'desk.borrow'> }) => {
  const { send } = useKiosk()
  const { rows, padLost } = view
  const pages = useList(rows, { follow: true })
  const missing = rows.some((row) => row.state === 'incomplete')
  return (
    <Page
      name="listing"
      title={say(padLost ? 'pad-lost' : 'pad')}
      lead={padLost ? say('pad-lost-borrow') : leadOf(rows)}
      above={padLost && <Notice icon={TriangleAlert} tone="need" text={say('pad-wait')} />}
      picture={
        <Pad
          books={Math.min(3, rows.length - (missing ? 1 : 0))}
          missing={missing}
          lost={padLost}
        />
      }
      action={
        <ListKeys pages={pages}>
          {rows.length === 0 ? (
            <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          ) : (
            <Key
              look="primary"
              icon={Check}
              word={say('done')}
              onPress={() => send({ do: 'done' })}
            />
          )}
        </ListKeys>
      }
    >
      <List pages={pages} row={(row) => <BorrowLine key={row.item} row={row} />} />
    </Page>
  )
}
