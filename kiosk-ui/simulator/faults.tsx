// Things to break: each button says what it will do, and undoes it when pressed again.

import { useSignal } from '@preact/signals'
import {
  Cable as CableIcon,
  Flame,
  type IconNode,
  Package,
  ReceiptText,
  ShieldAlert,
  TriangleAlert,
  Unplug,
} from 'lucide'
import type { DeviceKey, Hand, SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import { Cable } from './acts.tsx'
import type { Simulator } from './model.ts'
import { Popover } from './popover.tsx'
import { say } from './words.ts'

type Fault = { word: string; icon: IconNode; on: boolean; hand: Hand }

const FULL = 0.95

const faultsOf = (state: SimulatorState): Fault[] => {
  const { network, printer, chute, door, premises } = state
  const paper = printer.paper === 'out'
  const bin = chute.bins[0]
  const full = bin !== undefined && bin.level >= FULL
  return [
    {
      word: 'fault-network',
      icon: Unplug,
      on: !network.connected,
      hand: { do: 'network', connected: !network.connected },
    },
    {
      word: 'fault-paper',
      icon: ReceiptText,
      on: paper,
      hand: { do: 'paper', state: paper ? 'ok' : 'out' },
    },
    {
      word: 'fault-bin',
      icon: Package,
      on: full,
      hand: { do: 'fill-bin', bin: bin?.bin ?? 1, level: full ? 0 : 1 },
    },
    {
      word: 'fault-fire',
      icon: Flame,
      on: door.fire,
      hand: { do: 'fire', on: !door.fire },
    },
    {
      word: 'fault-jam',
      icon: TriangleAlert,
      on: chute.jammed,
      hand: { do: 'jam', on: !chute.jammed },
    },
    {
      word: 'fault-alarm',
      icon: ShieldAlert,
      on: premises.stuck,
      hand: { do: 'alarm-stuck', on: !premises.stuck },
    },
  ]
}

const DEVICES: readonly DeviceKey[] = [
  'door-card-reader',
  'door-board',
  'desk-card-reader',
  'desk-pad',
  'desk-printer',
  'chute-reader',
  'chute-board',
  'premises-board',
]

const Cords = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => {
  const open = useSignal(false)
  const out = DEVICES.filter((device) => !state.plugged[device]).length
  return (
    <div class="cords">
      <button
        type="button"
        data-opens="cords"
        class={out > 0 ? 'fault on' : 'fault'}
        aria-expanded={open.value}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = !open.value
        }}
      >
        <Icon of={CableIcon} />
        {out > 0 ? say('fault-cords-out', { count: out }) : say('fault-cords')}
      </button>
      {open.value && (
        <Popover
          title={say('cords-title')}
          at={null}
          opener="cords"
          onClose={() => {
            open.value = false
          }}
        >
          {DEVICES.map((device) => (
            <Cable key={device} sim={sim} state={state} device={device} />
          ))}
        </Popover>
      )}
    </div>
  )
}

export const Faults = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => (
  <section class="faults">
    <h3>{say('faults')}</h3>
    <div class="fault-keys">
      {faultsOf(state).map(({ word, icon, on, hand }) => (
        <button
          key={word}
          type="button"
          class={on ? 'fault on' : 'fault'}
          onClick={() => sim.do(hand)}
        >
          <Icon of={icon} />
          {say(on ? `${word}-back` : word)}
        </button>
      ))}
      <Cords sim={sim} state={state} />
    </div>
  </section>
)
