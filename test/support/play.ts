// Plays events to a pure machine, and keeps every effect.
import type { Step } from '../../device/machine.ts'

export const play = <S, E, X>(
  next: (state: S, event: E) => Step<S, X>,
  state: S,
  events: readonly E[],
): Step<S, X> =>
  events.reduce<Step<S, X>>(
    (step, event) => {
      const after = next(step.state, event)
      return { state: after.state, effects: [...step.effects, ...after.effects] }
    },
    { state, effects: [] },
  )

type Told = { kind: string; name?: string; ms?: number }

/** `release`, `timer relock`, `stop pin`: an effect in few words, for rows. */
export const brief = (effect: Told): string =>
  effect.name === undefined ? effect.kind : `${effect.kind} ${effect.name}`

/** The facts among the effects. */
export const factsIn = (effects: readonly { kind: string; fact?: unknown }[]): unknown[] =>
  effects.flatMap((effect) => (effect.kind === 'record' ? [effect.fact] : []))
