// Who is it? Hold the card to the reader, or type its number.
import { Keyboard, TriangleAlert } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { CardProblem } from '../../device/screen-protocol.ts'
import { CardNumber } from '../pictures/card.tsx'
import { Reader } from '../pictures/reader.tsx'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { Keypad } from '../ui/keypad.tsx'
import { Notice } from '../ui/notice.tsx'
import { useKiosk } from './kiosk.ts'
import { Page } from './page.tsx'
import type { Desk } from './views.ts'

const PROBLEM: Record<CardProblem, { what: string; next: string }> = {
  'unknown-card': { what: 'card-unknown', next: 'card-unknown-do' },
  blocked: { what: 'card-blocked', next: 'card-blocked-do' },
  'no-answer': { what: 'no-answer', next: 'no-answer-do' },
}

export const IdentifyPage = ({ view }: { view: Desk<'desk.identify'> }) => {
  const [typing, setTyping] = useState(false)
  useEffect(() => setTyping(false), [view])
  return typing ? (
    <TypeNumber onBack={() => setTyping(false)} />
  ) : (
    <HoldCard view={view} onType={() => setTyping(true)} />
  )
}

const HoldCard = (p: { view: Desk<'desk.identify'>; onType: () => void }) => {
  const { send, frame } = useKiosk()
  const { problem, readerLost } = p.view
  const trouble = readerLost
    ? { what: 'card-reader-lost', next: 'card-reader-lost-do' }
    : problem && PROBLEM[problem]
  return (
    <Page
      name="identify"
      title={say(readerLost ? 'card-type' : 'card-hold')}
      lead={trouble ? say(trouble.next, { phone: frame.phone }) : say('card-hold-lead')}
      above={
        trouble &&
        !(problem === 'no-answer' && frame.offline) && (
          <Notice icon={TriangleAlert} tone="need" text={say(trouble.what)} />
        )
      }
      picture={readerLost ? <CardNumber /> : <Reader />}
      action={
        <div class="keys two">
          <Key word={say('back')} onPress={() => send({ do: 'back' })} />
          <Key
            look={readerLost ? 'primary' : 'plain'}
            icon={Keyboard}
            word={say('card-type-key')}
            onPress={p.onType}
          />
        </div>
      }
    />
  )
}

const TypeNumber = ({ onBack }: { onBack: () => void }) => {
  const { send } = useKiosk()
  return (
    <Page
      name="pin"
      title={say('card-type')}
      lead={say('card-type-lead')}
      action={
        <div class="keys">
          <Key word={say('back')} onPress={onBack} />
        </div>
      }
    >
      <Keypad
        least={5}
        most={20}
        secret={false}
        busy={false}
        words={{
          ok: say('ok'),
          erase: say('erase'),
          typed: (count) => say('pin-typed', { count }),
        }}
        onOk={(number) => send({ do: 'card', number })}
      />
    </Page>
  )
}
