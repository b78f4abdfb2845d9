// The desk: one page for each view, between the same strip and the same bar.
import type { DeskView, Overlay } from '../../device/screen-protocol.ts'
import { AccountPage } from './desk-account.tsx'
import { BorrowPage } from './desk-borrow.tsx'
import { IdentifyPage } from './desk-card.tsx'
import { FinishPage, ThanksPage } from './desk-finish.tsx'
import { HelpPage, OutOfOrderPage } from './desk-help.tsx'
import { HoldsPage } from './desk-holds.tsx'
import { HomePage, IdlePage } from './desk-home.tsx'
import { PinPage } from './desk-pin.tsx'
import { RenewPage } from './desk-renew.tsx'
import { ReturnPage } from './desk-return.tsx'
import { DeskBar, DeskTop, Main, Notices } from './frame.tsx'

export const DeskScreen = (p: { view: DeskView; overlay: Overlay }) => (
  <>
    <DeskTop />
    <Main>
      <Notices overlay={p.overlay} lends={p.view.screen === 'desk.borrow'} />
      <DeskPage key={p.view.screen} view={p.view} />
    </Main>
    <DeskBar />
  </>
)

const DeskPage = ({ view }: { view: DeskView }) => {
  switch (view.screen) {
    case 'desk.idle':
      return <IdlePage />
    case 'desk.home':
      return <HomePage view={view} />
    case 'desk.identify':
      return <IdentifyPage view={view} />
    case 'desk.pin':
      return <PinPage view={view} />
    case 'desk.borrow':
      return <BorrowPage view={view} />
    case 'desk.return':
      return <ReturnPage view={view} />
    case 'desk.account':
      return <AccountPage view={view} />
    case 'desk.renew':
      return <RenewPage view={view} />
    case 'desk.holds':
      return <HoldsPage view={view} />
    case 'desk.finish':
      return <FinishPage view={view} />
    case 'desk.thanks':
      return <ThanksPage printed={view.printed} />
    case 'desk.help':
      return <HelpPage />
    case 'desk.out-of-order':
      return <OutOfOrderPage />
  }
}
