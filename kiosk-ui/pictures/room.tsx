// The library as a room: pine wall, a lake outside the window, and the machine one stands at.
import {
  Armchair,
  Books,
  FloorLamp,
  Pendant,
  Plant,
  Rect,
  Spruce,
  Station,
  Stroke,
} from './flat.tsx'
import { BOOK } from './paints.ts'

const [WIDE, HIGH, FLOOR] = [1080, 700, 610]

export const Room = () => (
  <svg
    class="room"
    viewBox={`0 0 ${WIDE} ${HIGH}`}
    preserveAspectRatio="xMidYMax slice"
    aria-hidden="true"
  >
    <Ground />
    <Window />
    <WallShelf x={470} y={216} h={78} seed={5} fill={0.72} />
    <WallShelf x={470} y={334} h={80} seed={20} fill={0.94} />
    <Plant x={690} y={216} s={60} pot="#E3B9A4" leaf="#6FA891" />
    <Armchair x={176} y={FLOOR + 44} s={214} fill="#B8523F" />
    <FloorLamp x={452} y={FLOOR + 34} h={300} />
    <SideTable />
    <Pendant x={872} to={160} w={140} floor={FLOOR} />
    <Station x={694} y={FLOOR + 50} s={242} />
  </svg>
)

const Ground = () => (
  <g>
    <Rect x={-WIDE} y={-HIGH} w={WIDE * 3} h={HIGH + FLOOR} fill="#0F5A4C" />
    <Rect x={-WIDE} y={FLOOR - 16} w={WIDE * 3} h={16} fill="#0B483D" />
    <Rect x={-WIDE} y={FLOOR} w={WIDE * 3} h={HIGH - FLOOR} fill="#DCC497" />
    <Rect x={-WIDE} y={FLOOR} w={WIDE * 3} h={5} fill="#C3A571" />
    {[22, 44, 66].map((down) => (
      <Rect key={down} x={-WIDE} y={FLOOR + down} w={WIDE * 3} h={1.5} fill="#C9AE7C" />
    ))}
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
    <Rect x={-14} y={-14} w={338} h={338} fill="#EBD7B2" />
    <svg x={0} y={0} width={310} height={310} viewBox="0 0 310 310" aria-hidden="true">
      <Rect x={0} y={0} w={310} h={310} fill="#CFE0E4" />
      <Rect x={0} y={92} w={310} h={90} fill="#E6E3D8" />
      <Rect x={0} y={140} w={310} h={60} fill="#F1DCC3" />
      <circle cx={224} cy={150} r={34} fill="#F3C98A" />
      <path d="M0 196Q70 140 150 176T310 158V220H0Z" fill="#8FB0B0" />
      <path d="M0 208Q110 176 200 200T310 190V230H0Z" fill="#5E8A86" />
      <Rect x={0} y={212} w={310} h={98} fill="#B7CFD3" />
      <Rect x={196} y={222} w={56} h={3} fill="#F3DDBB" />
      <Rect x={206} y={234} w={38} h={3} fill="#F3DDBB" />
      <Rect x={200} y={248} w={50} h={3} fill="#F3DDBB" />
      {SPRUCES.map(([x, y, h]) => (
        <Spruce key={x} x={x} y={y} h={h} fill="#1C4A43" />
      ))}
    </svg>
    <Rect x={151} y={0} w={8} h={310} fill="#EBD7B2" />
    <Rect x={0} y={146} w={310} h={8} fill="#EBD7B2" />
    <Rect x={-26} y={324} w={362} h={14} fill="#F4E7CB" r={2} />
    <Plant x={46} y={324} s={92} />
    <Rect x={246} y={314} w={58} h={10} fill="#9A3B2D" r={1} />
    <Rect x={252} y={306} w={48} h={8} fill="#EDE6D6" r={1} />
  </g>
)

const SPINES = [
  '#EDE6D6',
  '#E0AC4B',
  '#9A3B2D',
  '#A9CBBE',
  '#2F6F97',
  '#E3B9A4',
  '#0B483D',
  '#C3CBC7',
  '#F4EFE3',
]

const WallShelf = (p: { x: number; y: number; h: number; seed: number; fill: number }) => (
  <g>
    <Books
      x={p.x + 6}
      y={p.y}
      w={238}
      h={p.h}
      seed={p.seed}
      fill={p.fill}
      narrow={9}
      wide={17}
      spines={SPINES}
    />
    <Rect x={p.x} y={p.y} w={250} h={9} fill="#EBD7B2" r={2} />
    <Rect x={p.x + 24} y={p.y + 9} w={6} h={12} fill="#D8BE90" />
    <Rect x={p.x + 220} y={p.y + 9} w={6} h={12} fill="#D8BE90" />
  </g>
)

const SideTable = () => (
  <g transform={`translate(0 ${FLOOR})`}>
    <Rect x={506} y={-34} w={112} h={7} fill="#EBD7B2" r={3} />
    <Rect x={558} y={-28} w={7} h={66} fill="#B99A68" />
    <Rect x={532} y={36} w={60} h={6} fill="#B99A68" r={3} />
    <Rect x={520} y={-44} w={66} h={10} fill={BOOK.lake} r={1} />
    <Rect x={526} y={-53} w={58} h={9} fill={BOOK.ochre} r={1} />
    <path d="M594-34v-16h18v16q-9 4-18 0Z" fill="#F4EFE3" />
    <Stroke d="M612-46q8 1 0 9" colour="#F4EFE3" width={3} />
  </g>
)
