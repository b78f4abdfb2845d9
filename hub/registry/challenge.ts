// A card and a PIN, found right or not. What it costs and how long it takes is the same whoever's card it
// is, known or not: what differs is only the answer.
import type { Alarms } from '../alarms/alarms.ts'
import type { RequestOf } from '../protocol/asks.ts'
import type { EntryRules, LoginMethod } from '../protocol/entry-rules.ts'
import { localDay } from '../rules/local-day.ts'
import { personnummer } from '../rules/personnummer.ts'
import type { Store, Tx } from '../store/store.ts'
import { branchOf, type HoursNow, rulesOfBranch } from './branches.ts'
import { cardHash, personnummerHash } from './card.ts'
import { createHoursNow } from './hours-now.ts'
import {
  type Holder,
  holderOfCard,
  holderOfPersonnummer,
  type Patron,
  withStanding,
} from './patrons.ts'
import { comparePin } from './pin.ts'
import {
  type Counted,
  countTry,
  forgetTries,
  forgiveTry,
  type Trying,
  unknownCard,
} from './pin-tries.ts'
import type { AskedPlace } from './place.ts'

type Hours = HoursNow & { rules: EntryRules }

export type Challenged = Pick<Counted, 'lockedOut' | 'triesLeft'> &
  Hours & {
    /** Null = no such card. */
    patron: Patron | null
    method: LoginMethod
    right: boolean
  }

/** Where a card can be held: a kiosk has one reader at the door and one at the desk. */
export type Reader = 'door' | 'desk'

/** Who somebody says she is, and the PIN that proves it. */
type Claim = Pick<RequestOf<'entry'>, 'card' | 'pin'>
type Named = { holder: Holder | null; hash: Uint8Array; method: LoginMethod }

export type Challenge = (
  claim: Claim,
  at: AskedPlace,
  reader: Reader,
) => Promise<Challenged>

export type Challenging = {
  store: Store
  /** The hub's key for card numbers. */
  key: Uint8Array
  alarms: Pick<Alarms, 'raise'>
}

/** May not run inside a transaction: comparing takes long on purpose. */
export const createChallenge = ({ store, key, alarms }: Challenging): Challenge => {
  const hoursNow = createHoursNow()
  const hoursAt = async ({ branch: id, now }: AskedPlace): Promise<Hours> => {
    const branch = await branchOf(store.db, id)
    return { ...hoursNow(branch, now), rules: rulesOfBranch(branch) }
  }
  /**
   * Who stands at the door waits for no second commit; whoever comes next does, since the store takes
   * turns. A mistake that could not be forgotten stays counted, and the store says itself that it is ill.
   * A wrong PIN costs as much: what is old goes with it, and nobody sees which of them it was.
   */
  const settleSoon = (trying: Trying, counted: Counted, right: boolean): Promise<void> =>
    store
      .together((tx) =>
        right ? forgiveTry(tx, trying, counted) : forgetTries(tx, trying.now),
      )
      .catch(() => {})

  const tell = (
    { readerIsFull, manyCards }: Counted,
    at: { kiosk: string; reader: Reader },
  ): void => {
    const alarm = { kiosk: at.kiosk, detail: at.reader }
    if (readerIsFull) alarms.raise({ ...alarm, kind: 'reader-paused' })
    if (manyCards) alarms.raise({ ...alarm, kind: 'many-cards' })
  }
  /** A card by its number; else, with a PIN, the card of whoever has this personnummer. */
  const nameOf = async (tx: Tx, { card, pin }: Claim, now: number): Promise<Named> => {
    const hash = cardHash(key, card)
    const holder = await holderOfCard(tx, hash)
    const method = pin === undefined ? 'card' : 'card-pin'
    const digits = personnummer(card, localDay(now, 'UTC'))
    if (holder !== null || pin === undefined || digits === null)
      return { holder, hash, method }
    const named = await holderOfPersonnummer(tx, personnummerHash(key, digits))
    return { holder: named, hash, method: 'personnummer-pin' }
  }

  /** What the answer waits for on the disk, and no more. */
  const begun = (claim: Claim, at: AskedPlace, reader: Reader) =>
    store.together(async (tx) => {
      await at.begin(tx)
      const { holder, hash, method } = await nameOf(tx, claim, at.now)
      const who = holder?.key ?? unknownCard(hash)
      // The card alone has tries of its own: it is no guess at the PIN, and gives none back.
      const named = claim.pin === undefined ? `alone ${who}` : who
      const trying = { who: named, reader: `${at.kiosk}/${reader}`, now: at.now }
      return { holder, method, trying, counted: await countTry(tx, trying) }
    })

  return async (claim, at, reader) => {
    const { kiosk, branch } = at
    const { pin } = claim
    const { holder, method, trying, counted } = await begun(claim, at, reader)
    // Comparing has a thread of its own: what the answer needs besides is looked up meanwhile.
    const [compared, patron, hours] = await Promise.all([
      pin === undefined ? alone(holder) : comparePin(holder, pin),
      withStanding(store.db, holder ?? NOBODY, branch),
      hoursAt(at),
    ])
    const right = compared !== 'wrong' && !counted.lockedOut
    const settled = settleSoon(trying, counted, right)
    // After the answer, and nowhere in it: nobody at the door is to see that help was called.
    if (right && compared === 'under-duress')
      void settled.then(() => alarms.raise({ kiosk, kind: 'duress', detail: reader }))
    if (!right) tell(counted, { kiosk, reader })
    const { lockedOut, triesLeft } = counted
    return { lockedOut, triesLeft, ...hours, patron: holder && patron, method, right }
  }
}

/** Where the card is enough, being known is being right. */
const alone = (holder: Holder | null): 'right' | 'wrong' =>
  holder === null ? 'wrong' : 'right'

/** Is looked up where a card is unknown, so that it takes as long. */
const NOBODY: Holder = {
  key: '',
  name: '',
  born: '1970-01-01',
  language: 'sv',
  member: '',
  ...{ verifier: null, duress: null, category: null, debt: 0, extended: false },
}
