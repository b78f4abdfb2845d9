// Sky, lake hills, forest and ground: flat bands that follow the sun of the simulated hour.

import { Spruce } from '../pictures/outdoors.tsx'
import { mix, mulberry } from '../pictures/paint.ts'
import { circle, path, polygon, rect } from '../pictures/shapes.tsx'
import type { Air } from './air.ts'
import { EDGE, GROUND, HIGH } from './plan.ts'

/** Where each band begins; the first goes up without end. */
const BANDS = [EDGE.top, 150, 262, 352, 404]
const SPAN = EDGE.right - EDGE.left

const STARS = (() => {
  const next = mulberry(7)
  return Array.from({ length: 90 }, () => ({
    x: EDGE.left + next() * SPAN,
    y: -260 + next() * 420,
    r: next() < 0.2 ? 1.7 : 1,
    light: 0.45 + next() * 0.5,
  }))
})()

const Stars = ({ dim }: { dim: number }) => (
  <>{STARS.map(({ x, y, r, light }) => circle(x, y, r, '#E9EFEF', light * dim * 0.999))}</>
)

const MOON = { x: 132, y: 88, r: 30 }

/** The lit side of the moon: half a disc, and a half ellipse that takes from it or adds to it. */
const Moon = ({ phase, sky }: { phase: number; sky: string }) => {
  const { x, y, r } = MOON
  const waxing = phase < 0.5
  const lit = (1 - Math.cos(2 * Math.PI * phase)) / 2
  const bulge = Math.abs(1 - 2 * lit) * r
  const outer = waxing ? 1 : 0
  const inner = lit > 0.5 === waxing ? 1 : 0
  return (
    <g transform={`rotate(-24 ${x} ${y})`}>
      {circle(x, y, r, mix(sky, '#F2E6C4', 0.13))}
      {path(
        `M${x} ${y - r}A${r} ${r} 0 0 ${outer} ${x} ${y + r}A${bulge} ${r} 0 0 ${inner} ${x} ${y - r}Z`,
        '#F2E6C4',
      )}
    </g>
  )
}

/** South is over the forest to the left, where no roof hides it. */
const Sun = ({ altitude, azimuth }: { altitude: number; azimuth: number }) =>
  circle(
    128 + (azimuth - 180) * 1.1,
    398 - altitude * 6.3,
    24,
    altitude < 4 ? '#FBD9A0' : '#FFF3D0',
  )

const hills = {
  far: `M${EDGE.left} 424Q-300 378 -170 412T0 430Q120 372 240 418T520 420T820 400T1184 424Q1330 384 1450 414T${EDGE.right} 420V570H${EDGE.left}Z`,
  near: `M${EDGE.left} 450Q-250 474 -120 452T0 462Q90 430 190 452T420 462T1184 448Q1320 430 1420 456T${EDGE.right} 448V570H${EDGE.left}Z`,
}

const TREES = [
  ...[
    [-430, 552, 260],
    [-382, 556, 190],
    [-330, 552, 300],
    [-276, 556, 220],
  ],
  ...[
    [-226, 552, 170],
    [-170, 556, 280],
    [-112, 552, 230],
    [-58, 556, 180],
  ],
  ...[
    [-6, 552, 210],
    [26, 556, 270],
    [70, 556, 196],
    [196, 552, 168],
  ],
  ...[
    [1098, 552, 250],
    [1140, 556, 320],
    [1178, 552, 220],
    [150, 552, 120],
  ],
  ...[
    [1216, 556, 280],
    [1262, 552, 180],
    [1312, 556, 300],
    [1366, 552, 230],
  ],
  ...[
    [1420, 556, 200],
    [1472, 552, 290],
    [1530, 556, 240],
    [1590, 552, 300],
  ],
] as const

const Forest = ({ air }: { air: Air }) => (
  <>
    {TREES.map(([x = 0, y = 0, h = 0]) => (
      <>
        <Spruce x={x} y={y} h={h} w={h * 0.27} fill={air.tree} />
        {air.season === 'winter' &&
          polygon(
            [
              [x, y - h],
              [x + h * 0.045, y - h * 0.66],
              [x - h * 0.045, y - h * 0.66],
            ],
            '#DCE6EA',
            0.9,
          )}
      </>
    ))}
  </>
)

export const Sky = ({ air }: { air: Air }) => {
  const up = air.altitude > -1.5
  return (
    <>
      {BANDS.map((top, at) =>
        rect(EDGE.left, top, SPAN, HIGH + 60 - top, air.bands[at] ?? ''),
      )}
      {air.day < 0.55 && <Stars dim={1 - air.day / 0.55} />}
      {air.day < 0.8 && <Moon phase={air.moon} sky={air.bands[0] ?? ''} />}
      {up && <Sun altitude={air.altitude} azimuth={air.azimuth} />}
      {path(hills.far, air.farHill)}
      {path(hills.near, air.nearHill)}
      <Forest air={air} />
    </>
  )
}

/** The field in front of the house and the road before it. */
export const Ground = ({ air }: { air: Air }) => (
  <>
    {path(
      `M${EDGE.left} ${GROUND - 6}Q-120 ${GROUND - 12} 0 ${GROUND + 2}Q60 ${GROUND - 10} 140 ${GROUND - 2}T330 ${GROUND}H${EDGE.right}V${HIGH + 60}H${EDGE.left}Z`,
      air.ground,
    )}
    {path(
      `M${EDGE.left} 590Q-160 612 0 600Q240 574 520 596T1184 588Q1420 604 ${EDGE.right} 590V${HIGH + 60}H${EDGE.left}Z`,
      air.foreground,
    )}
  </>
)
