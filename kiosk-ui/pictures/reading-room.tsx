// The library as a room: pine wall, a lake outside the window, and the machine one stands at.

import { BookRow } from './books.tsx'
import { Armchair, FloorLamp, Pendant, Plant } from './furniture.tsx'
import { Spruce } from './outdoors.tsx'
import { BOOK } from './paint.ts'
import { circle, path, rect, stroke } from './shapes.tsx'
import { Station } from './station.tsx'

const [WIDE, HIGH, FLOOR] = [1080, 700, 610]

/** `side` is what stays in sight when the picture is narrower than the room. */
export const ReadingRoom = ({ side }: { side: 'middle' | 'right' }) => (
  <svg
    class="room"
    viewBox={`0 0 ${WIDE} ${HIGH}`}
    preserveAspectRatio={side === 'middle' ? 'xMidYMax slice' : 'xMaxYMax slice'}
    aria-hidden="true"
  >
    {ground}
    <Window />
    <WallShelf x={470} y={216} h={78} seed={5} fill={0.72} />
    <WallShelf x={470} y={334} h={80} seed={20} fill={0.94} />
    <Plant x={690} y={216} s={60} pot="#E3B9A4" leaf="#6FA891" />
    <Armchair x={176} y={FLOOR + 44} s={214} colour="#B8523F" />
    <FloorLamp x={452} y={FLOOR + 34} h={300} pole="#0B2A26" />
    {sideTable}
    <Pendant x={872} y0={-HIGH} y1={160} w={140} floor={FLOOR} />
    <Station x={694} y={FLOOR + 50} s={242} />
  </svg>
)

/** Wall and floor go on beyond the picture, for a panel of another shape. */
const ground = (
  <g>
    {rect(-WIDE, -HIGH, WIDE * 3, HIGH + FLOOR, '#0F5A4C')}
    {rect(-WIDE, FLOOR - 16, WIDE * 3, 16, '#0B483D')}
    {rect(-WIDE, FLOOR, WIDE * 3, HIGH - FLOOR, '#DCC497')}
    {rect(-WIDE, FLOOR, WIDE * 3, 5, '#C3A571')}
    {[22, 44, 66].map((down) => rect(-WIDE, FLOOR + down, WIDE * 3, 1.5, '#C9AE7C'))}
  </g>
)

const SPRUCES = [
  [18, 300, 120],
  [52, 310, 150],
  [86, 304, 96],
  [290, 312, 170],
  [322, 306, 118],
] as const

/** A late autumn afternoon over the lake. */
const Window = () => (
  <g transform="translate(84 96)">
    {rect(-14, -14, 338, 338, '#EBD7B2')}
    <svg width={310} height={310} viewBox="0 0 310 310" aria-hidden="true">
      {rect(0, 0, 310, 310, '#CFE0E4')}
      {rect(0, 92, 310, 90, '#E6E3D8')}
      {rect(0, 140, 310, 60, '#F1DCC3')}
      {circle(224, 150, 34, '#F3C98A')}
      {path('M0 196Q70 140 150 176T310 158V220H0Z', '#8FB0B0')}
      {path('M0 208Q110 176 200 200T310 190V230H0Z', '#5E8A86')}
      {rect(0, 212, 310, 98, '#B7CFD3')}
      {rect(196, 222, 56, 3, '#F3DDBB')}
      {rect(206, 234, 38, 3, '#F3DDBB')}
      {rect(200, 248, 50, 3, '#F3DDBB')}
      {SPRUCES.map(([x, y, h]) => (
        <Spruce key={x} x={x} y={y} h={h} fill="#1C4A43" />
      ))}
    </svg>
    {rect(151, 0, 8, 310, '#EBD7B2')}
    {rect(0, 146, 310, 8, '#EBD7B2')}
    {rect(-26, 324, 362, 14, '#F4E7CB', 2)}
    <Plant x={46} y={324} s={92} />
    {rect(246, 314, 58, 10, '#9A3B2D', 1)}
    {rect(252, 306, 48, 8, '#EDE6D6', 1)}
  </g>
)

const SPINES = [
  ...['#EDE6D6', '#E0AC4B', '#9A3B2D', '#A9CBBE', '#2F6F97'],
  ...['#E3B9A4', '#0B483D', '#C3CBC7', '#F4EFE3'],
]

type Board = { x: number; y: number; h: number; seed: number; fill: number }

const WallShelf = ({ x, y, h, seed, fill }: Board) => (
  <g>
    <BookRow
      {...{ y, seed, fill }}
      x={x + 6}
      w={238}
      maxH={h}
      minW={9}
      maxW={17}
      cloths={SPINES}
    />
    {rect(x, y, 250, 9, '#EBD7B2', 2)}
    {rect(x + 24, y + 9, 6, 12, '#D8BE90')}
    {rect(x + 220, y + 9, 6, 12, '#D8BE90')}
  </g>
)

const sideTable = (
  <g transform={`translate(0 ${FLOOR})`}>
    {rect(506, -34, 112, 7, '#EBD7B2', 3)}
    {rect(558, -28, 7, 66, '#B99A68')}
    {rect(532, 36, 60, 6, '#B99A68', 3)}
    {rect(520, -44, 66, 10, BOOK.lake, 1)}
    {rect(526, -53, 58, 9, BOOK.ochre, 1)}
    {path('M594-34v-16h18v16q-9 4-18 0Z', '#F4EFE3')}
    {stroke('M612-46q8 1 0 9', '#F4EFE3', 3)}
  </g>
)
