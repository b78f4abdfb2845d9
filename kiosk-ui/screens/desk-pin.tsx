// The PIN at the desk: tries left are said, a locked card says how to go on.
import { Hourglass, TriangleAlert } from 'lucide'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { Keypad } from '../ui/keypad.tsx'
import { Notice } from '../ui/notice.tsx'
import { useKiosk } from './kiosk.ts'
import { Page, RoomPicture } from './page.tsx'
import type { Desk } from './views.ts'

type View = Desk<'desk.pin'>

export const PinPage = ({ view }: { view: View }) =>
  view.problem === 'locked-out' ? <Locked /> : <TypePin view={view} />

/** While the hub is gone the notice above the page has said so already. */
const troubleOf = ({ problem, triesLeft }: View, offline: boolean): string | undefined => {
  if (problem === 'no-answer') return offline ? undefined : say('no-answer')
  if (problem !== 'wrong-pin') return
  return say('pin-wrong', { tries: triesLeft ?? 'unknown' })
}

const TypePin = ({ view }: { view: View }) => {
  const { send, open, frame } = useKiosk()
  const trouble = troubleOf(view, frame.offline)
  return (
    <Page
      name="pin"
      title={say('pin')}
      lead={say(leadOf(view))}
      above={trouble && <Notice icon={TriangleAlert} tone="need" text={trouble} />}
      action={
        <div class="keys two">
          <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          <Key word={say('pin-forgot')} onPress={() => open('forgot')} />
        </div>
      }
    >
      <Keypad
        least={4}
        most={8}
        secret
        busy={view.asking}
        words={{
          ok: say('ok'),
          erase: say('erase'),
          typed: (count) => say('pin-typed', { count }),
        }}
        onOk={(digits) => send({ do: 'pin', digits })}
      />
    </Page>
  )
}

const leadOf = ({ asking, problem }: View): string =>
  asking ? 'moment' : problem === 'no-answer' ? 'no-answer-do' : 'pin-lead'

const Locked = () => {
  const { send, frame } = useKiosk()
  return (
    <Page
      name="roomy"
      picture={<RoomPicture />}
      title={say('pin-locked')}
      lead={say('pin-locked-do', { phone: frame.phone })}
      above={<Notice icon={Hourglass} tone="need" text={say('pin-locked-why')} />}
      action={
        <Key look="primary" word={say('back')} onPress={() => send({ do: 'back' })} />
      }
    />
  )
}
