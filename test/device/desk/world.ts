// A small world round the desk's machine: tags with real security bytes, a hub with loans, a journal
// that survives a stop. It does what the effects say, at the worst moments that it is told to.
import { next } from '../../../device/desk/desk-machine.ts'
import type {
  AnswerEvent,
  AskEffect,
  DeskEffect,
  DeskEvent,
  DeskInput,
  DeskTimer,
} from '../../../device/desk/events.ts'
import type { Note } from '../../../device/desk/notes.ts'
import { type DeskState, initial } from '../../../device/desk/state.ts'
import type { Fact } from '../../../device/fact.ts'
import { keyOf } from '../../../device/items.ts'
import type { TimerEffect } from '../../../device/machine.ts'
import type { AfiWritten, TagContent, TagSeen } from '../../../device/ports.ts'
import type { ItemRef } from '../../../hub/protocol/terms.ts'

export const SECURITY = { secured: 0x07, onLoan: 0xc2 }
export const OWNER = 'SE-Falun'

export type Tag = { uid: string; afi: number; content: TagContent }

const itemTag = (uid: string, id: string, part = 1, parts = 1): Tag => ({
  uid,
  afi: SECURITY.secured,
  content: { kind: 'item', id, owner: OWNER, part, parts },
})

/** A book, a set of three, another's book, and a tag that is no item. */
export const TAGS: readonly Tag[] = [
  itemTag('E0A1', '31080000000013'),
  itemTag('E0B1', '31080000000021', 1, 3),
  itemTag('E0B2', '31080000000021', 2, 3),
  itemTag('E0B3', '31080000000021', 3, 3),
  { ...itemTag('E0C1', '31080000000039'), afi: SECURITY.onLoan },
  { uid: 'E0F1', afi: 0, content: { kind: 'foreign' } },
]

export const PATRONS = {
  '21080000000015': { patron: 'patron-aino', name: 'Aino L', language: 'sv' },
  '21080000000023': { patron: 'patron-bo', name: 'Bo M', language: 'en' },
} as const
export const PIN = '2468'

type Loan = { loan: string; patron: string }

const said = <A>(answer: A) => ({ ok: true, answer }) as const

const createHub = () => {
  const loans = new Map<string, Loan>()
  loans.set(keyOf({ id: '31080000000039', owner: OWNER }), {
    loan: 'loan-other',
    patron: 'patron-other',
  })
  const answered = new Map<string, AnswerEvent>()
  const sessions = new Map<string, string>()
  let numbers = 0

  const checkout = ({ id, request }: Extract<AskEffect, { ask: 'checkout' }>) => {
    const patron = sessions.get(request.session) ?? ''
    const key = keyOf(request.item)
    const held = loans.get(key)
    const refuse = (reason: 'already-yours' | 'on-loan-to-other') =>
      ({ ok: false, reason }) as const
    if (held !== undefined)
      return refuse(held.patron === patron ? 'already-yours' : 'on-loan-to-other')
    numbers += 1
    loans.set(key, { loan: `loan-${numbers}`, patron })
    const title = `Titel ${id}`
    return { ok: true, loan: `loan-${numbers}`, title, due: '2026-12-17' } as const
  }

  const answer = (effect: AskEffect): AnswerEvent => {
    const about = { kind: 'answer', id: effect.id } as const
    switch (effect.ask) {
      case 'identify': {
        const { card } = effect.request
        const known = card === '21080000000015' || card === '21080000000023'
        const session = `session-${effect.id}-0123456789`
        if (!known || effect.request.pin !== PIN) {
          const refused = { ok: false, reason: 'wrong-pin', triesLeft: 2 } as const
          return { ...about, ask: 'identify', asked: said(refused) }
        }
        sessions.set(session, PATRONS[card].patron)
        const counts = { loans: 0, holdsReady: 0 }
        const yes = { ok: true, session, ...PATRONS[card], ...counts } as const
        return { ...about, ask: 'identify', asked: said(yes) }
      }
      case 'checkout':
        return { ...about, ask: 'checkout', asked: said(checkout(effect)) }
      case 'item': {
        const shelf = { kind: 'shelf' } as const
        const known = { ok: true, title: 'Röda rummet', parts: 1, owner: 'Falun' } as const
        return { ...about, ask: 'item', asked: said({ ...known, destination: shelf }) }
      }
      case 'account':
        return { ...about, ask: 'account', asked: said({ ok: true, loans: [], holds: [] }) }
      case 'renew':
        return { ...about, ask: 'renew', asked: said({ ok: true, results: [] }) }
      case 'end':
        return { ...about, ask: 'end', asked: said({ ok: true }) }
    }
  }

  return {
    loans,
    /** The same id is answered the same. */
    ask: (effect: AskEffect): AnswerEvent => {
      const before = answered.get(effect.id)
      if (before !== undefined) return before
      const now = answer(effect)
      answered.set(effect.id, now)
      return now
    },
    hear: (fact: Fact): void => {
      if (fact.kind === 'checkin') loans.delete(keyOf(fact.item))
      if (fact.kind === 'checkout-undone') {
        const key = keyOf(fact.item)
        if (loans.get(key)?.loan === fact.loan) loans.delete(key)
      }
      if (fact.kind !== 'checkout') return
      const held = loans.get(keyOf(fact.item))
      // What another still had must have come back unseen (hub/circulation).
      if (held === undefined || (fact.loan === null && held.patron !== fact.patron)) {
        numbers += 1
        loans.set(keyOf(fact.item), { loan: `loan-${numbers}`, patron: fact.patron })
      }
    },
    isAtHome: (item: ItemRef): boolean => !loans.has(keyOf(item)),
  }
}

/** How a write ends for a tag that lies there. */
export type Outcome = 'ok' | 'unverified-set' | 'unverified' | 'refused' | 'cut-off'

export type Happening =
  | { do: 'hear'; event: DeskInput }
  | { do: 'put' | 'take'; tag: number }
  | { do: 'plug-pad'; connected: boolean }
  /** The reader tells what lies there. */
  | { do: 'look' }
  | { do: 'answer'; nth: number; how: 'heard' | 'lost-on-the-way' | 'never-asked' }
  | { do: 'write'; how: Outcome }
  | { do: 'timer'; nth: number }
  /** The process stops after so many effects of the next event. */
  | { do: 'stop'; after: number; isWritten: boolean }

export type World = {
  readonly state: DeskState
  readonly facts: readonly Fact[]
  readonly notes: ReadonlyMap<string, Note>
  readonly hub: ReturnType<typeof createHub>
  readonly tags: readonly Tag[]
  happen(happening: Happening): void
  hear(event: DeskInput): void
  /** Everything goes well until nothing is left to do. */
  calm(): void
}

export const createWorld = (told: (fact: Fact, world: World) => void = () => {}): World => {
  const hub = createHub()
  const tags = TAGS.map((tag) => ({ ...tag }))
  const field = new Set<string>()
  const notes = new Map<string, Note>()
  const facts: Fact[] = []
  let starts = 1
  let state = initial('desk-1', SECURITY)
  let asks: AskEffect[] = []
  let writing: { uid: string; afi: number } | null = null
  let timers: DeskTimer[] = []
  let budget = Number.POSITIVE_INFINITY
  let isWrittenAtStop = false
  let isPadThere = true

  const seen = (): TagSeen[] =>
    tags.filter(({ uid }) => field.has(uid)).map((tag) => ({ ...tag }))

  const run = (effect: DeskEffect | TimerEffect<DeskTimer>): void => {
    switch (effect.kind) {
      case 'timer':
        timers = [...timers.filter((name) => name !== effect.name), effect.name]
        return
      case 'stop':
        timers = timers.filter((name) => name !== effect.name)
        return
      case 'ask':
        asks.push(effect)
        return
      case 'write':
        if (writing !== null) throw new Error('two writes at once')
        writing = { uid: effect.uid, afi: effect.afi }
        return
      case 'note':
        notes.set(effect.key, effect.note)
        return
      case 'finish':
        notes.delete(effect.key)
        return
      case 'record':
        if (effect.finish !== undefined) notes.delete(effect.finish)
        facts.push(effect.fact)
        told(effect.fact, world)
        hub.hear(effect.fact)
        return
      case 'print':
        hear({ kind: 'printed', printed: { ok: true } })
        return
      case 'language':
        return
    }
  }

  const hear = (event: DeskInput): void => {
    const step = next(state, event)
    state = step.state
    for (const effect of step.effects) {
      if (budget <= 0) break
      budget -= 1
      run(effect)
    }
    if (budget <= 0) restart()
  }

  const set = (uid: string, afi: number): void => {
    const tag = tags.find((one) => one.uid === uid)
    if (tag !== undefined) tag.afi = afi
  }

  const restart = (): void => {
    budget = Number.POSITIVE_INFINITY
    starts += 1
    if (writing !== null && isWrittenAtStop && field.has(writing.uid))
      set(writing.uid, writing.afi)
    writing = null
    asks = []
    timers = []
    state = initial(`desk-${starts}`, SECURITY)
    const kept = [...notes].map(([key, note]) => ({ key, note }))
    hear({ kind: 'notes', notes: kept })
    isPadThere = true
    connect()
  }

  const connect = (): void => {
    hear({ kind: 'item-reader', connected: true })
    hear({ kind: 'online', online: true })
    hear({ kind: 'card-reader', connected: true })
    hear({ kind: 'printer', connected: true })
    hear({ kind: 'tags', tags: seen() })
  }

  const written = (how: Outcome): AfiWritten => {
    const { uid, afi } = writing ?? { uid: '', afi: 0 }
    if (!field.has(uid)) return { ok: false, reason: 'gone' }
    if (how === 'ok' || how === 'unverified-set') set(uid, afi)
    if (how === 'ok') return { ok: true }
    if (how === 'refused') return { ok: false, reason: 'refused' }
    return { ok: false, reason: how === 'cut-off' ? 'disconnected' : 'unverified' }
  }

  const endWrite = (how: Outcome): void => {
    if (writing === null) return
    const { uid, afi } = writing
    const told: DeskEvent = { kind: 'written', uid, afi, written: written(how) }
    writing = null
    hear(told)
  }

  const endAsk = (nth: number, how: 'heard' | 'lost-on-the-way' | 'never-asked'): void => {
    const [effect] = asks.splice(nth % Math.max(asks.length, 1), 1)
    if (effect === undefined) return
    const answer = how === 'never-asked' ? null : hub.ask(effect)
    const asked = { ok: false, reason: 'no-answer' } as const
    const silence: AnswerEvent = { kind: 'answer', ask: effect.ask, id: effect.id, asked }
    hear(answer !== null && how === 'heard' ? answer : silence)
  }

  const endTimer = (nth: number): void => {
    const [name] = timers.splice(nth % Math.max(timers.length, 1), 1)
    if (name !== undefined) hear({ kind: 'timer', name })
  }

  // The reader does one thing at a time: while it writes it does not look.
  const look = (): void => {
    if (writing === null && isPadThere) hear({ kind: 'tags', tags: seen() })
  }

  /** A reader that goes ends what it was writing; one that comes looks at once. */
  const plugPad = (connected: boolean): void => {
    if (!connected) endWrite('cut-off')
    isPadThere = connected
    hear({ kind: 'item-reader', connected })
    look()
  }

  const world: World = {
    get state() {
      return state
    },
    facts,
    notes,
    hub,
    tags,
    hear,
    happen: (happening) => {
      switch (happening.do) {
        case 'hear':
          return hear(happening.event)
        case 'plug-pad':
          return plugPad(happening.connected)
        case 'put':
          field.add(TAGS[happening.tag % TAGS.length]?.uid ?? '')
          return
        case 'take':
          field.delete(TAGS[happening.tag % TAGS.length]?.uid ?? '')
          return
        case 'look':
          return look()
        case 'answer':
          return endAsk(happening.nth, happening.how)
        case 'write':
          return endWrite(happening.how)
        case 'timer':
          return endTimer(happening.nth)
        case 'stop':
          budget = happening.after
          isWrittenAtStop = happening.isWritten
          return
      }
    },
    calm: () => {
      budget = Number.POSITIVE_INFINITY
      hear({ kind: 'online', online: true })
      plugPad(true)
      for (let turn = 0; turn < 1000; turn++) {
        if (writing === null && asks.length === 0 && timers.length === 0) return
        if (writing !== null) endWrite('ok')
        else if (asks.length > 0) endAsk(0, 'heard')
        else {
          look()
          endTimer(0)
        }
      }
    },
  }
  connect()
  return world
}
