// Which PINs a person may choose: none that a stranger tries first, and none for duress that she could type
// by mistake. Pure.

/** The twenty commonest of 3.4 million, more than a quarter of them (N. Berry, DataGenetics, 2012). */
const COMMON: ReadonlySet<string> = new Set([
  ...['1234', '1111', '0000', '1212', '7777', '1004', '2000', '4444', '2222', '6969'],
  ...['9999', '3333', '5555', '6666', '1122', '1313', '8888', '4321', '2001', '1010'],
])

export type PinObjection =
  | 'common'
  | 'repeated'
  | 'sequence'
  | 'birth-date'
  /** Of the one for duress: the usual one, or one slip of a finger away from it. */
  | 'too-near-usual'

/** `pin`, `duress`: 4–8 digits. `born`: `1992-03-14`. */
export type ChosenPin = { pin: string; duress?: string | undefined; born: string }

export type Objection = { at: 'pin' | 'duress'; why: PinObjection }

/** Everything that is wrong with it; nothing when it may be set. */
export const objectionsTo = ({ pin, duress, born }: ChosenPin): readonly Objection[] => {
  const usual = weaknesses(pin, born).map((why): Objection => ({ at: 'pin', why }))
  if (duress === undefined) return usual
  const forced = weaknesses(duress, born).map((why): Objection => ({ at: 'duress', why }))
  const near = isOneSlip(pin, duress)
    ? ([{ at: 'duress', why: 'too-near-usual' }] as const)
    : []
  return [...usual, ...forced, ...near]
}

const UP = '01234567890123456'
const DOWN = [...UP].reverse().join('')

const weaknesses = (pin: string, born: string): PinObjection[] => {
  const found: PinObjection[] = []
  if (COMMON.has(pin)) found.push('common')
  if (/^(\d{1,4})\1+$/.test(pin)) found.push('repeated')
  if (UP.includes(pin) || DOWN.includes(pin)) found.push('sequence')
  if (birthForms(born).some((form) => pin.includes(form))) found.push('birth-date')
  return found
}

/** As people write their birthday: it stands on what lies in the same purse. */
const birthForms = (born: string): readonly string[] => {
  const [year = '', month = '', day = ''] = born.split('-')
  const short = year.slice(2)
  return [year, day + month, month + day, short + month, month + short, day + short]
}

/** The same, or one digit other, missing, too many, or changed with its neighbour. */
const isOneSlip = (usual: string, other: string): boolean => {
  if (usual.length !== other.length)
    return isOneMore(usual, other) || isOneMore(other, usual)
  const wrong = [...usual].flatMap((digit, n) => (digit === other[n] ? [] : [n]))
  const [first = 0, second = 0] = wrong
  const isSwapped = usual[first] === other[second] && usual[second] === other[first]
  return wrong.length < 2 || (wrong.length === 2 && second === first + 1 && isSwapped)
}

const isOneMore = (short: string, long: string): boolean =>
  [...long].some((_, n) => long.slice(0, n) + long.slice(n + 1) === short)
