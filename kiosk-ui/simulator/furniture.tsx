// What stands and hangs in the room: shelf, lamps, people counter, sign, exit sign, fire alarm.
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { Shelf } from '../pictures/books.tsx'
import { Armchair, Pendant, Plant } from '../pictures/furniture.tsx'
import { circle, path, polygon, rect, stroke } from '../pictures/shapes.tsx'
import { CEILING, FLOOR } from './plan.ts'
import { isShut, say } from './words.ts'

const INK = '#14201F'
const PINE = '#0F5A4C'

/** Two lamps over the floor. Unlit they hang dark. */
export const Lamps = ({ lit }: { lit: boolean }) => (
  <>
    {[798, 1030].map((x) => (
      <Pendant
        x={x}
        y0={CEILING}
        y1={306}
        w={54}
        shade={PINE}
        bulb={lit ? '#FBE3A6' : '#8C9A96'}
        cone="#FFF6DA"
        floor={lit ? FLOOR : 0}
      />
    ))}
  </>
)

/** The eye over the way in, and what it sees. */
export const PeopleCounter = () => (
  <>
    {polygon(
      [
        [712, CEILING + 10],
        [742, FLOOR],
        [682, FLOOR],
      ],
      PINE,
      0.09,
    )}
    <path
      d={`M710 ${CEILING + 10}L682 ${FLOOR - 2}M714 ${CEILING + 10}L742 ${FLOOR - 2}`}
      stroke={PINE}
      stroke-width="1.2"
      stroke-dasharray="2 6"
      fill="none"
    />
    {path(`M698 ${CEILING + 1}h28q-2 13 -14 13t-14 -13Z`, INK)}
    {circle(712, CEILING + 8, 3, '#7FD6BE')}
  </>
)

export const Furniture = () => (
  <>
    <Shelf
      x={750}
      y={336}
      w={96}
      h={FLOOR - 336}
      rows={4}
      seed={11}
      frame="#C99F61"
      back="#9C7A48"
      t={5}
      minW={4.5}
      maxW={9}
    />
    <Plant x={866} y={FLOOR} s={58} pot="#E8E1D2" />
  </>
)

export const Chair = () => <Armchair x={1056} y={FLOOR} s={72} colour="#9A3B2D" />

const STAR = 'M960 312L963 323L974 326L963 329L960 340L957 329L946 326L957 323Z'

/** Says on the wall what the branch is just now. `line` is when that changes. */
export const WallSign = ({
  opening,
  line,
  fire,
}: {
  opening: SimulatorState['opening']['name']
  line: string
  fire: boolean
}) => (
  <>
    {rect(876, 288, 104, 60, INK, 4)}
    {rect(880, 292, 96, 52, fire ? '#0A6B34' : '#0B483D', 2)}
    <text class="wall-sign" x="887" y="312">
      {fire ? say('sign-evacuate') : say(`sign-${opening}`)}
    </text>
    {!fire && (
      <text class="wall-sign until" x="887" y="327">
        {line}
      </text>
    )}
    {fire ? (
      stroke('M890 331H950M938 322l12 9l-12 9', '#FFFFFF', 3.6)
    ) : (
      <>
        {rect(887, 333, 52, 4, '#7FD6BE', 1)}
        {!isShut(opening) && path(STAR, '#E0AC4B')}
      </>
    )}
  </>
)

/** A stand-in for ISO 7010 E002, and the green button under it. */
export const WayOut = () => (
  <>
    {rect(600, 286, 44, 22, '#0A6B34', 2)}
    <g
      transform="translate(605 288) scale(.056)"
      stroke="#fff"
      fill="none"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <circle cx="318" cy="70" r="34" fill="#fff" stroke="none" />
      <path d="M300 140L262 214" stroke-width="56" />
      <path
        d="M262 222L316 262L296 330M256 222L222 284L150 288M288 138L222 146L190 196M310 142L350 190L402 176"
        stroke-width="36"
      />
      <path d="M440 30h180v300H440z" fill="#fff" stroke="none" />
    </g>
    {rect(664, 352, 20, 26, '#F4F1EA', 3)}
    {circle(674, 363, 7, '#0A6B34')}
    {rect(668, 373, 12, 2, '#94A29D', 1)}
  </>
)

/** Call point on the wall; its waves stand still, nothing here flashes. */
export const FireAlarm = ({ on }: { on: boolean }) => (
  <>
    {on &&
      stroke(
        'M1056 396a20 20 0 0 0 0 32M1088 396a20 20 0 0 1 0 32M1048 388a30 30 0 0 0 0 48M1096 388a30 30 0 0 1 0 48',
        '#A3201B',
        3,
      )}
    {rect(1062, 402, 20, 20, '#A3201B', 3)}
    {rect(1065, 405, 14, 14, '#fff', 1.5)}
    {circle(1072, 412, 3.6, '#A3201B')}
  </>
)
