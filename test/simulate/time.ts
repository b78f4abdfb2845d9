// Virtual time: it moves only when the scheduler says so. In the simulating process it takes the
// place of Date, performance.now and the global timers.
import { currentLife, type Life, ofThisLife } from './life.ts'

/** Thursday 19 November 2026, 19.00 in Stockholm: open until 22.00, and nobody works there. */
const BEGINS = Date.UTC(2026, 10, 19, 18)

type Entry = { id: number; due: number; every: number | undefined; fire: () => void }
type Waiting = { life: Life | undefined; entry: Entry }

let monotonic = 0
let ids = 0
let waiting = new Map<number, Waiting>()

const RealDate: DateConstructor = Date

export const resetTime = (): void => {
  monotonic = 0
  ids = 0
  waiting = new Map()
}

/** Milliseconds since the simulation began. */
export const elapsed = (): number => monotonic

/** The wall clock of whoever asks, ms since 1970 UTC. */
const wallClock = (): number => {
  const off = currentLife()?.clockOff ?? 0
  return Math.max(0, Math.floor(BEGINS + monotonic + off))
}

export const advance = (ms: number): void => {
  monotonic += ms
}

/** When the next timer is due, in ms since the beginning. */
export const nextDue = (): number | undefined => earliest()?.entry.due

/** Fires the timer that is due first, and lets time pass until then. Answers whose it was. */
export const fireNext = (): string => {
  const next = earliest()
  if (next === undefined) throw new Error('no timer waits')
  const { entry, life } = next
  monotonic = Math.max(monotonic, entry.due)
  if (entry.every === undefined) waiting.delete(entry.id)
  else entry.due = monotonic + entry.every
  entry.fire()
  return life?.name ?? 'world'
}

export const forgetTimersOf = (life: Life): void => {
  for (const [id, one] of waiting) if (one.life === life) waiting.delete(id)
}

const earliest = (): Waiting | undefined => {
  let first: Waiting | undefined
  for (const one of waiting.values())
    if (first === undefined || one.entry.due < first.entry.due) first = one
  return first
}

/** What setTimeout answers; the calls of Node's own that our libraries use. */
class VirtualTimer {
  readonly #id: number
  readonly #ms: number
  constructor(id: number, ms: number) {
    this.#id = id
    this.#ms = ms
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
  hasRef(): boolean {
    return waiting.has(this.#id)
  }
  refresh(): this {
    const one = waiting.get(this.#id)
    if (one !== undefined) one.entry.due = monotonic + this.#ms
    return this
  }
  [Symbol.toPrimitive](): number {
    return this.#id
  }
}

/** Node's own bounds: less than 1, too much, or no number at all is 1 ms. */
const bounded = (ms: unknown): number => {
  const number = Number(ms)
  return number >= 1 && number <= 2 ** 31 - 1 ? Math.trunc(number) : 1
}

const set = (work: () => void, ms: unknown, again: boolean): VirtualTimer => {
  ids += 1
  const delay = bounded(ms)
  const every = again ? delay : undefined
  const entry = { id: ids, due: monotonic + delay, every, fire: ofThisLife(work) }
  waiting.set(ids, { life: currentLife(), entry })
  return new VirtualTimer(ids, delay)
}

const clear = (timer: unknown): void => {
  if (timer instanceof VirtualTimer || typeof timer === 'number')
    waiting.delete(Number(timer))
}

class VirtualDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(wallClock())
    else super(...given)
  }
  static override now(): number {
    return wallClock()
  }
}

type Work = (...args: unknown[]) => void

export const installTime = (): void => {
  const timers = {
    setTimeout: (work: Work, ms?: number, ...args: unknown[]) =>
      set(() => work(...args), ms, false),
    setInterval: (work: Work, ms?: number, ...args: unknown[]) =>
      set(() => work(...args), ms, true),
    clearTimeout: clear,
    clearInterval: clear,
  }
  Object.assign(globalThis, timers, { Date: VirtualDate })
  performance.now = elapsed
}

/** For how long the simulation itself takes. */
export const realNow = (): number => RealDate.now()
