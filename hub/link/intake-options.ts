// What every reader of messages is given, and what it says of a message it could not read.
import type { Alarms } from '../alarms/alarms.ts'
import type { HubClock } from '../clock.ts'
import type { GroupCommit } from '../inbox/group-commit.ts'
import type { Logger } from '../log.ts'
import type { DoneMessage } from '../protocol/envelope.ts'
import type { CardSeal } from '../registry/card-seal.ts'
import type { Store } from '../store/store.ts'
import type { Duties } from './duties.ts'
import type { KnownKiosk } from './kiosks.ts'
import type { Line } from './line.ts'
import type { PresenceBook } from './presence.ts'

export type IntakeOptions = {
  line: Line
  duties: Duties
  presence: PresenceBook
  store: Store
  inbox: GroupCommit
  alarms: Pick<Alarms, 'raise' | 'over'>
  clock: HubClock
  /** Opens card numbers in rows; undefined where none are told. */
  cards?: Pick<CardSeal, 'hashOf'>
  /** What became of a command; undefined where none are given. */
  done?: (kiosk: KnownKiosk, message: DoneMessage) => Promise<Unread | undefined>
  /** A kiosk has come with a boot below `heard`, one heard before: its questions are not answered. */
  bootTooLow?: (kiosk: KnownKiosk, heard: number) => Promise<void>
  log: Logger
}

/** Why a message could not be read; `place` where it has one that is the same when it is sent again. */
export type Unread = { reason: string; place?: string }
