// Renewing one loan or all, and why one may not be.
import { RefreshCw } from 'lucide'
import type { LoanRow } from '../../device/screen-protocol.ts'
import { Cover } from '../pictures/cover.tsx'
import { LoanedBooks } from '../pictures/shelf.tsx'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { Row, type Tone } from '../ui/row.tsx'
import { useKiosk } from './kiosk.ts'
import { List, ListKeys, useList } from './list.tsx'
import { Page } from './page.tsx'
import type { Desk } from './views.ts'
import { dayOf, titleOf } from './words.ts'

/** At most three loans a page: with the keys below that makes six choices (ux R04). */
const MOST = 3

const RENEWAL: Record<NonNullable<LoanRow['renewal']>, { line: string; tone: Tone }> = {
  renewed: { line: 'renewed', tone: 'ok' },
  'reserved-for-other': { line: 'renew-reserved', tone: 'need' },
  'renewal-limit': { line: 'renew-limit', tone: 'need' },
  'no-answer': { line: 'renew-no-answer', tone: 'need' },
}

export const RenewLine = (p: { row: LoanRow; end?: preact.ComponentChildren }) => {
  const { renewal, due, renewable } = p.row
  const usual = { line: renewable ? 'loan-due' : 'loan-fixed', tone: 'plain' as const }
  const { line, tone } = renewal === undefined ? usual : RENEWAL[renewal]
  return (
    <Row
      lead={<Cover title={p.row.title} />}
      title={titleOf(p.row.title)}
      line={say(line, { date: dayOf(due) })}
      tone={tone}
      end={p.end}
    />
  )
}

export const RenewPage = ({ view }: { view: Desk<'desk.renew'> }) => {
  const { send } = useKiosk()
  const { loans, asking } = view
  const pages = useList(loans ?? [], { most: MOST })
  const open = (loans ?? []).filter((loan) => loan.renewable && !loan.renewal)
  const lead =
    loans === null || asking
      ? say('moment')
      : say('renew-count', { open: open.length, loans: loans.length })
  return (
    <Page
      name="listing renewing"
      title={say('task-renew')}
      lead={lead}
      picture={<LoanedBooks />}
      action={
        <ListKeys pages={pages}>
          <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          {open.length > 0 && (
            <Key
              look="primary"
              icon={RefreshCw}
              word={say('renew-all')}
              disabled={asking}
              onPress={() => send({ do: 'renew', loan: null })}
            />
          )}
        </ListKeys>
      }
    >
      <List
        pages={pages}
        row={(loan) => (
          <RenewLine
            key={loan.loan}
            row={loan}
            end={open.includes(loan) ? <RenewKey loan={loan} asking={asking} /> : undefined}
          />
        )}
      />
    </Page>
  )
}

const RenewKey = ({ loan, asking }: { loan: LoanRow; asking: boolean }) => {
  const { send } = useKiosk()
  return (
    <Key
      word={say('task-renew')}
      disabled={asking}
      onPress={() => send({ do: 'renew', loan: loan.loan })}
    />
  )
}
