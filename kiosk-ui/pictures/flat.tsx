// The parts of a room in straight elevation: fills only, no contour, nobody has a face.
import type { VNode } from 'preact'
import { BOOK, darker, lighter, seeded, tenth } from './paints.ts'

type Xy = readonly [number, number]

export const Rect = (p: {
  x: number
  y: number
  w: number
  h: number
  fill: string
  r?: number
}) => (
  <rect
    x={tenth(p.x)}
    y={tenth(p.y)}
    width={tenth(p.w)}
    height={tenth(p.h)}
    fill={p.fill}
    rx={p.r ?? 0}
  />
)

export const Polygon = (p: { points: readonly Xy[]; fill: string; opacity?: number }) => (
  <polygon
    points={p.points.map((point) => point.map(tenth).join(',')).join(' ')}
    fill={p.fill}
    opacity={p.opacity ?? 1}
  />
)

export const Stroke = (p: { d: string; colour: string; width: number }) => (
  <path
    d={p.d}
    fill="none"
    stroke={p.colour}
    stroke-width={p.width}
    stroke-linecap="round"
    stroke-linejoin="round"
  />
)

const SPINES = [
  BOOK.pine,
  BOOK.falu,
  BOOK.ochre,
  BOOK.lake,
  BOOK.plum,
  BOOK.sage,
  BOOK.rose,
  BOOK.linen,
  '#0B483D',
  '#B9C2BE',
  '#7C2C22',
]

export type BookRow = {
  x: number
  /** The shelf the books stand on. */
  y: number
  w: number
  /** The tallest book. */
  h: number
  seed: number
  fill?: number
  narrow?: number
  wide?: number
  spines?: readonly string[]
}

/** Books on a shelf: some lean, some are missing. */
export const Books = (row: BookRow) => {
  const { x, y, w, h, fill = 0.9, narrow = 5, wide = 11, spines = SPINES } = row
  const chance = seeded(row.seed)
  const parts: VNode[] = []
  const end = x + w * fill
  let at = x
  while (at < end - narrow) {
    const width = narrow + chance() * (wide - narrow)
    const height = h * (0.66 + chance() * 0.34)
    const colour = spines[Math.floor(chance() * spines.length)] ?? BOOK.pine
    if (at + width > end) break
    const luck = chance()
    if (luck < 0.06 && at + height * 0.35 + width < end) {
      parts.push(leaning(at + 2, y, width, height, colour))
      at += width + height * 0.22 + 2
    } else if (luck < 0.1) at += width * 1.3
    else {
      parts.push(standing(at, y, width, height, colour, luck))
      at += width + 0.8
    }
  }
  return <g>{parts}</g>
}

const leaning = (x: number, y: number, w: number, h: number, colour: string) => (
  <g transform={`translate(${tenth(x)} ${tenth(y)}) rotate(14)`}>
    <Rect x={0} y={-h * 0.9} w={w} h={h * 0.9} fill={colour} />
  </g>
)

const standing = (
  x: number,
  y: number,
  w: number,
  h: number,
  colour: string,
  luck: number,
) => (
  <g>
    <Rect x={x} y={y - h} w={w} h={h} fill={colour} />
    {w > 7 && luck < 0.6 && (
      <Rect
        x={x + w * 0.22}
        y={y - h * 0.82}
        w={w * 0.56}
        h={Math.max(2, h * 0.1)}
        fill={lighter(colour, 0.7)}
      />
    )}
    {luck > 0.85 && <Rect x={x} y={y - h * 0.28} w={w} h={2} fill={lighter(colour, 0.6)} />}
  </g>
)

export const Pendant = (p: { x: number; to: number; w: number; floor: number }) => {
  const { x, to, w, floor } = p
  const low = to + w * 0.42
  const spread = (floor - to) * 0.34
  return (
    <g>
      <Polygon
        fill="#FBE3A6"
        opacity={0.13}
        points={[
          [x - w / 2, low],
          [x + w / 2, low],
          [x + w / 2 + spread, floor],
          [x - w / 2 - spread, floor],
        ]}
      />
      <Rect x={x - 1.2} y={0} w={2.4} h={to} fill="#2A3836" />
      <path
        d={`M${x - w / 2} ${low}Q${x - w / 2} ${to} ${x} ${to}Q${x + w / 2} ${to} ${x + w / 2} ${low}Z`}
        fill="#F4EFE3"
      />
      <path
        d={`M${x - w * 0.2} ${low}a${w * 0.2} ${w * 0.2} 0 0 0 ${w * 0.4} 0Z`}
        fill="#FBE3A6"
      />
      <Rect x={x - 4} y={to - 5} w={8} h={7} fill="#2A3836" r={2} />
    </g>
  )
}

export const Spruce = (p: { x: number; y: number; h: number; fill: string }) => (
  <Polygon
    fill={p.fill}
    points={[
      [p.x, p.y - p.h],
      [p.x + p.h * 0.15, p.y],
      [p.x - p.h * 0.15, p.y],
    ]}
  />
)

/** `s` is the whole width; every part is a hundredth of it. */
export const Armchair = (p: { x: number; y: number; s: number; fill: string }) => {
  const back = 'M10-46V-88Q10-100 24-100H76Q90-100 90-88V-46Z'
  const arms =
    'M0-50Q0-58 9-58Q18-58 18-50V-24H82V-50Q82-58 91-58Q100-58 100-50V-16Q100-10 94-10H6Q0-10 0-16Z'
  return (
    <g transform={`translate(${p.x} ${p.y}) scale(${p.s / 100})`}>
      <Rect x={14} y={-12} w={5} h={12} fill="#B99A68" r={1} />
      <Rect x={81} y={-12} w={5} h={12} fill="#B99A68" r={1} />
      <path d={back} fill={darker(p.fill, 0.12)} />
      <Rect x={16} y={-46} w={68} h={22} fill={lighter(p.fill, 0.08)} r={6} />
      <path d={arms} fill={p.fill} />
    </g>
  )
}

const LEAVES = [
  [-48, 52],
  [47, 56],
  [-25, 70],
  [24, 66],
  [0, 80],
] as const

export const Plant = (p: {
  x: number
  y: number
  s: number
  pot?: string
  leaf?: string
}) => {
  const leaf = p.leaf ?? '#4E8A72'
  return (
    <g transform={`translate(${p.x} ${p.y}) scale(${p.s / 100})`}>
      {LEAVES.map(([angle, length]) => (
        <path
          key={angle}
          transform={`translate(0 -30) rotate(${angle})`}
          d={`M0 0Q-9 ${-length / 2} 0 ${-length}Q9 ${-length / 2} 0 0Z`}
          fill={angle % 2 === 0 ? lighter(leaf, 0.12) : leaf}
        />
      ))}
      <path d="M-16-32H16L12 0H-12Z" fill={p.pot ?? '#E8E1D2'} />
    </g>
  )
}

export const FloorLamp = (p: { x: number; y: number; h: number }) => {
  const { x, y, h } = p
  return (
    <g>
      <Rect x={x - 1.6} y={y - h * 0.82} w={3.2} h={h * 0.82} fill="#0B2A26" />
      <Rect x={x - h * 0.09} y={y - 4} w={h * 0.18} h={4} fill="#0B2A26" r={2} />
      <Polygon
        fill="#F4EFE3"
        points={[
          [x - h * 0.075, y - h],
          [x + h * 0.075, y - h],
          [x + h * 0.135, y - h * 0.8],
          [x - h * 0.135, y - h * 0.8],
        ]}
      />
    </g>
  )
}

const PILE = [
  [BOOK.falu, 40, 8],
  [BOOK.ochre, 36, 6],
  [BOOK.lake, 38, 9],
] as const

const Pile = () => {
  let base = -70
  return (
    <g>
      {PILE.map(([colour, w, h], n) => {
        base -= h
        const x = 13 + n * 1.5
        return (
          <g key={colour}>
            <Rect x={x} y={base} w={w} h={h} fill={colour} r={1} />
            <Rect x={x + w * 0.12} y={base} w={2} h={h} fill={lighter(colour, 0.6)} />
            <Rect x={x + w * 0.8} y={base} w={2} h={h} fill={lighter(colour, 0.6)} />
          </g>
        )
      })}
    </g>
  )
}

const TILES = [0, 1, 2, 3, 4, 5]

/** The desk one stands at: counter, screen, pad with books, printer. 150 wide, feet at (x, y). */
export const Station = (p: { x: number; y: number; s: number }) => (
  <g transform={`translate(${p.x} ${p.y}) scale(${p.s / 100})`}>
    <Rect x={6} y={-62} w={5} h={62} fill="#B99A68" />
    <Rect x={139} y={-62} w={5} h={62} fill="#B99A68" />
    <Rect x={20} y={-40} w={110} h={40} fill="#0B483D" r={2} />
    <Rect x={20} y={-40} w={110} h={3} fill="#0F5A4C" />
    <Rect x={0} y={-66} w={150} h={7} fill="#EBD7B2" r={1.5} />
    <Rect x={0} y={-60.5} w={150} h={1.6} fill="#B99A68" />
    <Rect x={88} y={-82} w={6} h={17} fill="#5B6B67" />
    <Rect x={78} y={-68.5} w={26} h={3} fill="#5B6B67" r={1} />
    <Rect x={66} y={-150} w={50} h={74} fill="#1B2726" r={3} />
    <Rect x={69} y={-147} w={44} h={68} fill="#FBFAF7" r={1.5} />
    <Rect x={69} y={-147} w={44} h={20} fill="#0F5A4C" r={1.5} />
    <Rect x={73} y={-122} w={26} h={4} fill="#14201F" r={1} />
    {TILES.map((n) => (
      <Rect
        key={n}
        x={73 + (n % 2) * 19}
        y={-114 + Math.floor(n / 2) * 10.5}
        w={17}
        h={8.6}
        fill={n === 0 ? '#0F5A4C' : '#DDEDE7'}
        r={1.5}
      />
    ))}
    <Rect x={69} y={-82} w={44} h={3} fill="#E6E1D6" />
    <Rect x={10} y={-70} w={46} h={4} fill="#FFFFFF" r={1.5} />
    <Rect x={28} y={-68.6} w={10} h={1.6} fill="#7FD6BE" />
    <Pile />
    <Rect x={122} y={-78} w={22} h={12} fill="#3B4A48" r={2} />
    <Rect x={126} y={-78.5} w={14} h={2} fill="#14201F" />
    <path d="M127-78V-94l2 1.6 2-1.6 2 1.6 2-1.6 2 1.6 2-1.6V-78Z" fill="#FFFFFF" />
    <Rect x={129} y={-89} w={8} h={1} fill="#94A29D" />
    <Rect x={129} y={-86} w={6} h={1} fill="#94A29D" />
    <Rect x={129} y={-83} w={8} h={1} fill="#94A29D" />
    <circle cx={133} cy={-70} r={1} fill="#7FD6BE" />
  </g>
)
