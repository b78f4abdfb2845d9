// The messages between kiosk and hub on a tape that moves left. It shows kinds, never contents:
// no name passes here, and none can.
import { BookDown, BookUp, DoorOpen, type IconNode, Radio, Server } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SimulatorState, TapeEntry } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import type { Simulator } from './model.ts'
import { layTape, type Placed } from './tape-layout.ts'
import { language, say } from './words.ts'
import { secondsText } from './zoned.ts'

type Lane = TapeEntry['lane']
const LANES: readonly { lane: Lane; icon: IconNode }[] = [
  { lane: 'door', icon: DoorOpen },
  { lane: 'desk', icon: BookUp },
  { lane: 'chute', icon: BookDown },
  { lane: 'kiosk', icon: Server },
]

/** The hub is asked for at most 1.5 s; after that a question stays without answer. */
const PATIENCE_MS = 1500

const EVENTS = new Set([
  ...['started', 'visit', 'entry-refused', 'door', 'fire', 'checkout'],
  ...['checkout-undone', 'checkout-refused', 'checkin', 'given-back', 'bin'],
  ...['device', 'paper', 'door-trouble', 'counted', 'tail-gate'],
])

const rowsOf = ({ first, last }: TapeEntry): string => {
  if (first === undefined || first === last) return String(last ?? first ?? '')
  return `${first}–${last}`
}

const isUnanswered = (entry: TapeEntry, entries: readonly TapeEntry[], age: number) =>
  entry.channel === 'ask' &&
  (age > PATIENCE_MS || entry.n !== entries.at(-1)?.n) &&
  !entries.some(({ channel, id }) => channel === 'answer' && id === entry.id)

/** What stands on a pill. */
const wordsOf = (entry: TapeEntry, unanswered: boolean): string => {
  const { what } = entry
  switch (entry.channel) {
    case 'ask':
      return say(unanswered ? 'tape-unanswered' : 'tape-ask', { what })
    case 'answer':
      if (entry.ok === undefined || entry.ms === undefined)
        return say('tape-answer', { what })
      return say(entry.ok ? 'tape-yes' : 'tape-no', { ms: String(Math.round(entry.ms)) })
    case 'event':
      return say('tape-event', {
        rows: rowsOf(entry),
        what: EVENTS.has(what) ? say(`event-${what}`) : what,
      })
    case 'ack':
      return say('tape-ack', { rows: rowsOf(entry) })
    case 'config':
      return say('tape-config')
    case 'state':
      return say('tape-state', { what })
  }
}

const lookOf = ({ entry, text }: Placed, unanswered: boolean): string =>
  [
    'message',
    entry.channel,
    entry.channel === 'answer' && entry.ok === false && 'no',
    unanswered && 'unanswered',
    text === '' && 'blank',
  ]
    .filter(Boolean)
    .join(' ')

/** Width of the track and of one letter on it, kept up to date. */
const useMeasure = () => {
  const track = useRef<HTMLDivElement>(null)
  const letter = useRef<HTMLSpanElement>(null)
  const [size, setSize] = useState({ width: 0, letter: 7.6 })
  useEffect(() => {
    const measure = (): void =>
      setSize({
        width: track.current?.clientWidth ?? 0,
        letter: (letter.current?.getBoundingClientRect().width ?? 76) / 10,
      })
    const observer = new ResizeObserver(measure)
    if (track.current !== null) observer.observe(track.current)
    if (letter.current !== null) observer.observe(letter.current)
    return () => observer.disconnect()
  }, [])
  return { track, letter, size }
}

const Track = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => {
  const { track, letter, size } = useMeasure()
  const entries = state.tape
  const age = sim.heardAgo.value
  const hasMore = useRef(0)
  const newest = entries.at(-1)?.n ?? 0
  const fresh = hasMore.current !== newest
  useEffect(() => {
    hasMore.current = newest
  }, [newest])
  const unanswered = (entry: TapeEntry): boolean => isUnanswered(entry, entries, age)
  const tape = layTape(entries, {
    ...size,
    age,
    say: (entry) => wordsOf(entry, unanswered(entry)),
  })
  return (
    <div
      class={fresh ? 'track fresh' : 'track'}
      ref={track}
      role="log"
      aria-label={say('tape')}
      aria-live="off"
    >
      <span class="letter" ref={letter} aria-hidden="true">
        0123456789
      </span>
      {LANES.map(({ lane }) => (
        <i key={lane} class={`rail ${lane}`} />
      ))}
      {entries.length === 0 && <p class="silence">{say('tape-empty')}</p>}
      {tape.placed.map((placed) => (
        <span
          key={placed.entry.n}
          class={`carrier ${placed.lane}`}
          style={{ transform: `translateX(${placed.x}px)` }}
        >
          {placed.link !== null && (
            <i
              class="link"
              style={{ left: `${placed.w}px`, width: `${placed.link.w}px` }}
            />
          )}
          <span class={lookOf(placed, unanswered(placed.entry))}>{placed.text}</span>
        </span>
      ))}
      {tape.ticks.map(({ n, x, at }) => (
        <span key={`t${n}`} class="tick" style={{ transform: `translateX(${x}px)` }}>
          {secondsText(at, state.clock.zone)}
        </span>
      ))}
      <i class="tape-head" />
    </div>
  )
}

const hubWord = ({ connected, online }: SimulatorState['network']): string => {
  if (!connected) return 'hub-cut'
  return online ? 'hub-answers' : 'hub-silent'
}

const Hub = ({ state }: { state: SimulatorState }) => {
  const { network, journal, topic } = state
  const answers = network.connected && network.online
  return (
    <div class={answers ? 'hub' : 'hub silent'}>
      <b>
        <Icon of={Radio} />
        {say(hubWord(network))}
      </b>
      <span class="topic">{topic}</span>
      <span>
        {network.lastAnswerMs === null
          ? say('hub-never')
          : say('hub-last', { ms: String(Math.round(network.lastAnswerMs)) })}
        {' · '}
        {say('hub-queue', { count: journal.unsent })}
      </span>
      <span>{say('hub-private')}</span>
    </div>
  )
}

export const Tape = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => (
  <footer class="tape" lang={language.value}>
    <ul class="lanes">
      {LANES.map(({ lane, icon }) => (
        <li key={lane} class={lane}>
          <Icon of={icon} />
          {say(`lane-${lane}`)}
        </li>
      ))}
    </ul>
    <Track sim={sim} state={state} />
    <Hub state={state} />
  </footer>
)
