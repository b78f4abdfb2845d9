// Which rows may go when a disk has no room for more. The oldest of them go first.
import type { KioskEvent } from '../../hub/protocol/events.ts'

/** Why a branch must account for a row of this kind: it is never thinned. Null: it may go. */
const MUST_STAY: Readonly<Record<KioskEvent['kind'], string | null>> = {
  visit: 'who was let in: asked for after a theft, and counted for those who pay',
  door: 'opened, held open, forced: what the police and the insurer ask for',
  tamper: 'somebody was at a reader: what came from it before may be asked for',
  clock: 'why the times before and after it are as they are',
  command: 'who was let in from afar; refused ones are few, since they are counted out',
  'hold-open': 'why the door stood open',
  fire: 'when the fire panel called, and when it was over',
  'door-trouble':
    'a lock that did not hold, a door that was kept shut: asked for after a theft',
  checkout: 'the loan stands at the hub until this settles it',
  'checkout-undone': 'else a patron owes a book that never left',
  checkin: 'else a patron owes a book that is back',
  'pin-failed-offline': 'else guesses at several doors without the hub never add up',
  'offline-list': 'somebody was at the list that the door opens by',
  alarm: 'armed, or why not: asked for after a theft',
  // Who stands outside can make as many of these as he likes, and would push out all the others.
  'entry-refused': null,
  'tail-gate': null,
  counted: null,
  'checkout-refused': null,
  'given-back': null,
  // How things were; how they are is told again whenever it changes.
  started: null,
  bin: null,
  device: null,
  paper: null,
  present: null,
  'roll-call': null,
}

/** Kinds whose rows may go. */
export const THINNED: readonly string[] = Object.entries(MUST_STAY).flatMap(
  ([kind, reason]) => (reason === null ? [kind] : []),
)
