// The branch as a picture: drawn from the state, layer upon layer, with what one can press on top.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { LyingBook } from '../pictures/books.tsx'
import { BOOK } from '../pictures/paint.ts'
import { type Air, airAt } from './air.ts'
import { Belt, Bins, binWidth, binX, ChuteMouth } from './chute.tsx'
import { Desk } from './desk.tsx'
import { Door, DoorPanel } from './door.tsx'
import {
  Chair,
  FireAlarm,
  Furniture,
  Lamps,
  PeopleCounter,
  WallSign,
  WayOut,
} from './furniture.tsx'
import { Leaders, Signs, Things } from './hotspots.tsx'
import { House, RoomShell, Section } from './house.tsx'
import { Keypad } from './keypad.tsx'
import type { Simulator } from './model.ts'
import { Panel } from './panels.tsx'
import { AtTheDoor, Inside, Librarian } from './people.tsx'
import { CEILING, CUT, FLOOR, HIGH, WALL, WIDE } from './plan.ts'
import { Popover } from './popover.tsx'
import { Ground, Sky } from './sky.tsx'
import { HOTSPOTS } from './spots.ts'
import { Pools, Street } from './street.tsx'
import { isShut, say } from './words.ts'
import { clockText, localTime } from './zoned.ts'

type Props = { sim: Simulator; state: SimulatorState }

/** The sky is drawn anew when the simulated clock has gone this far. */
const SKY_STEP_MS = 120_000

const useAir = ({ sim, state }: Props): Air => {
  const step = Math.floor(sim.now.value / SKY_STEP_MS)
  const { zone } = state.clock
  return useMemo(() => {
    const at = step * SKY_STEP_MS
    return airAt(at, localTime(at, zone).month)
  }, [step, zone])
}

/** A book under the reader arch. */
const BELT_BOOK = { x: 604, y: 446, w: 40, h: 12 }

type Traveller = { key: string; colour: string; bin: number }

const binOf = (state: SimulatorState): Map<string, Traveller> =>
  new Map(
    state.books.flatMap((book) =>
      book.pieces.flatMap(({ key, place }) =>
        place.at === 'bin'
          ? [[key, { key, colour: BOOK[book.colour], bin: place.bin }] as const]
          : [],
      ),
    ),
  )

/** Along the belt and down, as long as its animation. */
const RIDE_MS = 1650

/** Pieces on their way along the belt: those that came into a bin since the last state. */
const useTravellers = (state: SimulatorState): readonly Traveller[] => {
  const known = useRef<Map<string, Traveller> | null>(null)
  const [moving, setMoving] = useState<readonly Traveller[]>([])
  useEffect(() => {
    const there = binOf(state)
    const before = known.current ?? there
    known.current = there
    const fresh = [...there.values()].filter(({ key }) => !before.has(key))
    if (fresh.length > 0) setMoving((all) => [...all, ...fresh])
  }, [state])
  useEffect(() => {
    if (moving.length === 0) return
    const timer = setTimeout(() => setMoving([]), RIDE_MS)
    return () => clearTimeout(timer)
  }, [moving])
  return moving
}

const isLit = ({ premises }: SimulatorState): boolean => premises.lights

const wavesOf = ({ connected, online }: SimulatorState['network']) => {
  if (!connected) return 'cut' as const
  return online ? ('on' as const) : ('silent' as const)
}

const signLine = ({ opening, clock }: SimulatorState): string => {
  if (opening.until === null) return ''
  const time = clockText(localTime(opening.until, clock.zone)).replace(':', '.')
  return say(isShut(opening.name) ? 'opens' : 'until', { time })
}

/** Night in a room where nobody is: everything that does not glow goes dark. */
const Dusk = ({ share }: { share: number }) =>
  share > 0 ? (
    <rect
      x={CUT}
      y={CEILING - 2}
      width={WALL - CUT}
      height={FLOOR - CEILING + 14}
      fill="#0E2030"
      opacity={share}
    />
  ) : null

const Room = ({ sim, state, air }: Props & { air: Air }) => {
  const lit = isLit(state)
  const moving = useTravellers(state)
  const count = state.chute.bins.length
  const waits = isWaiting({ sim, state })
  const card = cardIndex(state, sim.lastCard.value) + (waits ? 1 : 0)
  const inTunnel = state.books.filter((book) =>
    book.pieces.some(({ place }) => place.at === 'tunnel'),
  )
  const running = state.chute.beamBroken || inTunnel.length + moving.length > 0
  const shell = useMemo(() => <RoomShell />, [])
  const furniture = useMemo(() => <Furniture />, [])
  const staffed = state.opening.name === 'staffed'
  return (
    <>
      {shell}
      <PeopleCounter />
      <Lamps lit={lit} />
      <Belt running={running} reads={state.plugged['chute-reader']} />
      <Bins state={state} />
      {inTunnel.map((book) => (
        <g key={book.book}>
          <LyingBook {...BELT_BOOK} colour={BOOK[book.colour]} />
        </g>
      ))}
      {moving.map(({ key, colour, bin }) => {
        const at = state.chute.bins.findIndex((one) => one.bin === bin)
        const to = binX(at, count) + (binWidth(count) - BELT_BOOK.w) / 2 - BELT_BOOK.x
        return (
          <g key={key} class="traveller" style={{ '--to': `${to}px` }}>
            <LyingBook {...BELT_BOOK} colour={colour} />
          </g>
        )
      })}
      {furniture}
      <FireAlarm on={state.door.fire} />
      {staffed && <Librarian />}
      <Chair />
      <Dusk share={lit ? 0 : 0.72 - air.day * 0.5} />
      <WayOut />
      <WallSign
        opening={state.opening.name}
        line={signLine(state)}
        fire={state.door.fire}
      />
      <Desk state={state} />
      <Inside
        count={state.inside}
        card={card}
        busy={state.books.some((book) =>
          book.pieces.some(({ place }) => place.at === 'pad'),
        )}
      />
    </>
  )
}

const cardIndex = (state: SimulatorState, number: string | null): number =>
  Math.max(
    0,
    state.cards.findIndex((card) => card.number === number),
  )

/** Somebody waits outside while a card is in the hand or the door is talking to one. */
const isWaiting = ({ sim, state }: Props): boolean =>
  sim.inHand.value?.kind === 'card' ||
  ['door.pin', 'door.granted', 'door.refused'].includes(state.shown.door)

const Visitor = ({ sim, state }: Props) => {
  const held = sim.inHand.value
  const card = held?.kind === 'card' ? held.number : sim.lastCard.value
  if (!isWaiting({ sim, state })) return null
  return (
    <AtTheDoor
      card={cardIndex(state, card)}
      holds={held?.kind === 'card' || state.shown.door === 'door.pin'}
    />
  )
}

/** As long as it takes to walk through a door with a closer on it. */
const PASS_MS = 2500

const useDoorCloser = ({ sim, state }: Props): void => {
  const goesThrough = sim.passing.value && state.door.open
  useEffect(() => {
    if (!goesThrough) return
    const timer = setTimeout(() => sim.do({ do: 'close-door' }), PASS_MS)
    return () => clearTimeout(timer)
  }, [goesThrough, sim])
}

const Picture = ({ sim, state }: Props) => {
  const air = useAir({ sim, state })
  useDoorCloser({ sim, state })
  const sky = useMemo(() => <Sky air={air} />, [air])
  const ground = useMemo(() => <Ground air={air} />, [air])
  const street = useMemo(() => <Street air={air} />, [air])
  const section = useMemo(() => <Section />, [])
  const lit = isLit(state)
  const shake = sim.remark.value?.why === 'locked' ? sim.remark.value.n : 0
  return (
    <svg
      class="drawing"
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      preserveAspectRatio="xMidYMax meet"
      aria-hidden="true"
    >
      {sky}
      {ground}
      <House air={air} waves={wavesOf(state.network)} />
      <Pools air={air} door={state.door.open || lit} />
      <g class={shake > 0 ? 'shaken' : undefined} key={`door ${shake}`}>
        <Door door={state.door} lit={lit} />
      </g>
      <DoorPanel state={state} />
      <ChuteMouth state={state} />
      <Room sim={sim} state={state} air={air} />
      {section}
      <Visitor sim={sim} state={state} />
      {street}
      <Leaders sim={sim} air={air} />
    </svg>
  )
}

/** What could not be done, said where it was tried. */
const Remark = ({ sim }: { sim: Simulator }) => {
  const remark = sim.remark.value
  const at = remark === null ? null : HOTSPOTS[remark.spot]
  return (
    <p class="remarks" role="status">
      {remark !== null && at !== null && (
        <span key={remark.n} class="remark" style={{ '--x': at.x, '--y': at.y - 40 }}>
          {say(`remark-${remark.why}`)}
        </span>
      )}
    </p>
  )
}

const Sheets = ({ sim, state }: Props) => {
  const [hidden, setHidden] = useState<string | null>(null)
  const asked = sim.pinAt.value
  const pinAt = asked === sim.side.value ? null : asked
  const open = sim.open.value
  useEffect(() => {
    if (pinAt === null) setHidden(null)
    else sim.open.value = null
  }, [pinAt, sim])
  if (pinAt !== null && hidden !== pinAt && open === null)
    return <Keypad key={pinAt} sim={sim} at={pinAt} onClose={() => setHidden(pinAt)} />
  if (open === null) return null
  const { at, sheet } = HOTSPOTS[open]
  return (
    <Popover
      key={open}
      title={say(`spot-${open}`)}
      at={[sheet, at[1]]}
      up={at[1] > 400}
      opener={open}
      onClose={() => {
        sim.open.value = null
      }}
    >
      <Panel spot={open} sim={sim} state={state} />
    </Popover>
  )
}

export const Scene = ({ sim, state }: Props) => (
  <div class="scene-way">
    <section class="scene" aria-label={say('scene', { branch: state.branch })}>
      <Picture sim={sim} state={state} />
      <Things sim={sim} state={state} />
      <Signs sim={sim} state={state} />
      <Remark sim={sim} />
      <Sheets sim={sim} state={state} />
    </section>
  </div>
)
