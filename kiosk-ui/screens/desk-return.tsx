// Returning at the desk: each thing says where to put it.
import { Check, TriangleAlert } from 'lucide'
import type { ReturnRow } from '../../device/screen-protocol.ts'
import { Chute } from '../pictures/chute.tsx'
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
import { titleOf } from './words.ts'

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
  return (
    <Row
      lead={<Cover title={row.title ?? row.item} />}
      title={titleOf(row.title)}
      line={say(line, { have, total, ...where })}
      tone={tone}
      end={row.state === 'incomplete' ? <Parts have={have} total={total} /> : undefined}
    />
  )
}

const leadOf = (rows: readonly ReturnRow[]): string => {
  if (rows.length === 0) return say('return-lead')
  if (rows.some((row) => row.state === 'reading')) return say('reading')
  return say('return-count', { count: rows.filter(isReturned).length })
}

export const ReturnPage = ({ view }: { view: Desk<'desk.return'> }) => {
  const { send } = useKiosk()
  const { rows, padLost } = view
  const pages = useList(rows, { follow: true })
  const missing = rows.some((row) => row.state === 'incomplete')
  return (
    <Page
      name="listing"
      title={say(padLost ? 'pad-lost' : 'pad')}
      lead={padLost ? say('pad-lost-return') : leadOf(rows)}
      above={padLost && <Notice icon={TriangleAlert} tone="need" text={say('pad-wait')} />}
      picture={
        padLost ? (
          <Chute state="ready" />
        ) : (
          <Pad books={Math.min(3, rows.length - (missing ? 1 : 0))} missing={missing} />
        )
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
      <List pages={pages} row={(row) => <ReturnLine key={row.item} row={row} />} />
    </Page>
  )
}
