// The signs round the picture, the leaders to what they name, and the things one can press.

import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { circle } from '../pictures/shapes.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Air } from './air.ts'
import {
  allPieces,
  type InHand,
  placesFor,
  type Simulator,
  SPOTS,
  type Spot,
} from './model.ts'
import { CEILING, CUT, EAVES, GROUND } from './plan.ts'
import { HOTSPOTS, holdWord, stateOf } from './spots.ts'
import { nextStep, type Step } from './steps.ts'
import { say } from './words.ts'

const INK = '#14201F'
const WHITE = '#FFFFFF'

/** Where the next step is taken, when nothing is in the hand. */
const STEP_AT: Record<Step, Spot> = {
  enter: 'door-reader',
  borrow: 'pad',
  return: 'chute',
  offline: 'network',
  recover: 'network',
}

/** The spots that are yellow: where the thing in the hand goes, else where to go on. */
export const nextSpots = (sim: Simulator): readonly Spot[] => {
  const held = sim.inHand.value
  if (held !== null) return placesFor(held)
  const step = nextStep(sim.progress.value)
  return step === null ? [] : [STEP_AT[step]]
}

type Segment = readonly [from: number, to: number, colour: string]

/** White on dark, ink on light: the room, the roof, the facade and the ground differ. */
const segments = (spot: Spot, air: Air): Segment[] => {
  const { x, y, at } = HOTSPOTS[spot]
  const pale = air.season === 'winter' || air.day > 0.4
  const inside = x > CUT && x < 1132
  if (at[1] < y) {
    if (y < EAVES) return [[at[1], y - 8, air.day > 0.5 ? INK : WHITE]]
    return [
      [at[1], Math.min(CEILING, y - 8), WHITE],
      [CEILING, Math.max(CEILING, y - 8), INK],
    ]
  }
  return [
    [GROUND + 10, at[1], pale ? INK : WHITE],
    [y + 8, GROUND + 10, inside ? INK : WHITE],
  ]
}

export const Leaders = ({ sim, air }: { sim: Simulator; air: Air }) => {
  const next = nextSpots(sim)
  return (
    <>
      {SPOTS.map((spot) => {
        const { x, y } = HOTSPOTS[spot]
        const on = next.includes(spot)
        return (
          <g key={spot}>
            {segments(spot, air).map(([from, to, colour]) => (
              <path d={`M${x} ${from}V${to}`} stroke={colour} stroke-width="1.6" />
            ))}
            {on && (
              <circle
                class="next-ring"
                cx={x}
                cy={y}
                r="14.5"
                fill="none"
                stroke="#FFD23F"
                stroke-width="3"
              />
            )}
            {circle(x, y, 9.3, INK)}
            {circle(x, y, 7.8, WHITE)}
            {circle(x, y, 4, on ? '#E0AC4B' : '#0F5A4C')}
          </g>
        )
      })}
    </>
  )
}

/** The name of what is in the hand, for the button that takes it. */
export const actionWith = (
  held: InHand | null,
  spot: Spot,
  state: SimulatorState,
): string | null => {
  if (held === null || !placesFor(held).includes(spot)) return null
  if (held.kind === 'card') {
    const card = state.cards.find(({ number }) => number === held.number)
    return holdWord(card)
  }
  const piece = allPieces(state).find(({ key }) => key === held.key)
  const book = state.books.find((one) => one.pieces.some(({ key }) => key === held.key))
  const name = piece?.partName ?? book?.title ?? ''
  return say(spot === 'pad' ? 'do-put-pad' : 'do-drop', { name })
}

/** A sign: name and state. It takes what is in the hand, else it opens its sheet. */
const Sign = ({
  spot,
  sim,
  state,
}: {
  spot: Spot
  sim: Simulator
  state: SimulatorState
}) => {
  const { at, icon } = HOTSPOTS[spot]
  const words = stateOf(spot, state, sim.released.value)
  const action = actionWith(sim.inHand.value, spot, state)
  const next = nextSpots(sim).includes(spot)
  const name = say(`spot-${spot}`)
  return (
    <button
      type="button"
      class={next ? 'sign next' : 'sign'}
      data-spot={spot}
      data-opens={spot}
      style={{ '--x': at[0], '--y': at[1] }}
      aria-haspopup="dialog"
      aria-expanded={sim.open.value === spot}
      onClick={() => {
        if (!sim.use(spot)) sim.open.value = sim.open.value === spot ? null : spot
      }}
    >
      {action !== null && <span class="unseen">{`${action}. `}</span>}
      <Icon of={icon} />
      <b>{name}</b> <span>{words}</span>
    </button>
  )
}

export const Signs = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => (
  <>
    {SPOTS.map((spot) => (
      <Sign key={spot} spot={spot} sim={sim} state={state} />
    ))}
  </>
)

type Thing = {
  spot: Spot
  box: readonly [x: number, y: number, w: number, h: number]
  /** What a press does when the hand is empty; without it the sheet opens. */
  press?: (sim: Simulator, state: SimulatorState) => void
  /** Nothing is laid on it, though it belongs to the spot. */
  takes?: false
  word: (state: SimulatorState) => string
}

const THINGS: readonly Thing[] = [
  {
    spot: 'door',
    box: [290, 334, 106, 214],
    press: (sim, { door }) => (door.open ? sim.do({ do: 'close-door' }) : sim.comeIn()),
    word: ({ door }) => say(door.open ? 'do-close' : 'do-pull'),
  },
  { spot: 'door-reader', box: [436, 370, 54, 92], word: () => say('spot-door-reader') },
  { spot: 'chute', box: [497, 358, 66, 108], word: () => say('spot-chute') },
  { spot: 'bins', box: [576, 474, 132, 66], word: () => say('spot-bins') },
  {
    spot: 'exit',
    box: [658, 346, 32, 38],
    press: (sim) => sim.do({ do: 'press-exit' }),
    word: () => say('do-exit'),
  },
  { spot: 'pad', box: [886, 408, 66, 66], word: () => say('spot-pad') },
  {
    spot: 'pad',
    box: [958, 370, 56, 84],
    press: (sim) => {
      sim.side.value = 'desk'
    },
    takes: false,
    word: () => say('do-screen'),
  },
  { spot: 'desk-reader', box: [994, 448, 24, 24], word: () => say('spot-desk-reader') },
  { spot: 'printer', box: [1019, 432, 30, 40], word: () => say('spot-printer') },
  {
    spot: 'fire',
    box: [1056, 396, 32, 32],
    press: (sim, { door }) => sim.do({ do: 'fire', on: !door.fire }),
    word: ({ door }) => say(door.fire ? 'do-silence' : 'do-fire'),
  },
]

const ThingButton = ({
  thing,
  sim,
  state,
}: {
  thing: Thing
  sim: Simulator
  state: SimulatorState
}) => {
  const { spot, box, press, word, takes = true } = thing
  const [x, y, w, h] = box
  const action = takes ? actionWith(sim.inHand.value, spot, state) : null
  return (
    <button
      type="button"
      class={action === null ? 'thing' : 'thing next'}
      data-spot={takes ? spot : undefined}
      data-opens={spot}
      tabIndex={-1}
      style={{ '--x': x, '--y': y, '--w': w, '--h': h }}
      aria-label={action ?? word(state)}
      onClick={() => {
        if (takes && sim.use(spot)) return
        if (press !== undefined) press(sim, state)
        else sim.open.value = spot
      }}
    />
  )
}

/** The drawn things themselves: a shorter way for hand and mouse than by their signs. */
export const Things = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => (
  <>
    {THINGS.map((thing) => (
      <ThingButton key={thing.box.join()} thing={thing} sim={sim} state={state} />
    ))}
  </>
)
