// Help that needs nobody in the room, and what still works when the desk does not.
import { BookDown, DoorOpen, Inbox, Phone, Siren } from 'lucide'
import { say } from '../text/say.ts'
import { Icon } from '../ui/icon.tsx'
import { Key } from '../ui/key.tsx'
import { Row, Rows } from '../ui/row.tsx'
import { useKiosk } from './kiosk.ts'
import { Page, RoomPicture } from './page.tsx'

export const HelpPage = () => {
  const { send, frame } = useKiosk()
  const { phone, emergency } = frame
  return (
    <Page
      name="roomy"
      title={say('help-how')}
      picture={<RoomPicture />}
      action={
        <div class="keys">
          <Key look="primary" word={say('back')} onPress={() => send({ do: 'back' })} />
        </div>
      }
    >
      <Rows>
        <Row
          lead={<Icon of={Phone} />}
          title={say('help-call', { phone })}
          line={say('help-call-why')}
        />
        <Row
          lead={<Icon of={Siren} />}
          title={say('help-danger', { emergency })}
          line={say('help-danger-why')}
        />
        <Row
          lead={<Icon of={Inbox} />}
          title={say('help-shelf')}
          line={say('help-shelf-why')}
        />
        <Row
          lead={<Icon of={DoorOpen} />}
          title={say('help-out')}
          line={say('help-out-why')}
        />
      </Rows>
    </Page>
  )
}

export const OutOfOrderPage = () => {
  const { frame } = useKiosk()
  const { phone } = frame
  return (
    <Page
      name="roomy"
      picture={<RoomPicture />}
      title={say('out-of-order')}
      lead={say('out-of-order-still')}
    >
      <Rows>
        <Row
          lead={<Icon of={BookDown} />}
          title={say('way-chute')}
          line={say('way-chute-open')}
        />
        <Row
          lead={<Icon of={Phone} />}
          title={say('help-call', { phone })}
          line={say('help-call-why')}
        />
        <Row
          lead={<Icon of={DoorOpen} />}
          title={say('help-out')}
          line={say('help-out-why')}
        />
      </Rows>
    </Page>
  )
}
