// One item on its way home. Every tag is secured and read back first; only then is it checked in.
import type { AnswerOf, Destination } from '../../hub/protocol/asks.ts'
import type { ItemRef } from '../../hub/protocol/terms.ts'
import type { Fact } from '../fact.ts'
import type { ItemSeen } from '../items.ts'
import type { Asked } from '../link/questions.ts'
import type { TagSeen } from '../ports.ts'
import { allAre, isBlocked, type Security, type TagPart, tagPart } from '../tag-part.ts'
import { type DeskEffect, type DeskEffects, stop, timer } from './events.ts'
import { PUT_BACK_MS } from './lending.ts'

export type ReturningPhase =
  | { at: 'asking' }
  /** `destination` null: the hub could not be asked. */
  | { at: 'securing'; destination: Destination | null }
  | { at: 'returned'; destination: Destination | null }
  | { at: 'unknown-item' }
  | { at: 'incomplete'; total: number }
  | { at: 'tag-failed' }

export type Returning = {
  kind: 'returning'
  /** Id of the question and key of the note. */
  id: string
  visit: number
  key: string
  item: ItemRef
  have: number
  parts: readonly TagPart[]
  title: string | null
  phase: ReturningPhase
  /** Still waits for somebody to lay a tag down again. */
  patient: boolean
}

export type ReturningChange = { work: Returning | null; effects: DeskEffects }

export const beginReturning = (
  seen: ItemSeen,
  { id, visit }: { id: string; visit: number },
): ReturningChange => {
  const { key, item, have } = seen
  // Every tag is written and read back here, whatever it was read as when it came.
  const parts = seen.tags.map(({ uid }) => tagPart({ uid, afi: null }))
  const about = { id, visit, key, item, have, parts, title: null }
  return {
    work: { kind: 'returning', ...about, phase: { at: 'asking' }, patient: true },
    effects: [{ kind: 'ask', ask: 'item', id, request: { item } }],
  }
}

export const itemAnswered = (
  returning: Returning,
  asked: Asked<'item'>,
): ReturningChange => {
  if (returning.phase.at !== 'asking') return { work: returning, effects: [] }
  if (!returning.patient) return { work: null, effects: [] }
  if (!asked.ok) return securing(returning, null)
  return asked.answer.ok ? known(returning, asked.answer) : unknownItem(returning)
}

const known = (
  returning: Returning,
  { title, parts, destination }: Extract<AnswerOf<'item'>, { ok: true }>,
): ReturningChange => {
  const titled = { ...returning, title }
  if (parts <= returning.have) return securing(titled, destination)
  return { work: { ...titled, phase: { at: 'incomplete', total: parts } }, effects: [] }
}

const securing = (
  returning: Returning,
  destination: Destination | null,
): ReturningChange => {
  const { id, item, parts } = returning
  const uids = parts.map(({ uid }) => uid)
  const note: DeskEffect = {
    kind: 'note',
    key: id,
    note: { kind: 'returning', item, uids },
  }
  return {
    work: { ...returning, phase: { at: 'securing', destination } },
    effects: [note, timer(`wait:${id}`, PUT_BACK_MS)],
  }
}

const givenBack = (why: 'unknown-item' | 'tag-failed'): Fact => ({
  kind: 'given-back',
  where: 'desk',
  why,
})

const unknownItem = (returning: Returning): ReturningChange => ({
  work: { ...returning, phase: { at: 'unknown-item' } },
  effects: [{ kind: 'record', fact: givenBack('unknown-item') }],
})

/** After anything has changed: is it home, or has it failed? */
export const settleReturning = (
  returning: Returning,
  tags: readonly TagSeen[],
  { secured }: Security,
): ReturningChange => {
  const { phase, parts, patient, item } = returning
  if (phase.at !== 'securing') return { work: returning, effects: [] }
  if (allAre(parts, secured)) {
    const home: ReturningPhase = { at: 'returned', destination: phase.destination }
    return ended(returning, home, { kind: 'checkin', item, where: 'desk', bin: null })
  }
  if (patient || !isBlocked(parts, secured, tags)) return { work: returning, effects: [] }
  return ended(returning, { at: 'tag-failed' }, givenBack('tag-failed'))
}

const ended = (
  returning: Returning,
  phase: ReturningPhase,
  fact: Fact,
): ReturningChange => ({
  work: { ...returning, phase },
  effects: [{ kind: 'record', fact, finish: returning.id }, stop(`wait:${returning.id}`)],
})

/** The value its tags are being given, or null. */
export const returningTarget = (
  { phase }: Returning,
  { secured }: Security,
): number | null => (phase.at === 'securing' ? secured : null)
