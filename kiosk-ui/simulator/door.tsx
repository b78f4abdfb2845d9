// The entrance: leaf, lock, and the panel beside it with screen, reader and light.
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { BookRow } from '../pictures/books.tsx'
import { mix } from '../pictures/paint.ts'
import { circle, polygon, rect, stroke } from '../pictures/shapes.tsx'
import { Cord } from './cord.tsx'
import { DoorGlass } from './glass.tsx'
import { GROUND } from './plan.ts'

const PINE = '#0F5A4C'
const INK = '#14201F'

const GLASS = '#FBE3A6'
const UNLIT = '#52666A'

/** Books behind the panes; they and the light are there when the room is lit. */
const Panes = ({ lit }: { lit: boolean }) => (
  <>
    {rect(310, 354, 66, 118, lit ? GLASS : UNLIT)}
    <g opacity={lit ? 1 : 0.35}>
      <BookRow x={313} y={408} w={27} maxH={30} seed={3} minW={4} maxW={7} />
      <BookRow x={347} y={408} w={28} maxH={26} seed={9} minW={4} maxW={7} />
    </g>
    {rect(341, 354, 4, 118, PINE)}
    {rect(310, 410, 66, 4, PINE)}
  </>
)

const ClosedLeaf = ({ lit, released }: { lit: boolean; released: boolean }) => (
  <>
    {rect(300, 344, 86, GROUND - 344, PINE)}
    <Panes lit={lit} />
    {rect(310, 484, 66, 44, '#0B483D', 2)}
    {rect(376, 438, 6, 34, '#0B483D', 3)}
    {rect(377, 446, 4, 22, '#E9D9A8', 2)}
    {circle(379, 441.5, 1.9, released ? '#7FD6BE' : '#E0AC4B')}
    {released && rect(384.4, 344, 2.4, GROUND - 344, '#7FD6BE')}
  </>
)

/** Swung out into the street, hinges at the left; behind it one sees in. */
const OpenLeaf = ({ lit }: { lit: boolean }) => (
  <>
    {rect(300, 344, 86, GROUND - 344, lit ? '#F8E8C4' : '#40565C')}
    {rect(300, GROUND - 40, 86, 33, lit ? '#E3BE83' : '#37494E')}
    <g opacity={lit ? 1 : 0.3}>
      {rect(322, 388, 56, 4, '#B99A68')}
      <BookRow x={324} y={388} w={54} maxH={34} seed={5} minW={4} maxW={8} />
      {rect(322, 436, 56, 4, '#B99A68')}
      <BookRow x={324} y={436} w={54} maxH={36} seed={14} minW={4} maxW={8} />
      {rect(322, 484, 56, 4, '#B99A68')}
      <BookRow x={324} y={484} w={54} maxH={36} seed={22} minW={4} maxW={8} />
    </g>
    {polygon(
      [
        [301, 344],
        [262, 336],
        [262, GROUND + 9],
        [301, GROUND],
      ],
      PINE,
    )}
    {polygon(
      [
        [295, 355],
        [268, 349],
        [268, 476],
        [295, 472],
      ],
      lit ? GLASS : UNLIT,
    )}
    {stroke('M281.5 352V474M295 411L268 413', PINE, 3)}
    {polygon(
      [
        [295, 484],
        [268, 489],
        [268, 538],
        [295, 530],
      ],
      '#0B483D',
    )}
    {rect(264, 444, 3, 24, '#E9D9A8', 1.5)}
  </>
)

export const Door = ({ door, lit }: { door: SimulatorState['door']; lit: boolean }) => (
  <>
    {rect(290, 334, 106, GROUND - 334, '#F4F1EA')}
    {door.open ? (
      <OpenLeaf lit={lit} />
    ) : (
      <ClosedLeaf lit={lit} released={door.lock === 'released'} />
    )}
    {rect(286, GROUND - 7, 114, 7, '#AEB7B6')}
  </>
)

const LIGHTS: Record<SimulatorState['door']['light'], string> = {
  ready: '#7FD6BE',
  go: '#3FB56B',
  no: '#E0AC4B',
  dark: '#33403E',
  unknown: '#6B7875',
}

/** Screen above, reader below, a strip of light between. */
export const DoorPanel = ({ state }: { state: SimulatorState }) => {
  const light = LIGHTS[state.door.light]
  const reads = state.plugged['door-card-reader']
  return (
    <>
      {rect(440, 374, 46, 84, INK, 5)}
      <DoorGlass
        pane={{ x: 444, y: 378, w: 38, h: 48 }}
        screen={state.shown.door}
        fire={state.door.fire}
      />
      {state.door.light === 'go' && circle(463, 444, 22, '#3FB56B', 0.22)}
      {stroke('M458 449v-5M463 451v-9M468 453v-13', reads ? light : '#4A5755', 2)}
      {rect(446, 430.5, 34, 3, mix(light, '#FFFFFF', 0.05), 1.5)}
      {state.door.sounds &&
        stroke('M434 428a10 10 0 0 0 0 14M429 423a18 18 0 0 0 0 24', '#E0AC4B', 2.2)}
      {!reads && <Cord x={470} y={458} />}
      {!state.plugged['door-board'] && <Cord x={392} y={446} />}
    </>
  )
}
