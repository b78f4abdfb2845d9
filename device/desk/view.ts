// What the desk's screen shows, from what the desk knows.
import { group, type ItemSeen, isComplete } from '../items.ts'
import type { BorrowRow, DeskView, Overlay, ReturnRow } from '../screen-protocol.ts'
import { isBlocked, isSpent, type TagPart } from '../tag-part.ts'
import { printerState, RECEIPT_S } from './finish.ts'
import type { Lending } from './lending.ts'
import type { Returning } from './returning.ts'
import { disabledTasks, WARNING_S } from './session.ts'
import type { DeskState } from './state.ts'

export const viewOf = (state: DeskState): DeskView => {
  const { screen, account, pad } = state
  if (state.broken) return { screen: 'desk.out-of-order' }
  if (state.help) return { screen: 'desk.help' }
  switch (screen.at) {
    case 'idle':
      return { screen: 'desk.idle' }
    case 'home':
      return {
        screen: 'desk.home',
        name: state.patron?.name ?? null,
        disabled: disabledTasks(state),
      }
    case 'identify': {
      const { task, problem } = screen
      return { screen: 'desk.identify', task, problem, readerLost: !state.cardReader }
    }
    case 'pin': {
      const { task, asking, problem, triesLeft } = screen
      return { screen: 'desk.pin', task, asking: asking !== null, problem, triesLeft }
    }
    case 'borrow':
      return {
        screen: 'desk.borrow',
        rows: [...lendings(state).map(borrowRow(state)), ...besides(state, 'lending')],
        padLost: !pad.connected,
      }
    case 'return':
      return {
        screen: 'desk.return',
        rows: [...returnings(state).map(returnRow(state)), ...besides(state, 'returning')],
        padLost: !pad.connected,
      }
    case 'account':
      return {
        screen: 'desk.account',
        loans: account?.loans ?? null,
        holds: account?.holds ?? [],
      }
    case 'renew': {
      const loans = account?.loans ?? null
      return { screen: 'desk.renew', loans, asking: screen.asking !== null }
    }
    case 'holds':
      return { screen: 'desk.holds', holds: account?.holds ?? null }
    case 'finish':
      return finishView(state, screen.secondsLeft)
    case 'thanks':
      return { screen: 'desk.thanks', printed: screen.printed }
  }
}

/** Fire before everything, then the person's time, then the house's. */
export const overlayOf = ({ fire, warning, closing }: DeskState): Overlay => {
  if (fire) return { kind: 'evacuation' }
  if (warning !== null)
    return { kind: 'timeout', secondsLeft: warning, ofSeconds: WARNING_S }
  return closing === null ? null : { kind: 'closing', minutes: closing }
}

const finishView = (state: DeskState, secondsLeft: number): DeskView => {
  const borrowed = lendings(state).map(borrowRow(state))
  return {
    screen: 'desk.finish',
    // What worked first, then what did not.
    borrowed: [...borrowed.filter(isLent), ...borrowed.filter((row) => !isLent(row))],
    returned: returnings(state).map(returnRow(state)),
    renewed: state.renewed,
    printer: printerState(state),
    secondsLeft,
    ofSeconds: RECEIPT_S,
  }
}

const isLent = ({ state }: BorrowRow): boolean => state === 'lent' || state === 'lent-later'

/** A refused item is shown for as long as it lies there. */
const lendings = ({ works, visit, pad }: DeskState): Lending[] =>
  works.filter(
    (work): work is Lending =>
      work.kind === 'lending' &&
      work.visit === visit &&
      work.phase.at !== 'learning' &&
      (work.phase.at !== 'refused' || lies(work.parts, pad.tags)),
  )

const returnings = ({ works, visit, pad }: DeskState): Returning[] =>
  works.filter(
    (work): work is Returning =>
      work.kind === 'returning' &&
      work.visit === visit &&
      (work.phase.at === 'returned' ||
        work.phase.at === 'securing' ||
        lies(work.parts, pad.tags)),
  )

const lies = (parts: readonly TagPart[], tags: DeskState['pad']['tags']): boolean =>
  parts.some((part) => tags.some(({ uid }) => uid === part.uid))

const borrowRow =
  ({ pad, security }: DeskState) =>
  (lending: Lending): BorrowRow => {
    const { item, title, due, phase, parts, count } = lending
    const row = { item: item.id, title }
    switch (phase.at) {
      case 'asking':
      case 'learning':
        return { ...row, state: 'reading' }
      case 'unlocking':
        return { ...row, state: underWay(parts, security.onLoan, pad.tags) }
      case 'undoing':
        return { ...row, state: underWay(parts, security.secured, pad.tags) }
      case 'lent':
        if (phase.loan === null) return { ...row, state: 'lent-later' }
        return { ...row, state: 'lent', ...(due !== null && { due }) }
      case 'refused': {
        const { reason } = phase
        if (reason === 'no-session') return { ...row, state: 'reading' }
        if (reason === 'incomplete') return { ...row, state: reason, have: count }
        return { ...row, state: reason, ...(phase.due !== null && { due: phase.due }) }
      }
    }
  }

const underWay = (
  parts: readonly TagPart[],
  afi: number,
  tags: DeskState['pad']['tags'],
): 'reading' | 'put-back' | 'tag-failed' => {
  if (!isBlocked(parts, afi, tags)) return 'reading'
  return parts.some((part) => part.afi !== afi && isSpent(part)) ? 'tag-failed' : 'put-back'
}

const returnRow =
  ({ pad, security }: DeskState) =>
  ({ item, title, phase, parts, have }: Returning): ReturnRow => {
    const row = { item: item.id, title }
    switch (phase.at) {
      case 'asking':
        return { ...row, state: 'reading' }
      case 'securing':
        return { ...row, state: underWay(parts, security.secured, pad.tags) }
      case 'returned':
        return returnedRow(row, phase.destination)
      case 'incomplete':
        return { ...row, state: 'incomplete', have, total: phase.total }
      case 'unknown-item':
      case 'tag-failed':
        return { ...row, state: phase.at }
    }
  }

const returnedRow = (
  row: Pick<ReturnRow, 'item' | 'title'>,
  destination: Extract<Returning['phase'], { at: 'returned' }>['destination'],
): ReturnRow => {
  if (destination === null) return { ...row, state: 'returned-later' }
  const next =
    destination.kind === 'transit'
      ? { to: 'box' as const, branch: destination.branchName }
      : { to: destination.kind }
  return { ...row, state: 'returned', next }
}

type Besides = {
  item: string
  title: null
  state: 'incomplete' | 'foreign' | 'unknown-item' | 'tag-failed'
  have?: number
  total?: number
}

/** What lies there and cannot be dealt with: sets with a part missing, and tags not ours. */
const besides = ({ pad, works, visit }: DeskState, kind: string): Besides[] => {
  const { items, strange } = group(pad.tags)
  const isShown = ({ key }: ItemSeen): boolean =>
    pad.leftOver.includes(key) ||
    works.some((work) => work.key === key && work.kind === kind && work.visit === visit)
  return [
    ...items
      .filter((seen) => !isComplete(seen) && !isShown(seen))
      .map(({ item, have, total }) => ({
        item: item.id,
        title: null,
        state: 'incomplete' as const,
        have,
        total,
      })),
    ...strange.map(({ uid, why }) => ({ item: uid, title: null, state: why })),
  ]
}
