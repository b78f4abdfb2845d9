// How somebody may say at a door who she is: which methods a branch takes, and what is asked of her.
import { isReadByAir } from '../protocol/asks.ts'
import type { LoginMethod } from '../protocol/entry-rules.ts'
import { personnummer } from './personnummer.ts'

/** Those a branch takes. */
type Methods = { methods: readonly LoginMethod[] }

/** A PIN too many does no harm: where the card alone is taken, so are card and PIN. */
export const takes = ({ methods }: Methods, method: LoginMethod): boolean =>
  methods.includes(method) || (method === 'card-pin' && methods.includes('card'))

/** Far enough ahead for every birth: whether it is somebody's is for the hub to say. */
const ANY_DAY = '2100-12-31'

/** Whether whoever shows this number to a reader is asked for a PIN. */
export const needsPin = ({ methods }: Methods, number: string): boolean =>
  !methods.includes('card') ||
  isReadByAir(number) ||
  (methods.includes('personnummer-pin') && personnummer(number, ANY_DAY) !== null)
