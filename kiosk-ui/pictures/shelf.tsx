// The hold shelf with one book pulled out, and the books one has at home.
import { BIRCH, Iso, type Point } from './iso.tsx'
import { BOOK, darker } from './paint.ts'
import { type Standing, standing } from './standing.ts'

const [WIDE, DEEP, BOARD] = [430, 130, 14]

const LEFT: readonly Standing[] = [
  [BOOK.sage, 30, 128],
  [BOOK.plum, 26, 112],
  [BOOK.ochre, 34, 136],
  [BOOK.linen, 28, 120],
]
const RIGHT: readonly Standing[] = [
  [BOOK.lake, 32, 132],
  [BOOK.rose, 24, 110],
  [BOOK.falu, 36, 124],
]

/** Holds: the one that waits for you stands out, with its slip. */
export const HoldShelf = () => {
  const board = new Iso()
  board.front([0, 0, 0], [WIDE, 190], 'var(--il-birch-2)')
  board.box([0, 0, 0], [BOARD, DEEP, 190], BIRCH)
  board.box([BOARD, 0, 0], [WIDE - 2 * BOARD, DEEP, BOARD], BIRCH)
  standing(board, LEFT, { at: [BOARD + 16, 20, BOARD], depth: 96, label: true })
  standing(board, RIGHT, { at: [280, 20, BOARD], depth: 96, label: true })
  board.box([WIDE - BOARD, 0, 0], [BOARD, DEEP, 190], BIRCH)
  waiting(board, [196, 110, BOARD])
  return board.svg()
}

const waiting = (board: Iso, [x, y, z = 0]: Point): void => {
  board.front([x + 8, y + 6, z + 120], [26, 52], '#FFFFFF')
  board.front([x + 8, y + 6, z + 152], [26, 20], 'var(--accent)', 'x')
  standing(board, [[BOOK.pine, 42, 138]], { at: [x, y, z], depth: 96, label: true })
  const from: Point = [x + 21, y + 122, z]
  const to: Point = [x + 21, y + 214, z]
  board.line([from, to], 'a')
  board.line([[x - 12, y + 180, z], to, [x + 54, y + 180, z]], 'a')
}

/** Loans: books on a board, each with the slip of its day. */
export const LoanedBooks = () => {
  const board = new Iso()
  board.box([0, 0, 0], [330, 150, BOARD], BIRCH)
  let x = 46
  for (const [colour, w, h] of AT_HOME) {
    board.front([x + w * 0.3, 70, BOARD + h - 20], [w * 0.5, 62], '#FFFFFF')
    board.front([x + w * 0.3, 70, BOARD + h + 22], [w * 0.5, 20], darker(colour, 0.1), 'x')
    standing(board, [[colour, w, h]], { at: [x, 24, BOARD], depth: 104, label: true })
    x += w
  }
  return board.svg()
}

const AT_HOME: readonly Standing[] = [
  [BOOK.falu, 52, 150],
  [BOOK.ochre, 42, 132],
  [BOOK.lake, 60, 158],
  [BOOK.pine, 46, 140],
]
