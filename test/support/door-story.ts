// Plays the entrance's machine in time that passes only when told to: timers come as they were set.
import { next } from '../../device/door/door-machine.ts'
import {
  type DoorEffect,
  type DoorInput,
  type DoorState,
  type DoorTimer,
  initial,
} from '../../device/door/state.ts'
import type { Fact } from '../../device/fact.ts'

/** What was done, and how many ms after the beginning of the story. */
type Deed = { at: number; effect: DoorEffect }

export type DoorStory = {
  readonly state: DoorState
  readonly deeds: readonly Deed[]
  /** Is a timer of this name running? */
  running(name: DoorTimer): boolean
  post(...events: readonly DoorInput[]): DoorStory
  wait(ms: number): DoorStory
  /** What was recorded, the oldest first; of one kind where one is named. */
  facts(kind?: Fact['kind']): readonly Fact[]
  /** What the strike was told last. */
  strike(): 'release' | 'secure' | undefined
}

export const createStory = (from: DoorState = initial): DoorStory => {
  const timers = new Map<DoorTimer, number>()
  const deeds: Deed[] = []
  let state = from
  let now = 0

  const take = (event: DoorInput): void => {
    const step = next(state, event)
    state = step.state
    for (const effect of step.effects) {
      if (effect.kind === 'timer') timers.set(effect.name, now + effect.ms)
      else if (effect.kind === 'stop') timers.delete(effect.name)
      else deeds.push({ at: now, effect })
    }
  }
  const first = (): [DoorTimer, number] | undefined =>
    [...timers].sort(([, a], [, b]) => a - b)[0]

  const story: DoorStory = {
    get state() {
      return state
    },
    deeds,
    running: (name) => timers.has(name),
    post: (...events) => {
      for (const event of events) take(event)
      return story
    },
    wait: (ms) => {
      const until = now + ms
      for (let due = first(); due !== undefined && due[1] <= until; due = first()) {
        now = due[1]
        timers.delete(due[0])
        take({ kind: 'timer', name: due[0] })
      }
      now = until
      return story
    },
    facts: (kind) =>
      deeds.flatMap(({ effect }) =>
        effect.kind === 'record' && (kind === undefined || effect.fact.kind === kind)
          ? [effect.fact]
          : [],
      ),
    strike: () =>
      deeds
        .map(({ effect }) => effect.kind)
        .findLast((kind) => kind === 'release' || kind === 'secure'),
  }
  return story
}

/** When something that fits was done, ms after the beginning; empty: never. */
export const whenDone = (
  { deeds }: DoorStory,
  fits: (effect: DoorEffect) => boolean,
): readonly number[] => deeds.filter(({ effect }) => fits(effect)).map(({ at }) => at)

export const card: DoorInput = { kind: 'card', number: '21080000000015' }
export const pin: DoorInput = { kind: 'action', action: { do: 'pin', digits: '2468' } }
export const contact = (open: boolean): DoorInput => ({ kind: 'contact', open })
export const exit = (pressed: boolean): DoorInput => ({ kind: 'exit-button', pressed })
export const fire = (on: boolean): DoorInput => ({ kind: 'fire', on })
export const lines = (connected: boolean): DoorInput => ({ kind: 'lines', connected })
export const bolt = (thrown: boolean): DoorInput => ({ kind: 'bolt', thrown })
export const key: DoorInput = { kind: 'service-key' }
export const opening = (name: DoorState['opening']): DoorInput => ({
  kind: 'opening',
  name,
})
export const beam = (which: 'a' | 'b', broken: boolean): DoorInput => ({
  kind: 'beam',
  beam: which,
  broken,
})

export const granted = (ask: number, extended = false): DoorInput => ({
  kind: 'answer',
  ask,
  asked: {
    ok: true,
    answer: {
      ok: true,
      patron: 'p-aino-1',
      language: 'sv',
      ...(extended && { extended: true }),
    },
  },
})

/** One person through the doorway, between two barriers that stand closer than she is wide. */
export const walk = (way: 'in' | 'out'): readonly DoorInput[] => {
  const [near, far] = way === 'in' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  return [beam(near, true), beam(far, true), beam(near, false), beam(far, false)]
}

/** Everything connected and told, the door shut and locked, nobody there. */
export const shutDoor = (): DoorStory =>
  createStory().post(
    { kind: 'card-reader', connected: true },
    { kind: 'online', online: true },
    lines(true),
    contact(false),
    exit(false),
    fire(false),
    beam('a', false),
    beam('b', false),
    bolt(true),
    opening('self-service'),
  )

/** A card, its PIN and a yes. */
export const letIn = (story: DoorStory, extended = false): DoorStory => {
  story.post(card, pin)
  return story.post(granted(story.state.asks, extended))
}
