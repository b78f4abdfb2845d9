// One item on its way out. The loan is made first, then every tag is unlocked and read back. A loan
// is undone only when every tag is known to be secured; otherwise it stands.
import type { AnswerOf, CheckoutRefusal } from '../../hub/protocol/asks.ts'
import type { ItemRef } from '../../hub/protocol/terms.ts'
import type { Fact } from '../fact.ts'
import type { ItemSeen } from '../items.ts'
import type { Asked } from '../link/questions.ts'
import type { TagSeen } from '../ports.ts'
import { allAre, isBlocked, type Security, type TagPart, tagPart } from '../tag-part.ts'
import { type DeskEffect, type DeskEffects, stop, timer } from './events.ts'
import type { LendingNote } from './notes.ts'

export type UndoReason = Extract<Fact, { kind: 'checkout-undone' }>['reason']

export type LendingPhase =
  | { at: 'asking' }
  /** `loan` null: lent without the hub. */
  | { at: 'unlocking'; loan: string | null }
  | { at: 'undoing'; loan: string | null; reason: UndoReason }
  /** All secured, but the hub may have lent it: the same question again tells. */
  | { at: 'learning'; reason: UndoReason }
  | { at: 'lent'; loan: string | null }
  | { at: 'refused'; reason: CheckoutRefusal; due: string | null }

export type Lending = {
  kind: 'lending'
  /** Id of the question and key of the note. */
  id: string
  visit: number
  key: string
  item: ItemRef
  session: string
  patron: string
  /** How many parts the patron takes. */
  count: number
  parts: readonly TagPart[]
  title: string | null
  due: string | null
  phase: LendingPhase
  /** Still waits for the patron to lay a tag down again. */
  patient: boolean
}

export type LendingChange = { work: Lending | null; effects: DeskEffects }

/** A tag taken away too early is waited for this long. */
export const PUT_BACK_MS = 60_000
export const LEARN_AGAIN_MS = 30_000

export type Borrower = { id: string; visit: number; session: string; patron: string }

export const beginLending = (seen: ItemSeen, by: Borrower): LendingChange => {
  const work: Lending = {
    kind: 'lending',
    ...by,
    key: seen.key,
    item: seen.item,
    count: seen.have,
    parts: seen.tags.map(tagPart),
    title: null,
    due: null,
    phase: { at: 'asking' },
    patient: true,
  }
  return { work, effects: [noteOf(work, 'asked', null), askOf(work)] }
}

const noteOf = (
  { id, session, patron, item, count, parts }: Lending,
  phase: LendingNote['phase'],
  loan: string | null,
): DeskEffect => {
  const tags = parts.map(({ uid, afi }) => ({ uid, afi }))
  const note = { phase, loan, session, patron, item, count, tags }
  return { kind: 'note', key: id, note: { kind: 'lending', ...note } }
}

export const askOf = ({ id, session, item, count }: Lending): DeskEffect => ({
  kind: 'ask',
  ask: 'checkout',
  id,
  request: { session, item, parts: count },
})

export const checkoutAnswered = (
  lending: Lending,
  asked: Asked<'checkout'>,
  security: Security,
): LendingChange => {
  if (lending.phase.at === 'learning')
    return learned(lending, lending.phase.reason, asked, security)
  if (lending.phase.at !== 'asking') return { work: lending, effects: [] }
  if (!asked.ok) return unanswered(lending)
  return asked.answer.ok ? granted(lending, asked.answer) : refused(lending, asked.answer)
}

type Answer<Ok extends boolean> = Extract<AnswerOf<'checkout'>, { ok: Ok }>

/** She who has left meanwhile did not want it: what was lent is undone. */
const granted = (lending: Lending, { loan, title, due }: Answer<true>): LendingChange =>
  lending.patient
    ? unlocking({ ...lending, title, due }, loan)
    : { work: turnBack(lending, loan), effects: [] }

const unlocking = (lending: Lending, loan: string | null): LendingChange => ({
  work: { ...lending, phase: { at: 'unlocking', loan } },
  effects: [noteOf(lending, 'unlocking', loan), timer(`wait:${lending.id}`, PUT_BACK_MS)],
})

/** The hub is gone: who is identified may borrow, unless she has left meanwhile. */
const unanswered = (lending: Lending): LendingChange =>
  lending.patient ? unlocking(lending, null) : learning(lending, 'taken-too-early')

const refused = (lending: Lending, answer: Answer<false>): LendingChange => {
  const { reason, title = null, due = null } = answer
  const fact: Fact = { kind: 'checkout-refused', item: lending.item, reason }
  return {
    work: { ...lending, title, phase: { at: 'refused', reason, due } },
    effects: [{ kind: 'record', fact, finish: lending.id }],
  }
}

/** The same patron has laid it down again while it was being learned. */
export const lendAgain = (lending: Lending): LendingChange =>
  unlocking({ ...lending, patient: true }, null)

const learning = (lending: Lending, reason: UndoReason): LendingChange => ({
  work: { ...lending, phase: { at: 'learning', reason } },
  effects: [timer('learn', LEARN_AGAIN_MS)],
})

const learned = (
  lending: Lending,
  reason: UndoReason,
  asked: Asked<'checkout'>,
  { secured }: Security,
): LendingChange => {
  if (!asked.ok) return { work: lending, effects: [timer('learn', LEARN_AGAIN_MS)] }
  if (!asked.answer.ok)
    return { work: null, effects: [{ kind: 'finish', key: lending.id }] }
  const { loan } = asked.answer
  return allAre(lending.parts, secured)
    ? undone(lending, loan, reason)
    : stands(lending, loan)
}

/** After anything has changed: is it lent, must it be undone, does it stand? */
export const settleLending = (
  lending: Lending,
  tags: readonly TagSeen[],
  { secured, onLoan }: Security,
): LendingChange => {
  const { phase, parts, patient } = lending
  if (phase.at === 'unlocking') {
    if (allAre(parts, onLoan)) return stands(lending, phase.loan)
    if (patient || !isBlocked(parts, onLoan, tags)) return { work: lending, effects: [] }
    const undoing = turnBack(lending, phase.loan)
    return settleLending(undoing, tags, { secured, onLoan })
  }
  if (phase.at !== 'undoing') return { work: lending, effects: [] }
  if (allAre(parts, secured)) return undone(lending, phase.loan, phase.reason)
  if (isBlocked(parts, secured, tags)) return stands(lending, phase.loan)
  return { work: lending, effects: [] }
}

const turnBack = (lending: Lending, loan: string | null): Lending => {
  const failed = lending.parts.some(({ tries }) => tries > 0)
  const reason = failed ? 'tag-failed' : 'taken-too-early'
  const parts = lending.parts.map((part) => ({ ...part, tries: 0, wait: false }))
  return { ...lending, parts, phase: { at: 'undoing', loan, reason } }
}

/** Only when every tag is known to be secured. */
export const undone = (
  lending: Lending,
  loan: string | null,
  reason: UndoReason,
): LendingChange => {
  if (loan === null) return learning(lending, reason)
  const fact: Fact = { kind: 'checkout-undone', loan, item: lending.item, reason }
  return { work: null, effects: ended(lending, fact) }
}

/** The loan is made and the item may leave. */
export const stands = (lending: Lending, loan: string | null): LendingChange => {
  const { item, patron, count } = lending
  const fact: Fact = { kind: 'checkout', loan, item, patron, parts: count }
  const work: Lending = { ...lending, phase: { at: 'lent', loan } }
  return { work, effects: ended(lending, fact) }
}

const ended = ({ id }: Lending, fact: Fact): DeskEffects => [
  { kind: 'record', fact, finish: id },
  stop(`wait:${id}`),
]

/** The value its tags are being given, or null. */
export const lendingTarget = (
  { phase }: Lending,
  { secured, onLoan }: Security,
): number | null => {
  if (phase.at === 'unlocking') return onLoan
  return phase.at === 'undoing' ? secured : null
}
