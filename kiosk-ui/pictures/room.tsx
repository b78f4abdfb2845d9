// The room style: where you are. Straight elevation, fills only, no contour, no gradient.
// Every thing stands at (x, y) on its floor and is measured in the drawing's own units.
import type { ComponentChildren } from 'preact'
import { BOOK, darker, lighter, mulberry } from './paint.ts'
import { circle, path, polygon, rect, round, stroke } from './shapes.tsx'

const CLOTHS = [
  ...[BOOK.pine, BOOK.falu, BOOK.ochre, BOOK.lake, BOOK.plum, BOOK.sage, BOOK.rose],
  ...[BOOK.linen, '#0B483D', '#B9C2BE', '#7C2C22'],
]

type Row = {
  x: number
  y: number
  w: number
  maxH: number
  seed: number
  /** Share of the width that has books. */
  fill?: number
  minW?: number
  maxW?: number
  cloths?: readonly string[]
}

/** Standing books, some leaning, some taken out. `y` is the board they stand on. */
export const BookRow = ({
  x,
  y,
  w,
  maxH,
  seed,
  fill = 0.9,
  minW = 5,
  maxW = 11,
  cloths = CLOTHS,
}: Row) => {
  const next = mulberry(seed)
  const end = x + w * fill
  const books: ComponentChildren[] = []
  let at = x
  while (at < end - minW) {
    const wide = minW + next() * (maxW - minW)
    const high = maxH * (0.66 + next() * 0.34)
    const cloth = cloths[Math.floor(next() * cloths.length)] ?? BOOK.pine
    if (at + wide > end) break
    const kind = next()
    if (kind < 0.06 && at + high * 0.35 + wide < end) {
      books.push(
        <g transform={`translate(${round(at + 2)} ${round(y)}) rotate(14)`}>
          {rect(0, -high * 0.9, wide, high * 0.9, cloth)}
        </g>,
      )
      at += wide + high * 0.22 + 2
    } else if (kind < 0.1) at += wide * 1.3
    else {
      books.push(
        rect(at, y - high, wide, high, cloth),
        label(at, y, wide, high, kind, cloth),
      )
      at += wide + 0.8
    }
  }
  return <>{books}</>
}

const label = (
  x: number,
  y: number,
  wide: number,
  high: number,
  kind: number,
  cloth: string,
) => {
  if (wide > 7 && kind < 0.6)
    return rect(
      x + wide * 0.22,
      y - high * 0.82,
      wide * 0.56,
      Math.max(2, high * 0.1),
      lighter(cloth, 0.7),
    )
  return kind > 0.85 ? rect(x, y - high * 0.28, wide, 2, lighter(cloth, 0.6)) : null
}

type Case = {
  x: number
  y: number
  w: number
  h: number
  rows: number
  seed: number
  frame?: string
  back?: string
  /** Thickness of the boards. */
  t?: number
  minW?: number
  maxW?: number
}

/** A bookcase; `y` is its top. */
export const Shelf = ({
  x,
  y,
  w,
  h,
  rows,
  seed,
  frame = '#D8BE90',
  back = '#C9AC7A',
  t = 6,
  ...books
}: Case) => {
  const step = (h - t) / rows
  return (
    <>
      {rect(x, y, w, h, back)}
      {rect(x, y, t, h, frame)}
      {rect(x + w - t, y, t, h, frame)}
      {rect(x, y, w, t, frame)}
      {Array.from({ length: rows }, (_, i) => {
        const board = y + t + step * (i + 1) - t
        return (
          <>
            <BookRow
              x={x + t + 2}
              y={board}
              w={w - 2 * t - 4}
              maxH={step - t - 7}
              seed={seed + i * 17}
              fill={[0.97, 0.8, 0.92, 0.7, 0.95][(seed + i) % 5] ?? 0.9}
              {...books}
            />
            {rect(x, board, w, t, frame)}
          </>
        )
      })}
    </>
  )
}

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

export type Looks = {
  coat?: string
  hat?: string | null
  hair?: string | null
  skin?: string
  legs?: string
  scarf?: string | null
  /** Where the hand is, in hundredths of the height: out from the middle, up from the floor. */
  arm?: readonly [number, number] | null
  bag?: string | null
  /** Faces right, or left. */
  dir?: 1 | -1
}

/** Somebody, standing with the feet at (x, y), `s` tall. Nobody has a face here. */
export const Person = ({
  x,
  y,
  s,
  coat = '#2F6F97',
  hat = null,
  hair = '#4A382D',
  skin = '#E8C3A4',
  legs = '#24302F',
  scarf = null,
  arm = null,
  bag = null,
  dir = 1,
}: Looks & { x: number; y: number; s: number }) => {
  const u = s / 100
  const sleeve = darker(coat, 0.12)
  const shoe = darker(legs, 0.4)
  return (
    <>
      {rect(x - 8 * u, y - 34 * u, 7 * u, 32 * u, legs, 2 * u)}
      {rect(x + u, y - 34 * u, 7 * u, 32 * u, legs, 2 * u)}
      {rect(x - (dir < 0 ? 11 : 9.5) * u, y - 5 * u, 10 * u, 5 * u, shoe, 2 * u)}
      {rect(x + (dir > 0 ? 1.5 : 0.5) * u, y - 5 * u, 10 * u, 5 * u, shoe, 2 * u)}
      {path(coatOf(x, y, u), coat)}
      {rect(x - 0.8 * u, y - 76 * u, 1.6 * u, 48 * u, darker(coat, 0.22))}
      {arm === null
        ? rect(x + (dir > 0 ? 10 : -15.6) * u, y - 70 * u, 5.6 * u, 36 * u, sleeve, 2.8 * u)
        : reaching(x, y, u, dir, arm, sleeve, skin)}
      {rect(x + (dir > 0 ? -15.6 : 10) * u, y - 70 * u, 5.6 * u, 36 * u, sleeve, 2.8 * u)}
      {bag !== null && carried(x, y, u, bag)}
      {rect(x - 3.2 * u, y - 85 * u, 6.4 * u, 8 * u, darker(skin, 0.12))}
      {circle(x, y - 90 * u, 8 * u, skin)}
      {hair !== null && path(hairOf(x, y, u), hair)}
      {hat !== null && knitted(x, y, u, hat)}
      {scarf !== null && (
        <>
          {rect(x - 7.4 * u, y - 82.5 * u, 14.8 * u, 6 * u, scarf, 3 * u)}
          {rect(x + u, y - 80 * u, 5 * u, 15 * u, darker(scarf, 0.1), 1.5 * u)}
        </>
      )}
    </>
  )
}

const coatOf = (x: number, y: number, u: number): string =>
  [
    `M${x - 7 * u} ${y - 78 * u}Q${x} ${y - 82 * u} ${x + 7 * u} ${y - 78 * u}`,
    `Q${x + 12 * u} ${y - 76 * u} ${x + 12.5 * u} ${y - 66 * u}L${x + 14 * u} ${y - 28 * u}`,
    `L${x - 14 * u} ${y - 28 * u}L${x - 12.5 * u} ${y - 66 * u}`,
    `Q${x - 12 * u} ${y - 76 * u} ${x - 7 * u} ${y - 78 * u}Z`,
  ].join('')

const hairOf = (x: number, y: number, u: number): string =>
  [
    `M${x - 8.6 * u} ${y - 88 * u}A${8.6 * u} ${8.6 * u} 0 0 1 ${x + 8.6 * u} ${y - 88 * u}`,
    `Q${x + 5 * u} ${y - 94 * u} ${x} ${y - 94 * u}`,
    `Q${x - 5 * u} ${y - 94 * u} ${x - 8.6 * u} ${y - 88 * u}Z`,
  ].join('')

const reaching = (
  x: number,
  y: number,
  u: number,
  dir: 1 | -1,
  [out, up]: readonly [number, number],
  sleeve: string,
  skin: string,
) => (
  <>
    {stroke(
      `M${x + dir * 9 * u} ${y - 70 * u}L${x + dir * 17 * u} ${y - 58 * u}L${x + dir * out * u} ${y - up * u}`,
      sleeve,
      6.5 * u,
    )}
    {circle(x + dir * (out + 2) * u, y - up * u, 3.2 * u, skin)}
  </>
)

const carried = (x: number, y: number, u: number, bag: string) => (
  <>
    {rect(x - 20 * u, y - 38 * u, 14 * u, 17 * u, bag, 1.5 * u)}
    {stroke(
      `M${x - 17 * u} ${y - 38 * u}q${4 * u} ${-8 * u} ${8 * u} 0`,
      darker(bag, 0.3),
      1.4 * u,
    )}
  </>
)

const knitted = (x: number, y: number, u: number, hat: string) => (
  <>
    {path(
      `M${x - 8.8 * u} ${y - 91 * u}A${8.8 * u} ${8.8 * u} 0 0 1 ${x + 8.8 * u} ${y - 91 * u}Z`,
      hat,
    )}
    {rect(x - 9.6 * u, y - 93.5 * u, 19.2 * u, 4.4 * u, darker(hat, 0.18), 2 * u)}
    {circle(x, y - 101 * u, 2.8 * u, lighter(hat, 0.5))}
  </>
)

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

type Place = { x: number; y: number; s: number }

/** The counter of the self-service station; x is its left end, `s` = 100 is one metre. */
export const Counter = ({ x, y, s }: Place) => {
  const u = s / 100
  return (
    <>
      {rect(x + 6 * u, y - 62 * u, 5 * u, 62 * u, '#B99A68')}
      {rect(x + 139 * u, y - 62 * u, 5 * u, 62 * u, '#B99A68')}
      {rect(x + 20 * u, y - 40 * u, 110 * u, 40 * u, '#0B483D', 2 * u)}
      {rect(x + 20 * u, y - 40 * u, 110 * u, 3 * u, '#0F5A4C')}
      {rect(x, y - 66 * u, 150 * u, 7 * u, '#EBD7B2', 1.5 * u)}
      {rect(x, y - 60.5 * u, 150 * u, 1.6 * u, '#B99A68')}
    </>
  )
}

/** Its screen on an arm. `children` are drawn on the glass, 44 by 68 hundredths from (69, 147). */
export const StationScreen = ({
  x,
  y,
  s,
  children,
}: Place & { children?: ComponentChildren }) => {
  const u = s / 100
  return (
    <>
      {rect(x + 88 * u, y - 82 * u, 6 * u, 17 * u, '#5B6B67')}
      {rect(x + 78 * u, y - 68.5 * u, 26 * u, 3 * u, '#5B6B67', u)}
      {rect(x + 66 * u, y - 150 * u, 50 * u, 74 * u, '#1B2726', 3 * u)}
      {rect(x + 69 * u, y - 147 * u, 44 * u, 68 * u, '#FBFAF7', 1.5 * u)}
      {children}
    </>
  )
}

const TILES = [0, 1, 2].flatMap((row) => [0, 1].map((column) => ({ row, column })))

/** What the station's screen shows when nobody is there: a head, a line, six tiles. */
const HomeOnGlass = ({ x, y, s }: Place) => {
  const u = s / 100
  return (
    <>
      {rect(x + 69 * u, y - 147 * u, 44 * u, 20 * u, '#0F5A4C', 1.5 * u)}
      {rect(x + 73 * u, y - 122 * u, 26 * u, 4 * u, '#14201F', u)}
      {TILES.map(({ row, column }) =>
        rect(
          x + (73 + column * 19) * u,
          y - (114 - row * 10.5) * u,
          17 * u,
          8.6 * u,
          row + column === 0 ? '#0F5A4C' : '#DDEDE7',
          1.5 * u,
        ),
      )}
      {rect(x + 69 * u, y - 82 * u, 44 * u, 3 * u, '#E6E1D6')}
    </>
  )
}

/** A book seen from its spine, lying; its lower left corner at (x, y). */
export const LyingBook = ({
  x,
  y,
  w,
  h,
  colour,
}: {
  x: number
  y: number
  w: number
  h: number
  colour: string
}) => (
  <>
    {rect(x, y - h, w, h, colour, Math.min(1.2, h / 6))}
    {rect(x + w * 0.12, y - h, w * 0.06, h, lighter(colour, 0.6))}
    {rect(x + w * 0.8, y - h, w * 0.06, h, lighter(colour, 0.6))}
  </>
)

const PILE = [
  [BOOK.falu, 40, 8],
  [BOOK.ochre, 36, 6],
  [BOOK.lake, 38, 9],
] as const

/** The pad with up to three books in a pile. */
export const StationPad = ({
  x,
  y,
  s,
  books = 0,
  lit = true,
}: Place & { books?: number; lit?: boolean }) => {
  const u = s / 100
  let top = 70
  return (
    <>
      {rect(x + 10 * u, y - 70 * u, 46 * u, 4 * u, '#FFFFFF', 1.5 * u)}
      {rect(x + 28 * u, y - 68.6 * u, 10 * u, 1.6 * u, lit ? '#7FD6BE' : '#94A29D')}
      {PILE.slice(0, books).map(([colour, w, h], i) => {
        const book = (
          <LyingBook
            x={x + (13 + i * 1.5) * u}
            y={y - top * u}
            w={w * u}
            h={h * u}
            colour={colour}
          />
        )
        top += h
        return book
      })}
    </>
  )
}

/** The printer, with or without a slip hanging out. */
export const StationPrinter = ({
  x,
  y,
  s,
  paper = true,
  lamp = '#7FD6BE',
}: Place & { paper?: boolean; lamp?: string }) => {
  const u = s / 100
  const teeth = [1.6, -1.6, 1.6, -1.6, 1.6, -1.6].map((dy) => `l${2 * u} ${dy * u}`)
  return (
    <>
      {rect(x + 122 * u, y - 78 * u, 22 * u, 12 * u, '#3B4A48', 2 * u)}
      {rect(x + 126 * u, y - 78.5 * u, 14 * u, 2 * u, '#14201F')}
      {paper && (
        <>
          {path(
            `M${x + 127 * u} ${y - 78 * u}V${y - 94 * u}${teeth.join('')}V${y - 78 * u}Z`,
            '#FFFFFF',
          )}
          {rect(x + 129 * u, y - 89 * u, 8 * u, u, '#94A29D')}
          {rect(x + 129 * u, y - 86 * u, 6 * u, u, '#94A29D')}
          {rect(x + 129 * u, y - 83 * u, 8 * u, u, '#94A29D')}
        </>
      )}
      {circle(x + 133 * u, y - 70 * u, u, lamp)}
    </>
  )
}

/** The whole self-service station: counter, screen on its arm, pad with books, printer. */
export const Station = ({
  on = true,
  books = 3,
  paper = true,
  ...at
}: Place & { on?: boolean; books?: number; paper?: boolean }) => (
  <>
    <Counter {...at} />
    <StationScreen {...at}>{on && <HomeOnGlass {...at} />}</StationScreen>
    <StationPad {...at} books={books} />
    <StationPrinter {...at} paper={paper} />
  </>
)
