// Anything that may happen at an entrance, in any order and at any pace.
import fc from 'fast-check'
import type { DoorInput, DoorMode } from '../../device/door/state.ts'
import { ENTRY_REFUSALS } from '../../hub/protocol/asks.ts'
import {
  beam,
  bolt,
  card,
  contact,
  type DoorStory,
  exit,
  fire,
  granted,
  key,
  lines,
  opening,
  pin,
  walk,
} from './door-story.ts'

/** Answers name the question they are to: the newest but for so many. */
type Answer = {
  answer: 'yes' | 'longer' | 'silence' | (typeof ENTRY_REFUSALS)[number]
  back: number
}
export type Weather = { wait: number } | { post: readonly DoorInput[] } | Answer

const order = (wanted: Extract<DoorInput, { kind: 'command' }>['order']): DoorInput => ({
  kind: 'command',
  id: 'command-0001',
  order: wanted,
})

const hours = (mode: DoorMode, rollCall = false): DoorInput => ({
  kind: 'hours',
  mode,
  rollCall,
})

const HAPPENINGS: readonly (readonly DoorInput[])[] = [
  ...[card, pin, key, fire(true), fire(false), lines(true), lines(false)],
  ...[contact(true), contact(false), exit(true), exit(false), bolt(true), bolt(false)],
  ...[beam('a', true), beam('a', false), beam('b', true), beam('b', false)],
  ...[opening('closed'), opening('self-service'), opening('staffed')],
  ...[
    order({ do: 'let-in' }),
    order({ do: 'hold-open', ms: 30_000 }),
    order({ do: 'end' }),
  ],
  order({ do: 'acknowledge-fire' }),
  ...[hours('open'), hours('closed'), hours('locked'), hours('locked', true)],
  { kind: 'action' as const, action: { do: 'back' as const } },
  { kind: 'inside' as const, count: 3 },
  { kind: 'card-reader' as const, connected: false },
  { kind: 'settings' as const, settings: { debounceMs: 0, coVisitors: 2 } },
].map((one) => [one])

export const anything: fc.Arbitrary<Weather> = fc.oneof(
  fc
    .constantFrom(...HAPPENINGS, walk('in'), walk('out'), [card, pin])
    .map((post) => ({ post })),
  fc.constantFrom(50, 1000, 5000, 20_000, 61_000, 3_600_000).map((wait) => ({ wait })),
  fc.record({
    answer: fc.constantFrom('yes', 'longer', 'silence', ...ENTRY_REFUSALS),
    back: fc.constantFrom(0, 0, 0, 1),
  }),
)

export const answerTo = ({ answer, back }: Answer, asks: number): DoorInput => {
  const ask = asks - back
  if (answer === 'yes') return granted(ask)
  if (answer === 'longer') return granted(ask, true)
  return answer === 'silence'
    ? { kind: 'answer', ask, asked: { ok: false, reason: 'no-answer' } }
    : { kind: 'answer', ask, asked: { ok: true, answer: { ok: false, reason: answer } } }
}

/** `after` looks at the story after each event. */
export const tell = (
  story: DoorStory,
  weather: readonly Weather[],
  after: (event: DoorInput | undefined) => void = () => {},
): DoorStory => {
  const post = (event: DoorInput): void => {
    story.post(event)
    after(event)
  }
  for (const one of weather) {
    if ('post' in one) for (const event of one.post) post(event)
    else if ('answer' in one) post(answerTo(one, story.state.asks))
    else {
      story.wait(one.wait)
      after(undefined)
    }
  }
  return story
}
