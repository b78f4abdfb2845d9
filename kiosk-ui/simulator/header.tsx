// Name of the thing, what is shown beside the picture, language and clock.
import { BookDown, BookUp, DoorOpen, type IconNode, ListChecks } from 'lucide'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import { TimeControl } from './clock.tsx'
import type { Screen, Simulator } from './model.ts'
import { LANGUAGES, language, say } from './words.ts'

const Mark = () => (
  <svg class="mark" viewBox="0 0 30 30" aria-hidden="true">
    <rect width="30" height="30" rx="6" fill="#0F5A4C" />
    <path
      d="M15 9.5C12.6 7.6 9.6 7.2 6.5 7.6v13.6c3.1-.4 6.1 0 8.5 1.9 2.4-1.900 5.400-2.300 8.500-1.900V7.6c-3.100-.4-6.100 0-8.500 1.900Z"
      fill="#fff"
    />
    <path d="M15 9.5v13.6" stroke="#0F5A4C" stroke-width="1.6" />
  </svg>
)

const VIEWS: readonly { view: 'now' | Screen; icon: IconNode }[] = [
  { view: 'now', icon: ListChecks },
  { view: 'door', icon: DoorOpen },
  { view: 'desk', icon: BookUp },
  { view: 'chute', icon: BookDown },
]

const Views = ({ sim }: { sim: Simulator }) => (
  <nav class="views" aria-label={say('view')}>
    {VIEWS.map(({ view, icon }) => (
      <button
        key={view}
        type="button"
        aria-pressed={sim.side.value === view}
        onClick={() => {
          sim.side.value = view
          if (view === 'now') sim.large.value = false
        }}
      >
        <Icon of={icon} />
        {say(`view-${view}`)}
      </button>
    ))}
  </nav>
)

const Languages = () => (
  <fieldset class="languages" aria-label={say('choose-language')}>
    {LANGUAGES.map((one) => (
      <button
        key={one}
        type="button"
        lang={one}
        aria-pressed={language.value === one}
        onClick={() => {
          language.value = one
        }}
      >
        {say(`language-${one}`)}
      </button>
    ))}
  </fieldset>
)

export const Header = ({
  sim,
  state,
}: {
  sim: Simulator
  state: SimulatorState | null
}) => (
  <header class="top">
    <h1>
      <Mark />
      {say('product')}
    </h1>
    <p>{say('tagline')}</p>
    <Views sim={sim} />
    <Languages />
    {state !== null && <TimeControl sim={sim} state={state} />}
  </header>
)
