// How somebody may say at a door who she is: which methods a branch takes, and what is asked of her.
import { isReadByAir } from '../protocol/asks.ts'
import type { EntryRules, LoginMethod } from '../protocol/entry-rules.ts'
import { personnummer } from './personnummer.ts'

/** A PIN too many does no harm: where the card alone is taken, so are card and PIN. */
export const takes = (
  { methods }: Pick<EntryRules, 'methods'>,
  method: LoginMethod,
): boolean =>
  methods.includes(method) || (method === 'card-pin' && methods.includes('card'))

/** Whether whoever shows this number is asked for a PIN. `today` is a day at the branch. */
export const needsPin = (
  rules: Pick<EntryRules, 'methods'>,
  number: string,
  today: string,
): boolean =>
  !rules.methods.includes('card') ||
  isReadByAir(number) ||
  (rules.methods.includes('personnummer-pin') && personnummer(number, today) !== null)
