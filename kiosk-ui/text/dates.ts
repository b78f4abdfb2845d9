// Days and times as people say them: "torsdag 17 december", "17.42". Never 12/17.
import type { Day } from '../../device/screen-protocol.ts'
import type { Language } from './say.ts'

const LOCALE: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' }

const part = (
  parts: readonly Intl.DateTimeFormatPart[],
  type: Intl.DateTimeFormatPartTypes,
): string => parts.find((each) => each.type === type)?.value ?? ''

/** "torsdag 17 december", "Thursday 17 December". */
export const longDay = (day: Day, language: Language): string => {
  const parts = new Intl.DateTimeFormat(LOCALE[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).formatToParts(new Date(`${day}T12:00Z`))
  return `${part(parts, 'weekday')} ${part(parts, 'day')} ${part(parts, 'month')}`
}

const partsAt = (at: number, zone: string, language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).formatToParts(at)

/** "17.42" in Swedish, "17:42" in English. */
export const clockTime = (at: number, zone: string, language: Language): string => {
  const parts = partsAt(at, zone, language)
  const dot = language === 'sv' ? '.' : ':'
  return `${part(parts, 'hour')}${dot}${part(parts, 'minute')}`
}

/** A time on a sign: whole hours in Swedish without minutes, "21"; a day ends at "24". */
export const signTime = (at: number, zone: string, language: Language): string => {
  const time = clockTime(at, zone, language)
  if (language === 'en') return time
  const whole = time.endsWith('.00') ? String(Number(time.slice(0, 2))) : time
  return whole === '0' ? '24' : whole
}

const dayNumber = (at: number, zone: string): number => {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)
  return Date.parse(`${day}T00:00Z`) / 86_400_000
}

/** "fredag", "i morgon" as a key, or today: how far away the day of `at` is. */
export const dayFrom = (
  now: number,
  at: number,
  zone: string,
  language: Language,
): { when: 'today' | 'tomorrow' | 'later'; weekday: string } => {
  const days = dayNumber(at, zone) - dayNumber(now, zone)
  return {
    when: days <= 0 ? 'today' : days === 1 ? 'tomorrow' : 'later',
    weekday: part(partsAt(at, zone, language), 'weekday'),
  }
}
