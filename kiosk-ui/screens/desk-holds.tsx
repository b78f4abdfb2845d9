// What waits for the patron on the hold shelf, and what is still on its way.
import { BookUp } from 'lucide'
import { HoldShelf } from '../pictures/shelf.tsx'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { HoldLine } from './desk-account.tsx'
import { useKiosk } from './kiosk.ts'
import { List, ListKeys, useList } from './list.tsx'
import { Page } from './page.tsx'
import type { Desk } from './views.ts'

export const HoldsPage = ({ view }: { view: Desk<'desk.holds'> }) => {
  const { send } = useKiosk()
  const holds = view.holds ?? []
  const pages = useList(holds)
  const ready = holds.filter((hold) => hold.state === 'ready').length
  return (
    <Page
      name="listing"
      title={say(
        view.holds === null ? 'moment' : ready > 0 ? 'holds-ready' : 'holds-none',
        {
          ready,
        },
      )}
      lead={ready > 0 ? say('holds-ready-do') : undefined}
      picture={<HoldShelf />}
      action={
        <ListKeys pages={pages}>
          <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          {ready > 0 && (
            <Key
              look="primary"
              icon={BookUp}
              word={say('task-borrow')}
              onPress={() => send({ do: 'choose', task: 'borrow' })}
            />
          )}
        </ListKeys>
      }
    >
      <List pages={pages} row={(hold) => <HoldLine key={hold.hold} hold={hold} />} />
    </Page>
  )
}
