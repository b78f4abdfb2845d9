// The panel at the door, on the street. It never says why a card is refused.
import { BookDown, Languages, Nfc, Phone, Users } from 'lucide'
import type { DoorView, Frame } from '../../device/screen-protocol.ts'
import { Chute } from '../pictures/chute.tsx'
import { Door } from '../pictures/door.tsx'
import { Reader } from '../pictures/reader.tsx'
import { say } from '../text/say.ts'
import { Icon } from '../ui/icon.tsx'
import { Key } from '../ui/key.tsx'
import { Keypad } from '../ui/keypad.tsx'
import { Row, Rows } from '../ui/row.tsx'
import { Segments } from '../ui/segments.tsx'
import { Band } from '../ui/strip.tsx'
import { Main, Top } from './frame.tsx'
import { useKiosk } from './kiosk.ts'
import { Page } from './page.tsx'
import { BAND, isShut, opensAgain, untilTime } from './words.ts'

export const DoorScreen = ({ view }: { view: DoorView }) => (
  <>
    <Top />
    <Main>
      <DoorPage key={view.screen} view={view} />
    </Main>
    {WITH_FOOT.includes(view.screen) && <Foot />}
  </>
)

const DoorPage = ({ view }: { view: DoorView }) => {
  switch (view.screen) {
    case 'door.ready':
      return <Ready />
    case 'door.pin':
      return <Pin asking={view.asking} />
    case 'door.granted':
      return <Granted left={view.secondsLeft} of={view.ofSeconds} />
    case 'door.present':
      return (
        <Page
          name="present"
          title={say('door-present')}
          lead={say('door-present-do')}
          picture={<Reader />}
        />
      )
    case 'door.refused':
      return <Refused />
    case 'door.offline':
      return <Trouble title={say('door-offline')} again />
    case 'door.reader-lost':
      return <Trouble title={say('door-reader-lost')} />
    case 'door.after-fire':
      return <Trouble title={say('door-after-fire')} />
    case 'door.close-door':
      return <CloseDoor why={say('door-close-soon')} />
    case 'door.held-open':
      return <CloseDoor why={say('door-close-why')} />
  }
}

const CloseDoor = ({ why }: { why: string }) => (
  <Page
    name="held-open"
    title={say('door-close')}
    lead={why}
    picture={<Door arrow="shut" />}
  />
)

/** Where a phone number and another language help whoever stands there. */
const WITH_FOOT: readonly DoorView['screen'][] = [
  'door.ready',
  'door.close-door',
  'door.held-open',
]

const LanguageKey = () => {
  const { open } = useKiosk()
  return <Key icon={Languages} word={say('language')} onPress={() => open('language')} />
}

const Foot = () => {
  const { frame } = useKiosk()
  return (
    <footer class="foot">
      <span class="phone">
        <Icon of={Phone} />
        {frame.phone}
      </span>
      <LanguageKey />
    </footer>
  )
}

const WORD: Record<Frame['opening']['name'], string> = {
  staffed: 'door-staffed',
  clearing: 'door-clearing',
  'self-service': 'door-self-service',
  'last-call-15': 'door-self-service',
  'last-call-5': 'door-self-service',
  closing: 'door-closing',
  closed: 'door-closed',
  unknown: 'door-unknown',
}

const UNTIL: Partial<Record<Frame['opening']['name'], string>> = {
  staffed: 'door-staffed-until',
  clearing: 'door-clearing-until',
  'self-service': 'door-self-service-until',
  'last-call-15': 'door-last-call',
  'last-call-5': 'door-last-call',
}

const lineOf = (frame: Frame, now: number): string | undefined => {
  const { name, until } = frame.opening
  if (isShut(frame)) return opensAgain(frame, now)
  const key = UNTIL[name]
  if (key === undefined) return say('mode-unknown')
  return until === null ? undefined : say(key, { time: untilTime(frame) })
}

const Ready = () => {
  const { frame, now } = useKiosk()
  const { name } = frame.opening
  const line = lineOf(frame, now.value)
  const closed = isShut(frame)
  const tap = name === 'clearing' ? 'door-tap-clearing' : 'door-tap'
  return (
    <Page
      name="ready"
      title={say(WORD[name])}
      picture={closed ? <Chute state="ready" /> : <Reader />}
      action={<p class="tap">{say(closed ? 'door-chute-open' : tap)}</p>}
      under={
        line !== undefined && (
          <p class="until">
            <Band fill={BAND[name]} />
            {line}
          </p>
        )
      }
    />
  )
}

const Pin = ({ asking }: { asking: boolean }) => {
  const { send, open } = useKiosk()
  return (
    <Page
      name="pin"
      title={say(asking ? 'moment' : 'pin')}
      action={
        <div class="keys two">
          <Key word={say('cancel')} onPress={() => send({ do: 'back' })} />
          <Key word={say('pin-forgot')} onPress={() => open('forgot')} />
        </div>
      }
    >
      <Keypad
        least={4}
        most={8}
        secret
        busy={asking}
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

const Granted = ({ left, of }: { left: number; of: number }) => (
  <Page
    name="granted"
    title={say('door-open')}
    lead={say('door-welcome')}
    picture={<Door arrow="in" />}
  >
    <p class="left">{say('door-open-left', { seconds: left })}</p>
    <Segments left={left} of={of} />
  </Page>
)

const Refused = () => {
  const { send } = useKiosk()
  return (
    <Page
      name="refused"
      title={say('door-refused')}
      action={
        <div class="keys two">
          <Key icon={Nfc} word={say('try-again')} onPress={() => send({ do: 'back' })} />
          <LanguageKey />
        </div>
      }
    >
      <WaysOn staffed />
    </Page>
  )
}

const Trouble = ({ title, again = false }: { title: string; again?: boolean }) => {
  const { send } = useKiosk()
  return (
    <Page
      name="refused"
      title={title}
      action={
        <div class="keys two">
          {again && (
            <Key icon={Nfc} word={say('try-again')} onPress={() => send({ do: 'back' })} />
          )}
          <LanguageKey />
        </div>
      }
    >
      <WaysOn staffed={false} />
    </Page>
  )
}

/** What one can do without coming in, at any hour. */
const WaysOn = ({ staffed }: { staffed: boolean }) => {
  const { frame } = useKiosk()
  return (
    <Rows>
      <Row lead={<Icon of={Phone} />} title={frame.phone} line={say('way-call')} />
      {staffed && (
        <Row
          lead={<Icon of={Users} />}
          title={say('way-come')}
          line={say('way-come-why')}
        />
      )}
      <Row
        lead={<Icon of={BookDown} />}
        title={say('way-chute')}
        line={say('way-chute-open')}
      />
    </Rows>
  )
}
