// The buttons of the sheets: one that does something to the branch, a device's cord, a real screen.
import { ExternalLink, type IconNode, Monitor, Plug, Unplug } from 'lucide'
import type { ComponentChildren } from 'preact'
import type { DeviceKey, Hand, SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import type { Screen, Simulator } from './model.ts'
import { say } from './words.ts'

export type Props = { sim: Simulator; state: SimulatorState }

export const Act = ({
  icon,
  first = false,
  onClick,
  children,
}: {
  icon: IconNode
  first?: boolean
  onClick: () => void
  children: ComponentChildren
}) => (
  <button type="button" class={first ? 'act first' : 'act'} onClick={onClick}>
    <Icon of={icon} />
    {children}
  </button>
)

type DoProps = {
  sim: Simulator
  hand: Hand
  icon: IconNode
  first?: boolean
  word: string
}

/** A button that does one thing to the branch. */
export const Do = ({ sim, hand, word, ...look }: DoProps) => (
  <Act {...look} onClick={() => sim.do(hand)}>
    {word}
  </Act>
)

/** Pulls a device's cord, or puts it back. */
export const Cable = ({ sim, state, device }: Props & { device: DeviceKey }) => {
  const inside = state.plugged[device]
  return (
    <Do
      sim={sim}
      hand={{ do: 'plug', device, in: !inside }}
      icon={inside ? Unplug : Plug}
      word={say(inside ? 'do-plug-out' : 'do-plug-in', { device: say(`device-${device}`) })}
    />
  )
}

export const Screens = ({ sim, state, of }: Props & { of: Screen }) => (
  <>
    <Act
      icon={Monitor}
      onClick={() => {
        sim.side.value = of
        sim.open.value = null
      }}
    >
      {say('do-screen')}
    </Act>
    <a class="act" href={state.screens[of]} target="_blank" rel="noreferrer">
      <Icon of={ExternalLink} />
      {say('do-window')}
    </a>
  </>
)
