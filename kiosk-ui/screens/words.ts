// Sentences that several screens share, made from what the kiosk says is so.
import type { Day, Frame } from '../../device/screen-protocol.ts'
import { dayFrom, longDay, signTime } from '../text/dates.ts'
import { language, say } from '../text/say.ts'

/** Longer titles would push the screen apart; the whole title is on the book. */
const LONGEST_TITLE = 56

export const titleOf = (title: string | null): string => {
  if (title === null) return say('book')
  if (title.length <= LONGEST_TITLE) return title
  return `${title.slice(0, LONGEST_TITLE - 1).replace(/[\s:,.;–-]+$/, '')}…`
}

export const dayOf = (day: Day): string => longDay(day, language.value)

/** "21", "17.30", or `none` when nobody knows. */
export const untilTime = ({ opening, zone }: Frame): string =>
  opening.until === null ? 'none' : signTime(opening.until, zone, language.value)

export type BandFill = 'solid' | 'hatched' | 'outlined' | 'dotted'

type OpeningName = Frame['opening']['name']

export const BAND: Record<OpeningName, BandFill> = {
  staffed: 'solid',
  clearing: 'hatched',
  'self-service': 'hatched',
  'last-call-15': 'hatched',
  'last-call-5': 'hatched',
  closing: 'outlined',
  closed: 'outlined',
  unknown: 'dotted',
}

const MODE: Record<OpeningName, string> = {
  staffed: 'mode-staffed',
  clearing: 'mode-clearing',
  'self-service': 'mode-self-service',
  'last-call-15': 'mode-last-call',
  'last-call-5': 'mode-last-call',
  closing: 'mode-closing',
  closed: 'mode-closed',
  unknown: 'mode-unknown',
}

/** Nobody is let in by the hours, also while some are still on the way out. */
export const isShut = ({ opening: { name } }: Frame): boolean =>
  name === 'closed' || name === 'closing'

/** "Meröppet till 21". */
export const modeOf = (frame: Frame): string =>
  say(MODE[frame.opening.name], { time: untilTime(frame) })

/** "Vi öppnar fredag klockan 7.", or nothing when it is not known. */
export const opensAgain = (frame: Frame, now: number): string | undefined => {
  const { until } = frame.opening
  if (until === null) return
  const { when, weekday } = dayFrom(now, until, frame.zone, language.value)
  return say('opens', { when, weekday, time: untilTime(frame) })
}
