// Whatever is done at the chute, in whatever order, stopped at whatever moment: what must hold.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/chute/chute-machine.ts'
import type { ChuteNote } from '../../../device/chute/notes.ts'
import {
  type ChuteEffect,
  type ChuteInput,
  type ChuteTimer,
  initial,
} from '../../../device/chute/state.ts'
import type { Fact } from '../../../device/fact.ts'
import type { TimerEffect } from '../../../device/machine.ts'
import type { AfiWritten, TagSeen } from '../../../device/ports.ts'

const SECURITY = { secured: 0x07, onLoan: 0xc2 }
const OWNER = 'SE-Falun'
const BINS = [
  { bin: 1, takes: ['shelf'] },
  { bin: 2, takes: ['unsorted'] },
] as const

type Place = 'hand' | 'mouth' | 'beam' | 'tray' | 'bin'
type Piece = { uid: string; id: string; afi: number; place: Place }

type Happening =
  | { do: 'put' | 'take' | 'push' | 'slide' | 'pull'; piece: number }
  | { do: 'look' | 'answer' | 'silence' }
  | { do: 'write'; how: 'ok' | 'unverified-set' | 'unverified' }
  | { do: 'timer'; nth: number }
  | { do: 'hear'; event: ChuteInput }
  | { do: 'stop'; after: number }

/** Two books at a chute whose flap, beam, tray and reader behave as the real ones do. */
const createWorld = (told: (fact: Fact, pieces: readonly Piece[]) => void) => {
  const pieces: Piece[] = ['31080000000013', '31080000000021'].map((id, n) => ({
    ...{ uid: `E0A${n}`, id, afi: SECURITY.onLoan, place: 'hand' },
  }))
  const notes = new Map<string, ChuteNote>()
  let starts = 1
  let state = initial({ run: 'chute-1', security: SECURITY, bins: BINS })
  let isFlapOpen = false
  let ask: number | null = null
  let writing: { uid: string; afi: number } | null = null
  let timers: ChuteTimer[] = []
  let budget = Number.POSITIVE_INFINITY

  const inField = ({ place }: Piece): boolean =>
    place === 'mouth' || place === 'beam' || place === 'tray'
  const seen = (): TagSeen[] =>
    pieces.filter(inField).map(({ uid, id, afi }) => ({
      ...{ uid, afi, content: { kind: 'item', id, owner: OWNER, part: 1, parts: 1 } },
    }))
  const isBroken = (): boolean => pieces.some(({ place }) => place === 'beam')

  const run = (effect: ChuteEffect | TimerEffect<ChuteTimer>): void => {
    switch (effect.kind) {
      case 'timer':
        timers = [...timers.filter((name) => name !== effect.name), effect.name]
        return
      case 'stop':
        timers = timers.filter((name) => name !== effect.name)
        return
      case 'ask':
        ask = effect.ask
        return
      case 'write':
        assert.is(writing, null, 'two writes at once')
        writing = effect
        return
      case 'open-flap':
        isFlapOpen = true
        return
      case 'close-flap':
        assert.not(isBroken(), 'shut on a book')
        isFlapOpen = false
        return
      case 'sort':
        for (const piece of pieces) if (piece.place === 'tray') piece.place = 'bin'
        return
      case 'note':
        notes.set(effect.key, effect.note)
        return
      case 'finish':
        notes.delete(effect.key)
        return
      case 'record':
        if (effect.finish !== undefined) notes.delete(effect.finish)
        told(effect.fact, pieces)
        return
      case 'light':
      case 'language':
        return
    }
  }

  const hear = (event: ChuteInput): void => {
    const step = next(state, event)
    state = step.state
    for (const effect of step.effects) {
      if (budget <= 0) break
      budget -= 1
      run(effect)
    }
    if (budget <= 0) restart()
  }

  const restart = (): void => {
    budget = Number.POSITIVE_INFINITY
    starts += 1
    state = initial({ run: `chute-${starts}`, security: SECURITY, bins: BINS })
    ask = null
    writing = null
    timers = []
    isFlapOpen = false
    hear({ kind: 'notes', notes: [...notes].map(([key, note]) => ({ key, note })) })
    connect()
  }

  const connect = (): void => {
    hear({ kind: 'board', connected: true })
    if (isBroken()) hear({ kind: 'beam', broken: true })
    hear({ kind: 'item-reader', connected: true })
    hear({ kind: 'tags', tags: seen() })
  }

  const move = (n: number, from: Place, to: Place): void => {
    const piece = pieces[n % pieces.length]
    if (piece?.place !== from) return
    const before = isBroken()
    piece.place = to
    if (isBroken() !== before) hear({ kind: 'beam', broken: isBroken() })
  }

  const endWrite = (how: 'ok' | 'unverified-set' | 'unverified'): void => {
    if (writing === null) return
    const { uid, afi } = writing
    writing = null
    const piece = pieces.find((one) => one.uid === uid && inField(one))
    if (piece !== undefined && how !== 'unverified') piece.afi = afi
    const reason = piece === undefined ? 'gone' : 'unverified'
    const isRead = piece !== undefined && how === 'ok'
    const told: AfiWritten = isRead ? { ok: true } : { ok: false, reason }
    hear({ kind: 'written', uid, afi, written: told })
  }

  const endAsk = (isAnswered: boolean): void => {
    if (ask === null) return
    const asked = ask
    ask = null
    const known = { title: 'Röda rummet', parts: 1, owner: 'Falun' }
    const answer = { ok: true, ...known, destination: { kind: 'shelf' } } as const
    hear({
      ...{ kind: 'answer', ask: asked },
      asked: isAnswered ? { ok: true, answer } : { ok: false, reason: 'no-answer' },
    })
  }

  const expire = (nth: number): void => {
    // A reader looks more often than any timer here expires.
    if (writing !== null) return
    look()
    const [name] = timers.splice(nth % Math.max(timers.length, 1), 1)
    if (name !== undefined) hear({ kind: 'timer', name })
  }
  const look = (): void => {
    if (writing === null) hear({ kind: 'tags', tags: seen() })
  }

  const happen = (happening: Happening): void => {
    switch (happening.do) {
      case 'put':
        move(happening.piece, 'hand', 'mouth')
        break
      case 'take':
        move(happening.piece, 'mouth', 'hand')
        break
      case 'push':
        if (isFlapOpen) move(happening.piece, 'mouth', 'beam')
        break
      case 'slide':
        move(happening.piece, 'beam', 'tray')
        break
      case 'pull':
        if (isFlapOpen) move(happening.piece, 'beam', 'mouth')
        break
      case 'look':
        look()
        break
      case 'answer':
      case 'silence':
        endAsk(happening.do === 'answer')
        break
      case 'write':
        endWrite(happening.how)
        break
      case 'timer':
        expire(happening.nth)
        break
      case 'hear':
        hear(happening.event)
        break
      case 'stop':
        budget = happening.after
    }
  }
  connect()
  return {
    happen,
    pieces,
    notes,
    get state() {
      return state
    },
    /** Everything goes well until nothing is left to do. */
    calm: () => {
      budget = Number.POSITIVE_INFINITY
      hear({ kind: 'fire', on: false })
      for (let turn = 0; turn < 300; turn++) {
        for (const n of pieces.keys()) happen({ do: 'slide', piece: n })
        endWrite('ok')
        endAsk(true)
        happen({ do: 'look' })
        happen({ do: 'timer', nth: 0 })
      }
    },
  }
}

const piece = fc.nat(1)
const moves = <const M extends string>(...names: M[]) =>
  fc.record({ do: fc.constantFrom(...names), piece })

const stop = fc.record({ do: fc.constant('stop' as const), after: fc.nat(5) })

type Kind = { pulls?: boolean; stops?: boolean }

const happening = ({ pulls = false, stops = true }: Kind): fc.Arbitrary<Happening> =>
  fc.oneof(
    { arbitrary: moves('put', 'take', 'push', 'push', 'slide', 'slide'), weight: 8 },
    ...(pulls ? [{ arbitrary: moves('pull'), weight: 1 }] : []),
    { arbitrary: fc.constant<Happening>({ do: 'look' }), weight: 6 },
    {
      arbitrary: fc.constantFrom<Happening>({ do: 'answer' }, { do: 'silence' }),
      weight: 4,
    },
    {
      arbitrary: fc.record({
        do: fc.constant('write' as const),
        how: fc.constantFrom(
          ...(['ok', 'ok', 'ok', 'unverified-set', 'unverified'] as const),
        ),
      }),
      weight: 5,
    },
    {
      arbitrary: fc.record({ do: fc.constant('timer' as const), nth: fc.nat(4) }),
      weight: 6,
    },
    {
      arbitrary: fc
        .constantFrom<ChuteInput>(
          { kind: 'fire', on: true },
          { kind: 'fire', on: false },
          { kind: 'bin', bin: 1, level: 1 },
          { kind: 'bin', bin: 1, level: 0 },
        )
        .map((event) => ({ do: 'hear' as const, event })),
      weight: 1,
    },
    ...(stops ? [{ arbitrary: stop, weight: 1 }] : []),
  )

const opened: Happening[] = [
  { do: 'put', piece: 0 },
  { do: 'look' },
  { do: 'timer', nth: 0 },
  { do: 'answer' },
  { do: 'push', piece: 0 },
]
const story = (kind: Kind): fc.Arbitrary<Happening[]> =>
  fc
    .tuple(
      fc.constantFrom(opened, [], opened.slice(0, 3)),
      fc.array(happening(kind), { maxLength: 50, size: 'max' }),
    )
    .map(([first, rest]) => [...first, ...rest])
const RUNS = { numRuns: 300 }

const ofItem = (fact: Fact, pieces: readonly Piece[]): Piece | undefined =>
  fact.kind === 'checkin' ? pieces.find(({ id }) => id === fact.item.id) : undefined

test('whatever happens, what is checked in is secured', () => {
  fc.assert(
    fc.property(story({ pulls: true }), (list) => {
      const world = createWorld((fact, pieces) => {
        const checked = ofItem(fact, pieces)
        if (checked !== undefined) assert.is(checked.afi, SECURITY.secured)
      })
      for (const one of list) world.happen(one)
      world.calm()
    }),
    RUNS,
  )
})

test('whatever happens, what is checked in is in a bin, unless it was pulled back out', () => {
  fc.assert(
    fc.property(story({}), (list) => {
      const world = createWorld((fact, pieces) => {
        const checked = ofItem(fact, pieces)
        if (checked !== undefined) assert.is(checked.place, 'bin')
      })
      for (const one of list) world.happen(one)
      world.calm()
    }),
    RUNS,
  )
})

test('whatever happens, a book that went in is checked in once, or told to staff', () => {
  fc.assert(
    fc.property(story({ stops: false }), (list) => {
      const told: Fact[] = []
      const world = createWorld((fact) => told.push(fact))
      for (const one of list) world.happen(one)
      world.calm()
      const checked = told.flatMap((fact) =>
        fact.kind === 'checkin' ? [fact.item.id] : [],
      )
      assert.is(new Set(checked).size, checked.length)
      const others = told.filter(
        (fact) => fact.kind === 'given-back' && TOLD.has(fact.why),
      ).length
      const inBin = world.pieces.filter(({ place }) => place === 'bin').length
      assert.ok(inBin <= checked.length + others, `${inBin} in, ${checked.length} checked`)
    }),
    RUNS,
  )
})

const TOLD: ReadonlySet<string> = new Set(['tag-failed', 'no-tag', 'several'])

test('whatever happens, nothing is left unsettled or on the tray', () => {
  fc.assert(
    fc.property(story({}), (list) => {
      const world = createWorld(() => {})
      for (const one of list) world.happen(one)
      world.calm()
      assert.is(world.notes.size, 0)
      assert.not(world.pieces.some(({ place }) => place === 'tray' || place === 'beam'))
    }),
    RUNS,
  )
})

test.run()
