// The house: roof, facade, and the section through its walls. What stands in it is drawn elsewhere.
import { mix } from '../pictures/paint.ts'
import { circle, path, polygon, rect, stroke } from '../pictures/shapes.tsx'
import type { Air } from './air.ts'
import { CEILING, CUT, EAVES, FACADE, FLOOR, GROUND, WALL } from './plan.ts'
import { say } from './words.ts'

const INK = '#14201F'

const SNOW_ON_RIDGE =
  'M292 124Q286 103 308 103H1056Q1078 103 1072 124L1082 142Q1068 156 1050 147Q1030 140 1008 150Q984 162 956 149Q924 138 894 152Q862 164 828 149Q800 139 768 150Q732 162 700 148Q668 138 634 151Q600 163 566 149Q536 139 504 151Q470 163 438 148Q410 138 380 150Q352 160 328 149Q304 140 282 146Z'
const SNOW_ON_EAVES =
  'M212 247Q232 238 262 244Q330 236 392 245Q470 238 540 246Q640 238 720 245Q820 238 900 246Q990 238 1060 245Q1110 239 1154 247L1162 252H204Z'

const Chimney = ({ snow }: { snow: boolean }) => (
  <>
    {rect(958, 72, 46, 70, '#7C2C22')}
    {rect(952, 66, 58, 10, snow ? '#DCE6EA' : '#5F2019', 3)}
    {rect(958, 90, 46, 2, '#5F2019')}
    {rect(958, 106, 46, 2, '#5F2019')}
    {stroke('M976 58q-10 -12 2 -24t0 -26', '#8FA5B0', 7, 0.55)}
  </>
)

const Roof = ({ snow, day }: { snow: boolean; day: number }) => (
  <>
    <Chimney snow={snow} />
    {polygon(
      [
        [300, 112],
        [1064, 112],
        [1162, EAVES + 4],
        [204, EAVES + 4],
      ],
      mix('#22343A', '#34494F', day),
    )}
    {Array.from({ length: 25 }, (_, at) =>
      stroke(
        `M${300 + (764 * at) / 24} ${snow ? 130 : 113}L${204 + (958 * at) / 24} ${EAVES - 4}`,
        mix('#1A2A2F', '#2A3D43', day),
        1.6,
      ),
    )}
    {!snow && rect(296, 106, 772, 9, mix('#1A2A2F', '#26393F', day), 3)}
    {snow && path(SNOW_ON_RIDGE, mix('#E4ECEE', '#FFFFFF', day))}
    {snow && path(SNOW_ON_EAVES, mix('#E4ECEE', '#FFFFFF', day))}
    {rect(200, EAVES, 966, 9, '#F4F1EA', 2)}
    {rect(200, EAVES + 9, 966, 5, '#C9CFCB')}
  </>
)

/** Falu red boards on a stone foot. */
const Facade = ({ day }: { day: number }) => {
  const top = EAVES + 14
  const boards = Math.floor((CUT - FACADE - 1) / 15)
  return (
    <>
      {rect(FACADE, top, CUT - FACADE, GROUND - top, mix('#8E3527', '#A64232', day))}
      {Array.from({ length: boards }, (_, at) =>
        rect(FACADE + 15 * (at + 1), top, 2, GROUND - top, mix('#76291E', '#8E3527', day)),
      )}
      {rect(FACADE - 4, top, 14, GROUND - top, '#F4F1EA')}
      {rect(FACADE - 4, GROUND - 16, CUT - FACADE + 4, 16, '#5B6467')}
      {rect(FACADE - 4, GROUND - 18, CUT - FACADE + 4, 3, '#F4F1EA')}
    </>
  )
}

const WallLamp = ({ on }: { on: boolean }) => (
  <>
    {rect(270, 352, 10, 4, INK)}
    {polygon(
      [
        [262, 356],
        [284, 356],
        [280, 378],
        [266, 378],
      ],
      on ? '#FBE3A6' : '#E8E5DA',
    )}
    {rect(260, 353, 26, 5, INK, 2)}
    {on && circle(273, 368, 34, '#FBE3A6', 0.16)}
  </>
)

/** The mast that reaches the hub; its waves go when the network is cut. */
const Mast = ({ waves }: { waves: 'on' | 'silent' | 'cut' }) => (
  <>
    {stroke('M398 112V62', '#4A5A5E', 5)}
    {stroke('M386 84H410M389 74H407', '#4A5A5E', 3)}
    {circle(398, 60, 4, waves === 'cut' ? '#8A948F' : '#7FD6BE')}
    {waves === 'on' && (
      <g class="waves">
        {stroke('M386 50a15 15 0 0 0 0 20M410 50a15 15 0 0 1 0 20', '#7FD6BE', 2.6)}
        {stroke('M378 43a26 26 0 0 0 0 34M418 43a26 26 0 0 1 0 34', '#7FD6BE', 2.2, 0.7)}
      </g>
    )}
    {waves === 'cut' && stroke('M384 48l28 24', '#E0AC4B', 3.4)}
  </>
)

export const House = ({ air, waves }: { air: Air; waves: 'on' | 'silent' | 'cut' }) => (
  <>
    <Roof snow={air.season === 'winter'} day={air.day} />
    <Mast waves={waves} />
    <Facade day={air.day} />
    <text class="sign-letters" x="296" y="312">
      {say('sign-library')}
    </text>
    <WallLamp on={air.dark} />
  </>
)

/** Section through wall, ceiling and slab: solid ink. */
export const Section = () => (
  <>
    {rect(CUT - 8, EAVES + 14, 10, GROUND - EAVES - 14, INK)}
    {rect(CUT - 8, EAVES + 14, WALL - CUT + 22, 9, INK)}
    {rect(WALL, EAVES + 14, 14, GROUND - EAVES - 2, INK)}
    {rect(CUT - 8, GROUND + 2, WALL - CUT + 22, 10, INK)}
  </>
)

/** Back wall, panelling and floor of the room. */
export const RoomShell = () => (
  <>
    {rect(CUT, CEILING, WALL - CUT, FLOOR - CEILING, '#F8E8C4')}
    {rect(CUT, FLOOR - 92, WALL - CUT, 92, '#EFD9AC')}
    {rect(CUT, FLOOR - 94, WALL - CUT, 3, '#E2C68F')}
    {rect(CUT, FLOOR, WALL - CUT, 12, '#C99F61')}
    {rect(CUT, FLOOR, WALL - CUT, 3, '#E3BE83')}
  </>
)
