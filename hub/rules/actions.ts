// What a branch's outputs are at an instant: what its opening states say, some minutes before or after
// they begin. The alarm is never set while it is open, and no door stands open without staff. Pure.
import { type Actions, OUTPUTS, type Output } from '../protocol/actions.ts'
import { type Hours, type Part, partsAround, REACHES } from './opening.ts'

/** Null: nothing is said of it, so it is left alone. */
export type ActionValues = { readonly [O in Output]: (typeof OUTPUTS)[O][number] | null }

/** `until`: when any of them changes next, ms since 1970 UTC; null = in more than a year, or never. */
export type ActionState = { values: ActionValues; until: number | null }

const MINUTE = 60_000

/** `at` in ms since 1970 UTC. */
export const actionsAt = (at: number, hours: Hours, actions: Actions): ActionState => {
  for (const reach of REACHES) {
    const state = stateAmong(partsAround(at, hours, reach), at, actions)
    const isWhole = state.until !== null && !isUnsaid(state.values, actions)
    if (isWhole || reach === REACHES.at(-1)) return state
  }
  throw new Error('no reach to look at')
}

const NAMES = Object.keys(OUTPUTS) as Output[]
const NOTHING = Object.fromEntries(NAMES.map((output) => [output, null])) as ActionValues

/** A state that says something of it may lie behind the edge of the window. */
const isUnsaid = (values: ActionValues, actions: Actions): boolean =>
  NAMES.some((output) => values[output] === null && actions[output].length > 0)

const stateAmong = (parts: readonly Part[], at: number, actions: Actions): ActionState => {
  const values: Record<string, string | null> = { ...NOTHING }
  let until = Infinity
  for (const output of NAMES) {
    if (actions[output].length === 0) continue
    const course = clipped(courseOf(actions[output], parts), parts, LIMITS[output])
    const now = course.findLastIndex(({ from }) => from <= at)
    values[output] = course[now]?.is ?? null
    until = Math.min(until, course[now + 1]?.from ?? Infinity)
  }
  return { values: values as ActionValues, until: Number.isFinite(until) ? until : null }
}

/** From `from` on it is so; in order. */
type Turn = { from: number; is: string }

/** A turn that would come after one of a later state does not come: the later state counts. */
const courseOf = (steps: readonly Step[], parts: readonly Part[]): Turn[] => {
  const course: Turn[] = []
  let next = Infinity
  for (const part of parts.toReversed()) {
    const step = stepFor(steps, part)
    if (step === undefined) continue
    const from = part.from + step.minutes * MINUTE
    if (from >= next) continue
    next = from
    course.push({ from, is: step.is })
  }
  return course.reverse()
}

type Step = { in: readonly string[]; is: string; minutes: number }

/** What is said of the branch's own hours counts over what is said of the state. */
const stepFor = (steps: readonly Step[], { name, own }: Part): Step | undefined =>
  steps.findLast((step) => own !== null && step.in.includes(own)) ??
  steps.findLast((step) => step.in.includes(name))

type Limit = (is: string, mode: Part['mode']) => string

/** Whatever is written and however far it reaches. */
const LIMITS: Partial<Record<Output, Limit>> = {
  alarm: (is, mode) => (mode === null ? is : 'disarmed'),
  door: (is, mode) => (is === 'open' && mode !== 'staffed' ? 'locked' : is),
}

/** Cut where the branch opens or closes; neighbours differ. */
const clipped = (
  course: readonly Turn[],
  parts: readonly Part[],
  limit: Limit = (is) => is,
): Turn[] => {
  const cuts = [...course, ...parts]
    .map(({ from }) => from)
    .sort((a, b) => (a < b ? -1 : 1))
  const turns: Turn[] = []
  let [said, part] = [-1, 0]
  for (const from of cuts) {
    while ((course[said + 1]?.from ?? Infinity) <= from) said += 1
    while ((parts[part]?.to ?? Infinity) <= from) part += 1
    const is = course[said]?.is
    if (is === undefined) continue
    const turn = { from, is: limit(is, parts[part]?.mode ?? null) }
    if (turns.at(-1)?.is !== turn.is) turns.push(turn)
  }
  return turns
}
