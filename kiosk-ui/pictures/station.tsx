// The self-service station as it stands in the room: counter, screen, pad, printer.
import type { ComponentChildren } from 'preact'
import { LyingBook } from './books.tsx'
import { BOOK } from './paint.ts'
import { circle, path, rect } from './shapes.tsx'

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
