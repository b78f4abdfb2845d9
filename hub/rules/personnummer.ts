// Swedish personal identity numbers (standards §4): read, checked, and brought to one form.
import { Temporal } from 'temporal-polyfill'

const FORM = /^(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{3})(\d)$/
/** A samordningsnummer bears the day of birth plus this. */
const COORDINATION = 60

/**
 * The twelve digits YYYYMMDDNNNC of a personnummer or samordningsnummer, or null where `text` is none. Of
 * ten digits it is the latest such birth up to `today`, and a hundred years before it with `+`.
 */
export const personnummer = (text: string, today: string): string | null => {
  const parts = FORM.exec(text)
  if (parts === null) return null
  const [, century, years = '', month = '', day = '', sign, serial = '', check = ''] = parts
  if (serial === '000') return null
  if (!passesLuhn(`${years}${month}${day}${serial}${check}`)) return null
  const rest = `${month}${day}${serial}${check}`
  if (century !== undefined)
    return isBirth(`${century}${years}`, { month, day, today })
      ? `${century}${years}${rest}`
      : null
  const year = yearsEnding(years, today).find(
    (one) => isBirth(one, { month, day, today }) && (sign !== '+' || isOld(one, today)),
  )
  return year === undefined ? null : `${year}${rest}`
}

/** Those of three centuries that end in these two digits, the latest first. */
const yearsEnding = (years: string, today: string): readonly string[] => {
  const century = Number(today.slice(0, 2))
  return [century, century - 1, century - 2].map((one) => `${one}${years}`)
}

/** The sign changes with the year in which somebody turns a hundred, not with the day. */
const isOld = (year: string, today: string): boolean =>
  Number(today.slice(0, 4)) - Number(year) >= 100

const isBirth = (
  year: string,
  { month, day, today }: { month: string; day: string; today: string },
): boolean => {
  const dayOfMonth = Number(day) > COORDINATION ? Number(day) - COORDINATION : Number(day)
  const born = dateOf(Number(year), Number(month), dayOfMonth)
  return born !== null && born <= today
}

const dateOf = (year: number, month: number, day: number): string | null => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString()
  } catch {
    return null
  }
}

/** ISO/IEC 7812 Annex B over ten digits, check digit last. */
const passesLuhn = (digits: string): boolean => {
  const sum = [...digits].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
