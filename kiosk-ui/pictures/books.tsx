// Books in the room style: standing in rows and cases, lying in piles. Room style is where you are:
// straight elevation, fills only, no contour, no gradient.
import type { ComponentChildren } from 'preact'
import { BOOK, lighter, mulberry } from './paint.ts'
import { rect, round } from './shapes.tsx'

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
