// The simulated clock: what it shows, and setting it to any hour of any day.

import { useSignal } from '@preact/signals'
import { Clock, FastForward, Play } from 'lucide'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import type { Simulator } from './model.ts'
import { Popover } from './popover.tsx'
import { locale, say } from './words.ts'
import {
  clockText,
  dayText,
  instantOf,
  localTime,
  readClock,
  readDay,
  weekdayText,
} from './zoned.ts'

type Props = { sim: Simulator; state: SimulatorState }

/** Hours worth a visit. */
const HOURS = [
  { time: '06:30', hint: 'clock-hint-morning' },
  { time: '10:00', hint: 'clock-hint-staffed' },
  { time: '17:42', hint: 'clock-hint-evening' },
  { time: '20:50', hint: 'clock-hint-last' },
  { time: '23:00', hint: 'clock-hint-night' },
] as const

const FAST = 60

/** Sets the wall clock of the branch; what is not given stays as it is. */
const setTo = (
  { sim, state }: Props,
  change: { day?: string; time?: string },
  now: number,
): void => {
  const { zone, speed } = state.clock
  const local = localTime(now, zone)
  const day = readDay(change.day ?? dayText(local))
  const time = readClock(change.time ?? clockText(local))
  if (day === null || time === null) return
  sim.do({ do: 'clock', now: instantOf({ ...day, ...time }, zone), speed })
}

export const ClockHours = ({ sim, state }: Props) => (
  <div class="hours">
    {HOURS.map(({ time, hint }) => (
      <button type="button" onClick={() => setTo({ sim, state }, { time }, sim.now.value)}>
        <b>{time}</b>
        {say(hint)}
      </button>
    ))}
  </div>
)

const Fields = ({ sim, state }: Props) => {
  const local = localTime(sim.now.value, state.clock.zone)
  return (
    <div class="fields">
      <label>
        {say('clock-day')}
        <input
          type="date"
          value={dayText(local)}
          onChange={(event) =>
            setTo({ sim, state }, { day: event.currentTarget.value }, sim.now.value)
          }
        />
      </label>
      <label>
        {say('clock-time')}
        <input
          type="text"
          inputMode="numeric"
          maxLength={5}
          value={clockText(local)}
          onChange={(event) =>
            setTo({ sim, state }, { time: event.currentTarget.value }, sim.now.value)
          }
        />
      </label>
    </div>
  )
}

/** In the header: the hour, and the pace of time. */
export const TimeControl = ({ sim, state }: Props) => {
  const open = useSignal(false)
  const { zone, speed } = state.clock
  const now = sim.now.value
  const day = weekdayText(now, zone, locale())
  const time = clockText(localTime(now, zone))
  const fast = speed > 1
  return (
    <div class="time">
      <button
        type="button"
        data-opens="clock"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value
        }}
      >
        <Icon of={Clock} />
        <span class="unseen">{say('clock-set')} </span>
        <span class="day">{day}</span> <b>{time}</b>
      </button>
      <button
        type="button"
        aria-pressed={fast}
        onClick={() =>
          sim.do({ do: 'clock', now: Math.round(now), speed: fast ? 1 : FAST })
        }
      >
        <Icon of={fast ? FastForward : Play} />
        <span class="unseen">{say(fast ? 'clock-plain' : 'clock-faster')} </span>
        {`${speed}×`}
      </button>
      {open.value && (
        <Popover
          title={say('clock-title')}
          at={null}
          opener="clock"
          onClose={() => {
            open.value = false
          }}
        >
          <h3>{say('clock-hours')}</h3>
          <ClockHours sim={sim} state={state} />
          <Fields sim={sim} state={state} />
        </Popover>
      )}
    </div>
  )
}
