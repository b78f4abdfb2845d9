// Runs a pure machine: one event at a time, its effects in order, its timers by name.
import type { Logger } from './log.ts'

/** What a machine answers: its next state, and what is to be done about it. */
export type Step<S, X> = { state: S; effects: readonly X[] }

/** Goes on from a step with another, the effects of both in order. */
export const andThen = <S, X>(
  { state, effects }: Step<S, X>,
  go: (state: S) => Step<S, X>,
): Step<S, X> => {
  const after = go(state)
  return { state: after.state, effects: [...effects, ...after.effects] }
}

export type TimerEvent<N extends string> = { kind: 'timer'; name: N }

/** `timer` replaces one of the same name; a stopped or replaced timer never arrives. */
export type TimerEffect<N extends string> =
  | { kind: 'timer'; name: N; ms: number }
  | { kind: 'stop'; name: N }

export type Machine<S, E, X, N extends string> = {
  initial: Step<S, X | TimerEffect<N>>
  next(state: S, event: E | TimerEvent<N>): Step<S, X | TimerEffect<N>>
  /** Does one thing; the next waits for it. What takes long answers by an event instead. */
  run(effect: X): Promise<void> | void
  /** Told after the effects of each event: a screen promises only what they have made durable. */
  changed(state: S): void
  /** The event for an effect that threw, told instead, or null. The rest of its list is left undone. */
  failed(effect: X): E | null
  log: Logger
}

export type Running<E> = AsyncDisposable & { post(event: E): void }

/** More waiting than this means that somebody floods us: the newest are dropped. */
const MAX_WAITING = 1000

export const startMachine = <S, E, X extends { kind: string }, N extends string>(
  machine: Machine<S, E, X, N>,
): Running<E> => {
  const waiting: (() => Promise<void>)[] = []
  const timers = new Map<N, NodeJS.Timeout>()
  let { state } = machine.initial
  let closed = false
  let busy: Promise<void> | null = null

  const enter = async (step: Step<S, X | TimerEffect<N>>): Promise<void> => {
    state = step.state
    const failure = await runAll(step.effects)
    if (closed) return
    if (failure === null) machine.changed(state)
    else post(failure)
  }
  /** The event for an effect that threw, or null. */
  const runAll = async (effects: readonly (X | TimerEffect<N>)[]): Promise<E | null> => {
    for (const effect of effects) {
      if (closed) return null
      if (isTimer(effect)) setTimer(effect)
      else
        try {
          await machine.run(effect)
        } catch (error) {
          machine.log.error({ effect: effect.kind, err: error }, 'An effect failed')
          return machine.failed(effect)
        }
    }
    return null
  }
  const setTimer = (effect: TimerEffect<N>): void => {
    clearTimeout(timers.get(effect.name))
    timers.delete(effect.name)
    if (effect.kind === 'stop') return
    const { name, ms } = effect
    const timer = setTimeout(() => enqueue(() => expire(name, timer)), ms)
    timers.set(name, timer)
  }
  // It may have been stopped or replaced while it waited in the queue.
  const expire = async (name: N, timer: NodeJS.Timeout): Promise<void> => {
    if (timers.get(name) !== timer) return
    timers.delete(name)
    await enter(machine.next(state, { kind: 'timer', name }))
  }
  const enqueue = (handle: () => Promise<void>): void => {
    if (closed) return
    if (waiting.length >= MAX_WAITING) {
      machine.log.warn('Too many events at once: one was dropped')
      return
    }
    waiting.push(handle)
    busy ??= Promise.resolve().then(drain)
  }
  const drain = async (): Promise<void> => {
    for (let handle = waiting.shift(); handle !== undefined; handle = waiting.shift())
      await handle()
    busy = null
  }
  const post = (event: E): void => enqueue(() => enter(machine.next(state, event)))

  enqueue(() => enter(machine.initial))
  return {
    post,
    [Symbol.asyncDispose]: async () => {
      closed = true
      waiting.length = 0
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await busy
    },
  }
}

const isTimer = <X extends { kind: string }, N extends string>(
  effect: X | TimerEffect<N>,
): effect is TimerEffect<N> => effect.kind === 'timer' || effect.kind === 'stop'
