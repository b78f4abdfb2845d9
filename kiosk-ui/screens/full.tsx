// The screens that stand alone: one moment, something broke, we close now, fire.
import { Clock, Flame } from 'lucide'
import type { Role } from '../../device/screen-protocol.ts'
import { ExitArrow, ExitSign } from '../pictures/exit-sign.tsx'
import { say, sayIn } from '../text/say.ts'
import { Icon } from '../ui/icon.tsx'
import { useKiosk } from './kiosk.ts'
import { modeOf } from './words.ts'

/** The kiosk is starting, or gone for a moment: it comes back by itself. */
export const Moment = () => (
  <main class="alone">
    <h1>{say('moment')}</h1>
    <p class="lead">{say('moment-starting')}</p>
  </main>
)

/** The branch has gone to bed. A touch wakes the screen, which then shows what it always does. */
export const Dark = () => {
  const { frame, send } = useKiosk()
  return (
    <main class="asleep">
      <h1>{modeOf(frame)}</h1>
      <button type="button" onClick={() => send({ do: 'start' })}>
        {say('idle-start')}
      </button>
    </main>
  )
}

/** Our own fault while drawing: no code, no stack, and the page starts again. */
export const Broken = () => (
  <main class="alone">
    <h1>{say('broken')}</h1>
    <p class="lead">{say('broken-wait')}</p>
  </main>
)

/** The last minute: the whole screen says so. */
export const ClosingNow = () => (
  <main class="alone">
    <Icon of={Clock} />
    <h1>{say('closing-now')}</h1>
    <p class="lead">{say('closing-now-go')}</p>
  </main>
)

/** Fire. Indoors: out. On the street: stay out. Static, in both languages, no way past it. */
export const Evacuation = ({ role, emergency }: { role: Role; emergency: string }) => {
  const indoors = role === 'desk'
  const lines = indoors ? INDOORS : OUTDOORS
  return (
    <main class={`evacuation ${indoors ? 'indoors' : 'outdoors'}`}>
      <div class="alarm">
        <Icon of={Flame} />
        <span lang="sv">{sayIn('sv', 'fire')}</span>
        <small>
          <span lang="en">{sayIn('en', 'fire')}</span>
          <span lang="fi">{sayIn('sv', 'fire-finnish')}</span>
        </small>
      </div>
      <div class="go" lang="sv">
        <h1>{sayIn('sv', lines.first)}</h1>
        <p>{sayIn('sv', lines.next)}</p>
      </div>
      {indoors && (
        <div class="way">
          <ExitSign />
          <ExitArrow />
        </div>
      )}
      <div class="again">
        <p class="english" lang="en">
          <span>{sayIn('en', lines.first)}</span>
          <span>{sayIn('en', lines.next)}</span>
        </p>
        <p class="call" lang="sv">
          {sayIn('sv', 'fire-call')}
          <b>{emergency}</b>
        </p>
      </div>
    </main>
  )
}

const INDOORS = { first: 'fire-out', next: 'fire-lift' } as const
const OUTDOORS = { first: 'fire-stay-out', next: 'fire-door' } as const
