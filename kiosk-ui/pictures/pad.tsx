// The pad of the desk, with the books that lie on it.
import { BIRCH, Iso, type Point, WHITE } from './iso.tsx'
import { BOOK } from './paint.ts'

export type PadPicture = {
  /** Books in the pile, 0 to 3 drawn. */
  books: number
  /** A set with one part missing lies beside the pile. */
  missing?: boolean
  counter?: boolean
  /** The pad does not answer: nothing shall be put there. */
  lost?: boolean
}

const PILE = [
  { at: [24, 40], size: [124, 150, 30], colour: BOOK.falu, cover: 'lines' },
  { at: [30, 34], size: [118, 146, 24], colour: BOOK.ochre, cover: 'disc' },
  { at: [22, 44], size: [112, 138, 34], colour: BOOK.pine, cover: 'label' },
] as const

const MISSING = 'stroke:var(--warn);stroke-dasharray:1 8;stroke-width:calc(var(--il-w)*1.2)'

export const Pad = ({
  books,
  missing = false,
  counter = true,
  lost = false,
}: PadPicture) => {
  const board = new Iso()
  if (counter) board.box([-50, -46, -22], [500, 322, 22], BIRCH)
  plate(board, 400)
  if (missing) incompleteSet(board)
  pile(board, books, 0)
  if (books === 0 && !lost) arrowDown(board)
  return board.svg(6)
}

/** The small pad of a tile: a pile, no counter. */
export const PadTile = () => {
  const board = new Iso()
  plate(board, 250)
  pile(board, 3, 48)
  return board.svg(6)
}

const plate = (board: Iso, width: number): void => {
  const top = (u: number, v: number): Point => [u, v, 10]
  board.box([0, 0, 0], [width, 230, 10], WHITE)
  board.rounded(top, [16, 16, width - 32, 198, 26], 'var(--il-paper)', 't')
  board.rounded(top, [32, 32, width - 64, 166, 20], 'none', 't')
  board.front([120, 230, 3], [70, 4], 'var(--accent)', 'x')
}

const pile = (board: Iso, books: number, shift: number): void => {
  let level = 10
  for (const { at, size, colour, cover } of PILE.slice(0, books)) {
    const paint = shift > 0 && colour === BOOK.pine ? BOOK.lake : colour
    board.book([at[0] + shift, at[1], level], size, paint, cover)
    level += size[2]
  }
}

/** A book and a map lie there; the disc is dotted where it belongs. */
const incompleteSet = (board: Iso): void => {
  board.book([176, 22, 10], [112, 86, 18], BOOK.lake, 'disc')
  board.flat([186, 118, 11], [92, 76], BOOK.sage)
  board.line([
    [232, 118, 11],
    [232, 194, 11],
  ])
  board.line(
    [
      [186, 156, 11],
      [278, 156, 11],
    ],
    't',
    'opacity:.5',
  )
  board.ring(
    [332, 112, 10],
    44,
    'var(--warn-soft)',
    'g',
    `fill:var(--warn-soft);${MISSING}`,
  )
  board.ring([332, 112, 10], 10, 'none', 't', 'stroke:var(--warn)')
}

/** A book on its way down to the empty pad. */
const arrowDown = (board: Iso): void => {
  board.poly(
    [
      [112, 40, 10],
      [272, 40, 10],
      [272, 190, 10],
      [112, 190, 10],
    ],
    'none',
    'g',
  )
  board.book([112, 40, 150], [160, 150, 32], BOOK.falu, 'lines')
  for (const [cx, cy] of [
    [112, 190],
    [272, 40],
    [272, 190],
  ] as const)
    board.line(
      [
        [cx, cy, 144],
        [cx, cy, 12],
      ],
      'g',
    )
  board.line(
    [
      [192, 190, 132],
      [192, 190, 22],
    ],
    'a',
  )
  const [x, y] = board.at([192, 190, 22])
  board.raw(<path class="a n" d={`M${x - 16} ${y - 18}L${x} ${y}L${x + 16} ${y - 18}`} />)
}
