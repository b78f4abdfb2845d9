// The return chute: mouth in the facade, belt and reader arch behind the wall, sorter and bins.
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { LyingBook } from '../pictures/books.tsx'
import { BOOK } from '../pictures/paint.ts'
import { circle, polygon, rect, stroke } from '../pictures/shapes.tsx'
import { Cord } from './cord.tsx'
import { ChuteGlass } from './glass.tsx'
import { FLOOR } from './plan.ts'

const INK = '#14201F'
type Chute = SimulatorState['chute']

const LIGHTS: Record<Chute['light'], string> = {
  ready: '#0F5A4C',
  working: '#2F6F97',
  thanks: '#3FB56B',
  attention: '#E0AC4B',
  dark: '#33403E',
  unknown: '#6B7875',
}

/** Yellow and black, where the flap has stuck. */
const Jam = () => (
  <>
    {rect(509, 420, 42, 8, '#E0AC4B')}
    {[0, 1, 2, 3].map((at) =>
      polygon(
        [
          [510 + at * 10.5, 428],
          [515 + at * 10.5, 428],
          [520 + at * 10.5, 420],
          [515 + at * 10.5, 420],
        ],
        INK,
      ),
    )}
  </>
)

const Flap = ({ chute }: { chute: Chute }) => {
  if (chute.jammed)
    return (
      <>
        {rect(509, 414, 42, 22, '#94A29D', 1)}
        <Jam />
      </>
    )
  return chute.flap === 'open' ? (
    <>
      {rect(509, 414, 42, 22, INK, 1)}
      {rect(509, 411.5, 42, 4, '#94A29D', 1)}
    </>
  ) : (
    <>
      {rect(509, 414, 42, 22, '#94A29D', 1)}
      {rect(511, 416, 38, 18, '#A9B5B0', 1)}
      {rect(522, 430, 16, 2.4, '#5B6B67', 1.2)}
    </>
  )
}

/** The plate in the facade: screen, hood, flap, light and lip; a waiting book lies on the lip. */
export const ChuteMouth = ({ state }: { state: SimulatorState }) => {
  const { chute } = state
  const waiting = state.books.filter((book) =>
    book.pieces.some((piece) => piece.place.at === 'mouth'),
  )
  return (
    <>
      {rect(506, 362, 48, 30, INK, 3)}
      <ChuteGlass
        pane={{ x: 509, y: 365, w: 42, h: 24 }}
        screen={state.shown.chute}
        fire={state.door.fire}
      />
      {rect(503, 402, 54, 62, '#B9C2BE', 3)}
      {rect(499, 396, 62, 8, '#DDE3E0', 2)}
      <Flap chute={chute} />
      {rect(509, 440, 42, 3, LIGHTS[chute.light])}
      {chute.beamBroken && rect(511, 424, 38, 1.6, '#F0714F')}
      {waiting.slice(0, 3).map((book, at) => (
        <LyingBook
          x={510 + at * 2}
          y={447 - at * 7}
          w={38}
          h={7}
          colour={BOOK[book.colour]}
        />
      ))}
      {rect(500, 447, 60, 5, '#F4F1EA', 1)}
      {!state.plugged['chute-board'] && <Cord x={516} y={464} />}
    </>
  )
}

/** Belt on legs, reader arch over it. It runs while something is in the beam or on its way. */
export const Belt = ({ running, reads }: { running: boolean; reads: boolean }) => (
  <g class={running ? 'belt running' : 'belt'}>
    {rect(566, 450, 150, 13, '#5B6B67', 3)}
    {rect(566, 446, 150, 5, '#2C3B3A', 2)}
    {stroke('M570 448.5H712', '#5B6B67', 1.6)}
    {Array.from({ length: 11 }, (_, at) => (
      <g class="roller">
        {circle(574 + at * 13, 456.5, 3.6, '#C3CBC7')}
        {rect(573.4 + at * 13, 453.4, 1.2, 3, '#5B6B67')}
      </g>
    ))}
    {rect(598, 404, 8, 46, '#94A29D')}
    {rect(640, 404, 8, 46, '#94A29D')}
    {rect(594, 398, 58, 11, INK, 3)}
    {rect(602, 402, 42, 2.6, reads ? '#3FB56B' : '#4A5755', 1)}
    {rect(572, 463, 5, 77, '#94A29D')}
    {rect(706, 463, 5, 77, '#94A29D')}
    {!reads && <Cord x={650} y={404} />}
  </g>
)

const FILLING = [
  ...[BOOK.falu, BOOK.pine, BOOK.ochre, BOOK.plum],
  ...[BOOK.sage, BOOK.lake, BOOK.rose],
]

/** Where bin `at` of `count` stands; the usual two fill the space under the belt. */
export const binX = (at: number, count: number): number =>
  count <= 2 ? 580 + at * 65 : 578 + (at * 128) / count

export const binWidth = (count: number): number => (count <= 2 ? 58 : 128 / count - 5)

/** A bin and what lies in it: the pieces that were really dropped are on top, in their colours. */
const Bin = ({
  x,
  w,
  number,
  level,
  colours,
}: {
  x: number
  w: number
  number: number
  level: number
  colours: readonly string[]
}) => {
  const top = 478
  const high = FLOOR - top
  const full = Math.min(1, Math.max(0, level))
  const pile = Math.min(9, Math.max(colours.length, Math.round((56 * full) / 6.6)))
  return (
    <>
      {rect(x, top, w, high, '#FFFFFF', 3)}
      {rect(x + 3, top + 3, w - 6, high - 3, '#EDE6D6', 2)}
      {Array.from({ length: pile }, (_, at) => {
        const fromTop = pile - 1 - at
        const colour =
          colours[colours.length - 1 - fromTop] ??
          FILLING[(at + number * 2) % FILLING.length] ??
          BOOK.linen
        const thick = 5.2 + ((at * 3) % 3) * 0.5
        return rect(
          x + 5 + ((at * 5) % 9),
          FLOOR - 2 - (at + 1) * 6.6 + (6.6 - thick),
          w - 18 - ((at * 7) % 12),
          thick,
          colour,
          0.8,
        )
      })}
      <path
        d={`M${x} ${top}v${high}h${w}v-${high}`}
        fill="none"
        stroke={INK}
        stroke-width="2.4"
        stroke-linejoin="round"
      />
      {circle(x + w / 2, FLOOR - 15, 10, INK)}
      {circle(x + w / 2, FLOOR - 15, 8.6, '#FFFFFF')}
      <text class="bin-number" x={x + w / 2} y={FLOOR - 10.2}>
        {number}
      </text>
    </>
  )
}

export const Bins = ({ state }: { state: SimulatorState }) => {
  const { bins } = state.chute
  const coloursIn = (bin: number): string[] =>
    state.books.flatMap((book) =>
      book.pieces
        .filter(({ place }) => place.at === 'bin' && place.bin === bin)
        .map(() => BOOK[book.colour]),
    )
  return (
    <>
      {bins.map(({ bin, level }, at) => (
        <Bin
          x={binX(at, bins.length)}
          w={binWidth(bins.length)}
          number={bin}
          level={level}
          colours={coloursIn(bin)}
        />
      ))}
    </>
  )
}
