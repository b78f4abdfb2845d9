// Watches the branch's opening state: what every screen shows, and how near closing is.
import type { KioskConfiguration } from '../hub/protocol/configuration.ts'
import { type Hours, hoursOf, type OpeningName } from '../hub/rules/opening.ts'
import { openingMemory } from '../hub/rules/opening-memory.ts'
import type { Clock } from './ports.ts'
import type { Frame, Overlay } from './screen-protocol.ts'

export type Opening = Frame['opening']
/** Minutes to closing, when it is near enough to say so. */
export type Closing = Extract<Overlay, { kind: 'closing' }>['minutes'] | null

export type OpeningWatch = Disposable & {
  /** Looks now: the clock was set, or the configuration changed. */
  look(configuration?: KioskConfiguration): void
}

const MINUTE_MS = 60_000
const LOOK_EVERY_MS = 1000

/** Calls at once and at each change. Without a configuration nothing is known to be open. */
export const watchOpening = (
  clock: Clock,
  changed: (opening: Opening, closing: Closing) => void,
): OpeningWatch => {
  let hours: Hours | undefined
  const openingAt = openingMemory()
  let last = ''

  const look = (): void => {
    const at = clock.now()
    // Without a time to rely on nothing is open by schedule (fault 14): the hub's word still opens the door.
    const state = clock.trusted === false ? undefined : hours && openingAt(at, hours)
    const opening: Opening = {
      name: state === undefined ? 'unknown' : SIGN[state.name],
      until: state?.modeUntil ?? null,
    }
    const closing = closingOf(opening, at)
    const told = JSON.stringify({ opening, closing })
    if (told === last) return
    last = told
    changed(opening, closing)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  look()
  return {
    look: (latest) => {
      if (latest !== undefined) hours = hoursOf(latest)
      look()
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** What a sign says: why it is closed is not for the street. */
const SIGN: Record<OpeningName, Opening['name']> = {
  staffed: 'staffed',
  clearing: 'clearing',
  'self-service': 'self-service',
  'last-call-15': 'last-call-15',
  'last-call-5': 'last-call-5',
  closing: 'closing',
  closed: 'closed',
  paused: 'closed',
  'entry-lockdown': 'closed',
}

const closingOf = ({ name, until }: Opening, at: number): Closing => {
  if (name === 'last-call-15') return 15
  if (name !== 'last-call-5') return null
  return until !== null && until - at <= MINUTE_MS ? 1 : 5
}
