// The screen at the return chute, outside: no card, no names, one book at a time.
import { Check, CircleQuestionMark, Languages, TriangleAlert } from 'lucide'
import type { ChuteView } from '../../device/screen-protocol.ts'
import { Chute, ChuteAndTrolley } from '../pictures/chute.tsx'
import { say } from '../text/say.ts'
import { Bar, BarKey } from '../ui/bar.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Main, Top } from './frame.tsx'
import { useKiosk } from './kiosk.ts'
import { Page } from './page.tsx'
import { titleOf } from './words.ts'

export const ChuteScreen = ({ view }: { view: ChuteView }) => (
  <>
    <Top>
      {SHUT.has(view.screen) ? null : <span class="mode">{say('chute-always')}</span>}
    </Top>
    <Main>
      <ChutePage key={view.screen} view={view} />
    </Main>
    <ChuteBar count={view.count} />
  </>
)

const SHUT: ReadonlySet<ChuteView['screen']> = new Set([
  'chute.jam',
  'chute.full',
  'chute.out-of-order',
])

const ChuteBar = ({ count }: { count: number }) => {
  const { open } = useKiosk()
  return (
    <Bar label={say('bar')}>
      <BarKey icon={Languages} word={say('language')} onPress={() => open('language')} />
      <span class="count" role="status">
        {count > 0 && say('chute-count', { count })}
      </span>
      <BarKey icon={CircleQuestionMark} word={say('help')} onPress={() => open('help')} />
    </Bar>
  )
}

const ChutePage = ({ view }: { view: ChuteView }) => {
  switch (view.screen) {
    case 'chute.ready':
      return (
        <Page
          name="chute"
          title={say('chute-ready')}
          lead={say('chute-no-card')}
          picture={<Chute state="ready" />}
        />
      )
    case 'chute.reading':
      return (
        <Page
          name="chute"
          title={say('moment')}
          lead={say('chute-reading')}
          picture={<Chute state="reading" />}
        />
      )
    case 'chute.open':
      return (
        <Page
          name="chute"
          title={say('chute-open')}
          lead={view.title === null ? undefined : titleOf(view.title)}
          picture={<Chute state="open" />}
        />
      )
    case 'chute.accepted':
      return <Accepted view={view} />
    case 'chute.given-back':
      return <GivenBack view={view} />
    case 'chute.jam':
      return <Shut what="chute-jam" />
    case 'chute.full':
      return <Shut what="chute-full" />
    case 'chute.out-of-order':
      return <Shut what="chute-out-of-order" />
  }
}

type Of<Screen extends ChuteView['screen']> = Extract<ChuteView, { screen: Screen }>

/** A long title is smaller print: the thanks must be seen from where one stands. */
const SHORT_TITLE = 24

const Accepted = ({ view }: { view: Of<'chute.accepted'> }) => {
  const title = titleOf(view.title)
  const short = title.length <= SHORT_TITLE
  const next = say(view.later ? 'chute-later' : 'chute-next')
  return (
    <Page
      name="chute"
      above={
        <div class="great-tick">
          <Icon of={Check} />
        </div>
      }
      title={short ? say('chute-thanks', { title }) : say('thanks')}
      lead={short ? next : `${say('chute-back', { title })} ${next}`}
      picture={<Chute state="in" />}
    />
  )
}

const GIVEN_BACK: Record<Of<'chute.given-back'>['why'], { what: string; next: string }> = {
  'no-tag': { what: 'back-no-tag', next: 'back-no-tag-do' },
  'unknown-item': { what: 'back-unknown', next: 'back-unknown-do' },
  incomplete: { what: 'back-incomplete', next: 'back-incomplete-do' },
  several: { what: 'back-several', next: 'back-several-do' },
  'tag-failed': { what: 'back-again', next: 'back-again-do' },
  foreign: { what: 'back-foreign', next: 'back-foreign-do' },
}

const GivenBack = ({ view }: { view: Of<'chute.given-back'> }) => {
  const { what, next } = GIVEN_BACK[view.why]
  const { have = 0, total = 0 } = view
  return (
    <Page
      name="chute"
      above={<Notice icon={TriangleAlert} tone="need" text={say('back-take')} />}
      title={say(what, { have, total })}
      lead={say(next)}
      picture={<Chute state="back" />}
    />
  )
}

/** Nothing goes in: the trolley stands beside, and the books are returned by us. */
const Shut = ({ what }: { what: 'chute-jam' | 'chute-full' | 'chute-out-of-order' }) => (
  <Page
    name="chute wordy"
    above={<Notice icon={TriangleAlert} tone="need" text={say(what)} />}
    title={say('chute-trolley')}
    lead={say('chute-trolley-we')}
    picture={<ChuteAndTrolley />}
  />
)
