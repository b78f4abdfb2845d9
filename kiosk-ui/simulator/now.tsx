// "Right now": the state in words and numbers, each line as the branch last told it.
import {
  Archive,
  BookDown,
  Clock,
  DoorClosed,
  DoorOpen,
  type IconNode,
  Lock,
  LockOpen,
  Nfc,
  Package,
  ReceiptText,
  Users,
  Wifi,
  WifiOff,
} from 'lucide'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import type { Simulator } from './model.ts'
import { levelText, lockText, networkText } from './spots.ts'
import { isShut, say } from './words.ts'
import { clockText, localTime } from './zoned.ts'

type Tone = 'plain' | 'good' | 'warn'

const Line = ({
  icon,
  word,
  value,
  tone = 'plain',
  level,
}: {
  icon: IconNode
  word: string
  value: string
  tone?: Tone
  /** 0…1, drawn as a bar. */
  level?: number
}) => (
  <li class={tone}>
    <Icon of={icon} />
    <span>{word}</span>
    {level !== undefined && (
      <i class="level" aria-hidden="true">
        <i style={{ width: `${Math.min(100, level * 100)}%` }} />
      </i>
    )}
    <b>{value}</b>
  </li>
)

const openingText = ({ opening, clock }: SimulatorState): string => {
  const name = say(`opening-${opening.name}`)
  if (opening.until === null) return name
  const time = clockText(localTime(opening.until, clock.zone))
  const till = say(isShut(opening.name) ? 'opens' : 'until', { time })
  return `${name}, ${till}`
}

const LIGHT_TONE: Record<SimulatorState['door']['light'], Tone> = {
  ready: 'plain',
  go: 'good',
  no: 'warn',
  dark: 'plain',
  unknown: 'warn',
}

const Door = ({ state, seconds }: { state: SimulatorState; seconds: number }) => {
  const { door } = state
  const released = door.lock === 'released'
  const tone = released ? 'good' : 'plain'
  return (
    <>
      <Line
        icon={door.bolt === 'drawn' ? LockOpen : Lock}
        word={say('now-lock')}
        value={lockText(state, seconds)}
        tone={door.jammed ? 'warn' : tone}
      />
      <Line
        icon={door.open ? DoorOpen : DoorClosed}
        word={say('now-contact')}
        value={say(door.open ? 'contact-open' : 'contact-closed')}
      />
      <Line
        icon={Nfc}
        word={say('now-light')}
        value={say(`light-${door.light}`)}
        tone={LIGHT_TONE[door.light]}
      />
    </>
  )
}

const FULL = 0.9

const Chute = ({ chute }: { chute: SimulatorState['chute'] }) => (
  <>
    <Line
      icon={BookDown}
      word={say('now-flap')}
      value={say(chute.jammed ? 'flap-jammed' : `flap-${chute.flap}`)}
      tone={chute.jammed ? 'warn' : 'plain'}
    />
    {chute.bins.map(({ bin, level }) => (
      <Line
        key={bin}
        icon={Package}
        word={say('now-bin', { bin: String(bin) })}
        value={levelText(level)}
        level={level}
        tone={level >= FULL ? 'warn' : 'plain'}
      />
    ))}
  </>
)

export const Now = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => {
  const { network, journal, printer } = state
  const reached = network.connected && network.online
  return (
    <section class="now">
      <h2>{say('now')}</h2>
      <ul>
        <Line icon={Clock} word={say('now-opening')} value={openingText(state)} />
        <Door state={state} seconds={sim.released.value} />
        <Chute chute={state.chute} />
        <Line
          icon={ReceiptText}
          word={say('now-paper')}
          value={say(`paper-${printer.paper}`)}
          tone={printer.paper === 'ok' ? 'plain' : 'warn'}
        />
        <Line
          icon={Users}
          word={say('now-inside')}
          value={say('inside', { count: state.inside })}
        />
        <Line
          icon={reached ? Wifi : WifiOff}
          word={say('now-network')}
          value={networkText(network)}
          tone={reached ? 'plain' : 'warn'}
        />
        <Line
          icon={Archive}
          word={say('now-journal')}
          value={say('rows', { count: journal.unsent })}
          tone={journal.unsent > 0 ? 'warn' : 'plain'}
        />
      </ul>
    </section>
  )
}
