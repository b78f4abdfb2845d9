// The self-service station: screen, card reader, pad with what lies on it, printer with its slip.
import type { SimulatedBook, SimulatorState } from '../../device/simulator/protocol.ts'
import { LyingBook } from '../pictures/books.tsx'
import { BOOK } from '../pictures/paint.ts'
import { circle, rect, stroke } from '../pictures/shapes.tsx'
import { Counter, StationPad, StationPrinter, StationScreen } from '../pictures/station.tsx'
import { Cord } from './cord.tsx'
import { DeskGlass } from './glass.tsx'
import { STATION } from './plan.ts'

const u = STATION.s / 100
const across = (units: number): number => STATION.x + units * u
const up = (units: number): number => STATION.y - units * u

const THICK: Partial<Record<SimulatedBook['note'], number>> = { thick: 15 }

/** Sheets and discs of a set are flat; a book is as thick as it is. */
const thickness = (book: SimulatedBook, part: number): number =>
  part > 1 ? 2.6 : (THICK[book.note] ?? [8, 6.4, 9][book.title.length % 3] ?? 8)

type Lying = { key: string; colour: string; high: number; lent: boolean }

const onPad = (state: SimulatorState): Lying[] =>
  state.books.flatMap((book) =>
    book.pieces
      .filter(({ place }) => place.at === 'pad')
      .map((piece) => ({
        key: piece.key,
        colour: BOOK[book.colour],
        high: thickness(book, piece.part),
        lent: piece.afi === 0xc2,
      })),
  )

/** The pile; a mark of light on the spine of each piece that is unlocked. */
const Pile = ({ pieces }: { pieces: readonly Lying[] }) => {
  let top = up(70)
  return (
    <>
      {pieces.map(({ key, colour, high, lent }, at) => {
        const y = top
        top -= high
        const x = across(13 + ((at * 2) % 5))
        const w = (40 - ((at * 3) % 7)) * u
        return (
          <g class="landed" key={key}>
            <LyingBook x={x} y={y} w={w} h={high - 0.6} colour={colour} />
            {lent && circle(x + w * 0.5, y - high / 2, Math.min(2.2, high / 3), '#7FD6BE')}
          </g>
        )
      })}
    </>
  )
}

/** Beside the screen's arm: a slot of light that reads a card. */
const DeskReader = ({ reads }: { reads: boolean }) => (
  <>
    {rect(across(102), up(79), 15 * u, 13 * u, '#24302F', 2)}
    {stroke(
      `M${across(106.5)} ${up(70)}v-3M${across(109.5)} ${up(69)}v-6M${across(112.5)} ${up(68)}v-9`,
      reads ? '#7FD6BE' : '#4A5755',
      1.5,
    )}
    {!reads && <Cord x={across(108)} y={up(66)} />}
  </>
)

const PRINTER_LAMP = { ok: '#7FD6BE', 'near-end': '#E0AC4B', out: '#E0AC4B' } as const

export const Desk = ({ state }: { state: SimulatorState }) => {
  const { plugged, printer } = state
  return (
    <>
      <Counter {...STATION} />
      <StationScreen {...STATION}>
        <DeskGlass
          pane={{ x: across(69), y: up(147), w: 44 * u, h: 68 * u }}
          screen={state.shown.desk}
          fire={state.door.fire}
        />
      </StationScreen>
      <DeskReader reads={plugged['desk-card-reader']} />
      <StationPad {...STATION} lit={plugged['desk-pad']} />
      <Pile pieces={onPad(state)} />
      <g class={printer.printing ? 'printing' : undefined}>
        <StationPrinter
          {...STATION}
          paper={printer.printing || printer.receipt !== null}
          lamp={plugged['desk-printer'] ? PRINTER_LAMP[printer.paper] : '#4A5755'}
        />
      </g>
      {!plugged['desk-pad'] && <Cord x={across(20)} y={up(66)} />}
      {!plugged['desk-printer'] && <Cord x={across(136)} y={up(66)} />}
    </>
  )
}
