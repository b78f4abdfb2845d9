// What stands and hangs in a room, in the room style: lamps, chair, plant.
import { BOOK, darker, lighter } from './paint.ts'
import { path, polygon, rect, round } from './shapes.tsx'

type Lamp = {
  x: number
  /** Ceiling. */
  y0: number
  /** Where the shade begins. */
  y1: number
  w?: number
  shade?: string
  wire?: string
  bulb?: string
  cone?: string
  /** Draws the light down to this floor; 0 draws none. */
  floor?: number
}

/** A hanging lamp and the flat shape of its light. */
export const Pendant = ({
  x,
  y0,
  y1,
  w = 64,
  shade = '#F4EFE3',
  wire = '#2A3836',
  bulb = '#FBE3A6',
  cone = '#FBE3A6',
  floor = 0,
}: Lamp) => {
  const rim = y1 + w * 0.42
  const reach = w * 0.5 + (floor - y1) * 0.34
  return (
    <>
      {floor > 0 &&
        polygon(
          [
            [x - w * 0.5, rim],
            [x + w * 0.5, rim],
            [x + reach, floor],
            [x - reach, floor],
          ],
          cone,
          0.13,
        )}
      {rect(x - 1.2, y0, 2.4, y1 - y0, wire)}
      {path(
        `M${x - w / 2} ${rim}Q${x - w / 2} ${y1} ${x} ${y1}Q${x + w / 2} ${y1} ${x + w / 2} ${rim}Z`,
        shade,
      )}
      {path(`M${x - w * 0.2} ${rim}a${w * 0.2} ${w * 0.2} 0 0 0 ${w * 0.4} 0Z`, bulb)}
      {rect(x - 4, y1 - 5, 8, 7, wire, 2)}
    </>
  )
}

/** A reading chair, its left foot at (x, y), `s` wide and high. */
export const Armchair = ({
  x,
  y,
  s,
  colour = BOOK.falu,
}: {
  x: number
  y: number
  s: number
  colour?: string
}) => {
  const u = s / 100
  return (
    <>
      {rect(x + 14 * u, y - 12 * u, 5 * u, 12 * u, '#B99A68', 1)}
      {rect(x + 81 * u, y - 12 * u, 5 * u, 12 * u, '#B99A68', 1)}
      {path(
        [
          `M${x + 10 * u} ${y - 46 * u}V${y - 88 * u}Q${x + 10 * u} ${y - 100 * u} ${x + 24 * u} ${y - 100 * u}`,
          `H${x + 76 * u}Q${x + 90 * u} ${y - 100 * u} ${x + 90 * u} ${y - 88 * u}V${y - 46 * u}Z`,
        ].join(''),
        darker(colour, 0.12),
      )}
      {rect(x + 16 * u, y - 46 * u, 68 * u, 22 * u, lighter(colour, 0.08), 6 * u)}
      {path(
        [
          `M${x} ${y - 50 * u}Q${x} ${y - 58 * u} ${x + 9 * u} ${y - 58 * u}`,
          `Q${x + 18 * u} ${y - 58 * u} ${x + 18 * u} ${y - 50 * u}V${y - 24 * u}H${x + 82 * u}`,
          `V${y - 50 * u}Q${x + 82 * u} ${y - 58 * u} ${x + 91 * u} ${y - 58 * u}`,
          `Q${x + 100 * u} ${y - 58 * u} ${x + 100 * u} ${y - 50 * u}V${y - 16 * u}`,
          `Q${x + 100 * u} ${y - 10 * u} ${x + 94 * u} ${y - 10 * u}H${x + 6 * u}`,
          `Q${x} ${y - 10 * u} ${x} ${y - 16 * u}Z`,
        ].join(''),
        colour,
      )}
    </>
  )
}

/** A pot plant, `s` high. */
export const Plant = ({
  x,
  y,
  s,
  pot = '#E8E1D2',
  leaf = '#4E8A72',
}: {
  x: number
  y: number
  s: number
  pot?: string
  leaf?: string
}) => {
  const u = s / 100
  const blade = (angle: number, length: number) => (
    <g transform={`translate(${round(x)} ${round(y - 30 * u)}) rotate(${angle})`}>
      {path(
        `M0 0Q${-9 * u} ${-length * 0.5 * u} 0 ${-length * u}Q${9 * u} ${-length * 0.5 * u} 0 0Z`,
        angle % 2 === 0 ? lighter(leaf, 0.12) : leaf,
      )}
    </g>
  )
  return (
    <>
      {blade(-48, 52)}
      {blade(47, 56)}
      {blade(-25, 70)}
      {blade(24, 66)}
      {blade(0, 80)}
      {path(
        `M${x - 16 * u} ${y - 32 * u}H${x + 16 * u}L${x + 12 * u} ${y}H${x - 12 * u}Z`,
        pot,
      )}
    </>
  )
}

/** A floor lamp `h` high; its light falls to `floor` when that is given. */
export const FloorLamp = ({
  x,
  y,
  h,
  shade = '#F4EFE3',
  pole = '#2A3836',
  floor = 0,
}: {
  x: number
  y: number
  h: number
  shade?: string
  pole?: string
  floor?: number
}) => (
  <>
    {floor > 0 &&
      polygon(
        [
          [x - h * 0.13, y - h * 0.8],
          [x + h * 0.13, y - h * 0.8],
          [x + h * 0.34, floor],
          [x - h * 0.34, floor],
        ],
        '#FBE3A6',
        0.16,
      )}
    {rect(x - 1.6, y - h * 0.82, 3.2, h * 0.82, pole)}
    {rect(x - h * 0.09, y - 4, h * 0.18, 4, pole, 2)}
    {polygon(
      [
        [x - h * 0.075, y - h],
        [x + h * 0.075, y - h],
        [x + h * 0.135, y - h * 0.8],
        [x - h * 0.135, y - h * 0.8],
      ],
      shade,
    )}
  </>
)
