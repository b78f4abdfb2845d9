// The branch's own calendar and clock, whatever zone the browser sits in.

export type LocalTime = {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

const formatter = (
  locale: string,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat => {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  formatters.set(key, made)
  return made
}

const WHOLE = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
} as const

/** What the wall clock in `zone` shows at an instant (ms since 1970 UTC). */
export const localTime = (at: number, zone: string): LocalTime => {
  const parts = formatter('en-GB', zone, WHOLE).formatToParts(at)
  const read = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  }
}

const asIfUtc = ({ year, month, day, hour, minute }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute)

/** The instant when the wall clock shows `local`. An hour that daylight saving skips or repeats
 *  gives one of its two readings. */
export const instantOf = (local: LocalTime, zone: string): number => {
  const wanted = asIfUtc(local)
  const corrected = (guess: number): number =>
    guess + wanted - asIfUtc(localTime(guess, zone))
  return corrected(corrected(wanted))
}

const two = (n: number): string => String(n).padStart(2, '0')

/** `2026-11-19`, as a date field wants it. */
export const dayText = ({ year, month, day }: LocalTime): string =>
  `${year}-${two(month)}-${two(day)}`

/** `17:42`. */
export const clockText = ({ hour, minute }: LocalTime): string =>
  `${two(hour)}:${two(minute)}`

/** Reads `2026-11-19`; null when it is no day. */
export const readDay = (
  text: string,
): { year: number; month: number; day: number } | null => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (year === undefined) return null
  return { year: Number(year), month: Number(month), day: Number(day) }
}

/** Reads `17:42`; null when it is no time. */
export const readClock = (text: string): { hour: number; minute: number } | null => {
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(text) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null
  return { hour: Number(hour), minute: Number(minute) }
}

/** `tors 19 nov`: staff and this page read it, patrons never. */
export const weekdayText = (at: number, zone: string, locale: string): string =>
  formatter(locale, zone, { weekday: 'short', day: 'numeric', month: 'short' })
    .format(at)
    .replaceAll('.', '')
    .replace(',', '')

/** `17:42:05`. */
export const secondsText = (at: number, zone: string): string =>
  formatter('sv-SE', zone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at)
