// The end of a visit: what was done, a receipt or none, and thanks.
import { Check, Printer, TriangleAlert } from 'lucide'
import type { BorrowRow, LoanRow, ReturnRow } from '../../device/screen-protocol.ts'
import { Printer as PrinterPicture } from '../pictures/printer.tsx'
import { say } from '../text/say.ts'
import { Icon } from '../ui/icon.tsx'
import { Key } from '../ui/key.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Pages } from '../ui/pager.tsx'
import { Segments } from '../ui/segments.tsx'
import { BorrowLine, toneOf } from './desk-borrow.tsx'
import { RenewLine } from './desk-renew.tsx'
import { isReturned, ReturnLine } from './desk-return.tsx'
import { useKiosk } from './kiosk.ts'
import { List, ListKeys, useList } from './list.tsx'
import { Page, RoomPicture } from './page.tsx'
import type { Desk } from './views.ts'

type View = Desk<'desk.finish'>
type Line = { lent: BorrowRow } | { back: ReturnRow } | { again: LoanRow }

/** What worked comes first, then what did not and what to do about it. */
const linesOf = ({ borrowed, returned, renewed }: View): Line[] => {
  const done = (row: BorrowRow) => toneOf(row) === 'ok'
  return [
    ...borrowed.filter(done).map((lent) => ({ lent })),
    ...renewed.map((again) => ({ again })),
    ...returned.filter(isReturned).map((back) => ({ back })),
    ...borrowed.filter((row) => !done(row)).map((lent) => ({ lent })),
    ...returned.filter((row) => !isReturned(row)).map((back) => ({ back })),
  ]
}

const countOf = ({ borrowed, returned, renewed }: View) => ({
  lent: borrowed.filter((row) => toneOf(row) === 'ok').length,
  back: returned.filter(isReturned).length,
  again: renewed.length,
})

const lineOf = (line: Line) => {
  if ('lent' in line) return <BorrowLine key={line.lent.item} row={line.lent} />
  if ('back' in line) return <ReturnLine key={line.back.item} row={line.back} />
  return <RenewLine key={line.again.loan} row={line.again} />
}

export const FinishPage = ({ view }: { view: View }) => {
  const pages = useList(linesOf(view), { most: useKiosk().stage.shape === 'small' ? 2 : 4 })
  const prints = view.printer === 'ready'
  return (
    <Page
      name="listing finishing"
      title={say(prints ? 'receipt' : 'done-title')}
      lead={say('finish-count', countOf(view))}
      above={
        !prints && (
          <Notice
            icon={TriangleAlert}
            tone="need"
            text={say(view.printer === 'out' ? 'paper-out' : 'printer-lost')}
          />
        )
      }
      picture={<PrinterPicture paper={prints} />}
      action={<Receipt view={view} pages={pages} />}
    >
      <List pages={pages} row={lineOf} />
    </Page>
  )
}

const Receipt = ({ view, pages }: { view: View; pages: Pages<Line> }) => {
  const { send } = useKiosk()
  const { secondsLeft: seconds, ofSeconds } = view
  const none = () => send({ do: 'receipt', choice: 'none' })
  if (view.printer !== 'ready')
    return (
      <ListKeys pages={pages}>
        <Key look="primary" word={say('done')} onPress={none} />
      </ListKeys>
    )
  return (
    <>
      <p class="left">{say('receipt-left', { seconds })}</p>
      <Segments left={seconds} of={ofSeconds} />
      <ListKeys pages={pages}>
        <Key word={say('receipt-none')} onPress={none} />
        <Key
          look="primary"
          icon={Printer}
          word={say('receipt-print')}
          onPress={() => send({ do: 'receipt', choice: 'print' })}
        />
      </ListKeys>
    </>
  )
}

export const ThanksPage = ({ printed }: { printed: boolean }) => (
  <Page
    name="roomy"
    title={say('thanks')}
    lead={say(printed ? 'thanks-receipt' : 'thanks-welcome')}
    picture={<RoomPicture />}
    above={
      <div class="great-tick">
        <Icon of={Check} />
      </div>
    }
  />
)
