// What stands in the street: birch, lamp post, bicycle, a bush, footprints.

import { Bike } from '../pictures/outdoors.tsx'
import { lighter } from '../pictures/paint.ts'
import { circle, path, polygon, rect, stroke } from '../pictures/shapes.tsx'
import type { Air } from './air.ts'
import { GROUND } from './plan.ts'

const LAMP = '#FBE3A6'
const SNOW = '#E4ECEE'

const BARK = [
  [344, 7],
  [372, 9],
  [402, 6],
  [438, 9],
  [470, 7],
  [506, 9],
] as const

const LEAVES = [
  [26, 300, 46],
  [-8, 336, 34],
  [58, 330, 36],
  [8, 372, 30],
  [52, 376, 28],
] as const

const Birch = ({ leafy }: { leafy: boolean }) => (
  <>
    {rect(20, 330, 12, GROUND - 326, '#E9E6DD')}
    {BARK.map(([y, w], at) => rect(at % 2 === 1 ? 20 : 32 - w, y, w, 3, '#2C3B3A'))}
    {stroke('M26 372L4 332M26 352L52 316M26 420L48 396', '#DAD6CB', 4)}
    {leafy &&
      LEAVES.map(([x, y, r], at) => circle(x, y, r, at % 2 === 0 ? '#6E9B58' : '#7DAA64'))}
  </>
)

const LampPost = ({ air }: { air: Air }) => (
  <>
    {rect(88.5, 300, 7, GROUND - 296, '#14201F')}
    {rect(82, GROUND, 20, 6, '#14201F', 2)}
    {stroke('M92 306q0 -22 26 -22', '#14201F', 5)}
    {polygon(
      [
        [104, 282],
        [136, 282],
        [142, 298],
        [98, 298],
      ],
      '#14201F',
    )}
    {path('M106 298h28q-2 12 -14 12t-14 -12Z', air.dark ? LAMP : '#E8E5DA')}
    {air.dark &&
      polygon(
        [
          [106, 298],
          [134, 298],
          [196, GROUND + 8],
          [44, GROUND + 8],
        ],
        LAMP,
        0.11,
      )}
    {air.season === 'winter' && rect(102, 277, 36, 6, SNOW, 3)}
  </>
)

const bush = `M0 ${GROUND + 8}q18 -22 40 -12q18 -16 34 4q10 2 8 10Z`

const Footprints = () => (
  <g fill="#B9C8CE">
    {[0, 1, 2, 3, 4, 5].map((at) => (
      <ellipse
        cx={352 + at * 13}
        cy={GROUND + 58 - at * 7 + (at % 2 === 1 ? 0 : 4)}
        rx="4"
        ry="2"
      />
    ))}
  </g>
)

/** Light that falls on the ground from the door (when it is lit) and from the lamp post. */
export const Pools = ({ air, door }: { air: Air; door: boolean }) => (
  <g opacity={air.dark ? 1 : 0}>
    {door &&
      polygon(
        [
          [300, GROUND],
          [384, GROUND],
          [420, GROUND + 66],
          [250, GROUND + 66],
        ],
        LAMP,
        0.75,
      )}
    <ellipse cx="120" cy={GROUND + 18} rx="84" ry="13" fill={LAMP} opacity="0.7" />
  </g>
)

export const Street = ({ air }: { air: Air }) => {
  const winter = air.season === 'winter'
  return (
    <>
      <LampPost air={air} />
      <Birch leafy={air.season === 'summer'} />
      <Bike x={166} y={GROUND - 12} snow={winter} />
      {path(bush, winter ? SNOW : lighter(air.tree, 0.18))}
      {winter && <Footprints />}
    </>
  )
}
