// What stands outside, in the room style: spruces, a bike.
import { polygon, rect } from './shapes.tsx'

/** A spruce, its foot at (x, y). */
export const Spruce = ({
  x,
  y,
  h,
  fill,
  w = h * 0.3,
}: {
  x: number
  y: number
  h: number
  fill: string
  w?: number
}) =>
  polygon(
    [
      [x, y - h],
      [x + w / 2, y],
      [x - w / 2, y],
    ],
    fill,
  )

/** A city bike leaning on its stand, between its wheels at (x, y). */
export const Bike = ({
  x,
  y,
  frame = '#0F5A4C',
  snow = false,
}: {
  x: number
  y: number
  frame?: string
  snow?: boolean
}) => (
  <>
    <g
      fill="none"
      stroke="#14201F"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <circle cx={x - 22} cy={y - 8} r="19" />
      <circle cx={x + 34} cy={y - 8} r="19" />
      <path
        d={`M${x - 22} ${y - 8}L${x} ${y - 8}L${x + 24} ${y - 38}L${x - 6} ${y - 38}L${x} ${y - 8}M${x - 22} ${y - 8}L${x - 6} ${y - 38}M${x + 34} ${y - 8}L${x + 22} ${y - 48}l10 -3`}
        stroke={frame}
      />
      <path d={`M${x - 14} ${y - 44}h16`} />
    </g>
    {snow && rect(x - 16, y - 48, 20, 4, '#E4ECEE', 2)}
  </>
)
