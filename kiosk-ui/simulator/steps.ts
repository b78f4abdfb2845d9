// The things to try, ticked when they really happened: found by comparing each state with the last.
import type { SimulatedPiece, SimulatorState } from '../../device/simulator/protocol.ts'

export const STEPS = ['enter', 'borrow', 'return', 'offline', 'recover'] as const
export type Step = (typeof STEPS)[number]

/** ISO 28560-3 security byte of an item that is out on loan. */
const ON_LOAN = 0xc2
const SECURED = 0x07

export type Progress = {
  done: readonly Step[]
  /** A tag was unlocked since somebody last finished at the desk. */
  lent: boolean
}

export const UNTRIED: Progress = { done: [], lent: false }

/** The step to take next; null when all are done. */
export const nextStep = (progress: Progress): Step | null =>
  STEPS.find((step) => !progress.done.includes(step)) ?? null

/** What this state adds to what has been tried. */
export const follow = (
  progress: Progress,
  before: SimulatorState,
  state: SimulatorState,
): Progress => {
  const lent = progress.lent || someTag(before, state, SECURED, ON_LOAN)
  const happened: Record<Step, boolean> = {
    enter: state.shown.door === 'door.granted',
    borrow: lent && FINISHED.includes(state.shown.desk),
    return: droppedIn(before, state),
    offline: !state.network.connected && state.journal.unsent > 0,
    recover:
      progress.done.includes('offline') &&
      state.network.online &&
      state.journal.unsent === 0,
  }
  const fresh = STEPS.filter((step) => happened[step] && !progress.done.includes(step))
  if (fresh.length === 0 && lent === progress.lent) return progress
  return { done: [...progress.done, ...fresh], lent }
}

const FINISHED = ['desk.finish', 'desk.thanks']

const pieces = (state: SimulatorState): SimulatedPiece[] =>
  state.books.flatMap((book) => book.pieces)

const inBin = (piece: SimulatedPiece | undefined): boolean => piece?.place.at === 'bin'

const droppedIn = (before: SimulatorState, state: SimulatorState): boolean => {
  const old = new Map(pieces(before).map((piece) => [piece.key, piece]))
  return pieces(state).some(
    (piece) => inBin(piece) && !inBin(old.get(piece.key)) && piece.afi === SECURED,
  )
}

const someTag = (
  before: SimulatorState,
  state: SimulatorState,
  from: number,
  to: number,
): boolean =>
  pieces(state).some(
    (piece) =>
      piece.afi === to &&
      pieces(before).some((old) => old.key === piece.key && old.afi === from),
  )
