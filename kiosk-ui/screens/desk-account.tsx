// My loans and my reservations, in one paged list.
import { BookmarkCheck, RefreshCw } from 'lucide'
import type { HoldRow, LoanRow } from '../../device/screen-protocol.ts'
import { Cover } from '../pictures/cover.tsx'
import { LoanedBooks } from '../pictures/shelf.tsx'
import { say } from '../text/say.ts'
import { Icon } from '../ui/icon.tsx'
import { Key } from '../ui/key.tsx'
import { Row } from '../ui/row.tsx'
import { useKiosk } from './kiosk.ts'
import { List, ListKeys, useList } from './list.tsx'
import { Page } from './page.tsx'
import type { Desk } from './views.ts'
import { dayOf, titleOf } from './words.ts'

export const HoldLine = ({ hold }: { hold: HoldRow }) => (
  <Row
    lead={
      <span class="hold">
        <Icon of={BookmarkCheck} />
      </span>
    }
    title={titleOf(hold.title)}
    line={say('hold-line', {
      state: hold.state,
      pickup: hold.pickup,
      shelf: hold.shelf ?? 'none',
    })}
    tone={hold.state === 'ready' ? 'ok' : 'plain'}
  />
)

const LoanLine = ({ loan }: { loan: LoanRow }) => (
  <Row
    lead={<Cover title={loan.title} />}
    title={titleOf(loan.title)}
    line={say('loan-due', { date: dayOf(loan.due) })}
  />
)

type Line = { loan: LoanRow } | { hold: HoldRow }

export const AccountPage = ({ view }: { view: Desk<'desk.account'> }) => {
  const { send } = useKiosk()
  const { loans, holds } = view
  const lines: Line[] = [
    ...(loans ?? []).map((loan) => ({ loan })),
    ...holds.map((hold) => ({ hold })),
  ]
  const pages = useList(lines)
  const count = { loans: loans?.length ?? 0, holds: holds.length }
  return (
    <Page
      name="listing"
      title={say('task-account')}
      lead={say(loans === null ? 'moment' : 'account-count', count)}
      picture={<LoanedBooks />}
      action={
        <ListKeys pages={pages}>
          <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          {count.loans > 0 && (
            <Key
              icon={RefreshCw}
              look="primary"
              word={say('task-renew')}
              onPress={() => send({ do: 'choose', task: 'renew' })}
            />
          )}
        </ListKeys>
      }
    >
      <List
        pages={pages}
        row={(line) =>
          'loan' in line ? (
            <LoanLine key={line.loan.loan} loan={line.loan} />
          ) : (
            <HoldLine key={line.hold.hold} hold={line.hold} />
          )
        }
      />
    </Page>
  )
}
