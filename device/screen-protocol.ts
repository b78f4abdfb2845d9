// The contract between a kiosk and its screens, over a WebSocket on loopback. Imports nothing.
// The device says what is so; every sentence is made in kiosk-ui/text.

export type Role = 'door' | 'desk' | 'chute'

export type OpeningName =
  | 'staffed'
  | 'clearing'
  | 'self-service'
  | 'last-call-15'
  | 'last-call-5'
  | 'closing'
  | 'closed'
  | 'unknown'

/** What is said to everybody: written on every screen, and heard at the one that has a speaker. */
export type Announced = {
  /** Rises with each. */
  n: number
  lines: readonly { language: 'sv' | 'en'; text: string }[]
  /** Files at `/sound/`, to be played one after the other. */
  sound: { at: Role; files: readonly string[] } | null
}

/** The strip at the top, the same on every screen. */
export type Frame = {
  branch: string
  /** The deciding clock when this was sent, ms since 1970 UTC; the screen ticks on by `speed`. */
  now: number
  speed: number
  zone: string
  opening: {
    name: OpeningName
    /** When staff go or come, or the branch closes or opens, ms since 1970 UTC. */
    until: number | null
  }
  phone: string
  emergency: string
  language: 'sv' | 'en'
  /** The hub cannot be asked just now (O5). */
  offline: boolean
  /** The branch wants its screens dark; one that nobody has touched is. */
  dark: boolean
  announcement: Announced | null
}

export type DoorView =
  | { screen: 'door.ready' } // D01; words from frame.opening
  | { screen: 'door.pin'; asking: boolean } // D02
  | { screen: 'door.granted'; secondsLeft: number; ofSeconds: number } // D03
  | { screen: 'door.present' } // checked in at the roll-call; the door stays locked
  | { screen: 'door.refused' } // D04: never says why
  | { screen: 'door.offline' } // D06: nobody new can be let in just now
  | { screen: 'door.reader-lost' } // D06
  | { screen: 'door.close-door' } // D07: asked for, before staff hear of it
  | { screen: 'door.held-open' } // D07
  | { screen: 'door.after-fire' } // nobody is let in until somebody has said that it is over

export type Task = 'borrow' | 'return' | 'renew' | 'holds' | 'account'

/** ISO calendar day `2026-12-17`. */
export type Day = string

export type BorrowRow = {
  item: string
  title: string | null
  state:
    | 'reading'
    | 'lent'
    | 'lent-later' // lent while the hub is gone; shown in the account later today
    | 'incomplete' // have of total
    | 'put-back' // taken from the pad before it was unlocked
    | 'tag-failed'
    | 'unknown-item'
    | 'reserved-for-other'
    | 'on-loan-to-other'
    | 'already-yours'
    | 'not-for-loan'
    | 'loan-limit'
    | 'foreign'
  due?: Day
  have?: number
  total?: number
}

export type ReturnRow = {
  item: string
  title: string | null
  state:
    | 'reading'
    | 'returned'
    | 'returned-later' // while the hub is gone
    | 'incomplete'
    | 'put-back'
    | 'tag-failed'
    | 'unknown-item'
    | 'foreign'
  /** Where the patron puts it, at the desk. */
  next?: { to: 'shelf' } | { to: 'hold-shelf' } | { to: 'box'; branch: string }
  have?: number
  total?: number
}

export type LoanRow = {
  loan: string
  title: string
  due: Day
  renewable: boolean
  /** Set after a renewal was tried. */
  renewal?: 'renewed' | 'reserved-for-other' | 'renewal-limit' | 'no-answer'
}

export type HoldRow = {
  hold: string
  title: string
  state: 'queued' | 'in-transit' | 'ready'
  pickup: string
  shelf: string | null
}

export type CardProblem = 'unknown-card' | 'blocked' | 'no-answer'

export type DeskView =
  | { screen: 'desk.idle' } // K01
  | { screen: 'desk.home'; name: string | null; disabled: readonly Task[] } // K03
  | {
      screen: 'desk.identify'
      task: Task
      problem: CardProblem | null
      readerLost: boolean
    } // K04
  | {
      screen: 'desk.pin' // K05
      task: Task
      asking: boolean
      problem: 'wrong-pin' | 'locked-out' | 'no-answer' | null
      triesLeft: number | null
    }
  | { screen: 'desk.borrow'; rows: readonly BorrowRow[]; padLost: boolean } // K06
  | { screen: 'desk.return'; rows: readonly ReturnRow[]; padLost: boolean } // K08
  | { screen: 'desk.account'; loans: readonly LoanRow[] | null; holds: readonly HoldRow[] } // K10; null = asking
  | { screen: 'desk.renew'; loans: readonly LoanRow[] | null; asking: boolean } // K11
  | { screen: 'desk.holds'; holds: readonly HoldRow[] | null } // K12
  | {
      screen: 'desk.finish' // K07, K09, K14
      borrowed: readonly BorrowRow[]
      returned: readonly ReturnRow[]
      renewed: readonly LoanRow[]
      printer: 'ready' | 'out' | 'lost'
      /** Counts down to "no receipt". */
      secondsLeft: number
      ofSeconds: number
    }
  | { screen: 'desk.thanks'; printed: boolean }
  | { screen: 'desk.help' } // K15
  | { screen: 'desk.out-of-order' } // K19

export type ChuteView =
  | { screen: 'chute.ready'; count: number } // K08, outside
  | { screen: 'chute.reading'; count: number }
  | { screen: 'chute.open'; title: string | null; count: number } // flap is open, push it in
  | { screen: 'chute.accepted'; title: string | null; count: number; later: boolean }
  | {
      screen: 'chute.given-back'
      why: 'no-tag' | 'unknown-item' | 'incomplete' | 'several' | 'tag-failed' | 'foreign'
      count: number
      have?: number
      total?: number
    }
  | { screen: 'chute.jam'; count: number }
  | { screen: 'chute.full'; count: number }
  | { screen: 'chute.out-of-order'; count: number }

export type View = DoorView | DeskView | ChuteView

export type Overlay =
  | { kind: 'timeout'; secondsLeft: number; ofSeconds: number } // O1
  | { kind: 'closing'; minutes: 15 | 5 | 1 } // O2
  | { kind: 'evacuation' } // O3
  | null

/** Device → screen, whole each time anything changes. */
export type ToScreen = { frame: Frame; view: View; overlay: Overlay }

/** Screen → device. The device checks every one; what does not fit its state is ignored. */
export type ScreenAction =
  | { do: 'touch' } // any touch: somebody is there
  | { do: 'start' }
  | { do: 'choose'; task: Task }
  | { do: 'card'; number: string } // typed by hand
  | { do: 'pin'; digits: string }
  | { do: 'done' }
  | { do: 'renew'; loan: string | null } // null = all
  | { do: 'receipt'; choice: 'print' | 'none' }
  | { do: 'help' }
  | { do: 'back' }
  | { do: 'finish' }
  | { do: 'stay' } // answers the time-out
  | { do: 'language'; language: 'sv' | 'en' }
