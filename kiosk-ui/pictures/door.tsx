// The door of the branch, open, with the light of the room on the ground.
import { Iso, type Point } from './iso.tsx'
import { BOOK } from './paint.ts'

const WALL = 34
const LAMP = '#FBE3A6'

export const Door = ({ arrow }: { arrow: 'in' | 'shut' }) => {
  const board = new Iso()
  board.box([0, 0, 0], [360, WALL, 400], ['#FFFFFF', '#F1EFE9', '#DCD7CB'])
  board.poly(
    [
      [120, WALL, 0],
      [270, WALL, 0],
      [330, WALL + 210, 0],
      [70, WALL + 210, 0],
    ],
    LAMP,
    'x',
  )
  board.front([108, WALL, 0], [174, 330], '#FFFFFF')
  board.front([120, WALL, 0], [150, 318], LAMP)
  shelf(board, 120, 128, LOWER)
  shelf(board, 210, 190, UPPER)
  board.front([120, WALL, 0], [150, 318], 'none')
  leaf(board)
  if (arrow === 'in') arrowIn(board)
  else arrowShut(board)
  return board.svg()
}

const LOWER = [
  [BOOK.falu, 12, 50],
  [BOOK.lake, 10, 44],
  [BOOK.pine, 14, 56],
  [BOOK.ochre, 9, 40],
  [BOOK.plum, 12, 52],
] as const
const UPPER = [
  [BOOK.pine, 12, 46],
  [BOOK.rose, 14, 40],
  [BOOK.lake, 10, 52],
  [BOOK.falu, 12, 44],
] as const

const shelf = (
  board: Iso,
  z: number,
  from: number,
  books: readonly (readonly [string, number, number])[],
): void => {
  board.front([120, WALL, z], [150, 6], '#B99A68', 'x')
  let x = from
  for (const [colour, w, h] of books) {
    board.front([x, WALL, z + 6], [w, h], colour, 'x')
    x += w + 1
  }
}

/** The leaf, swung out 74°. */
const leaf = (board: Iso): void => {
  const angle = (74 * Math.PI) / 180
  const along = 150 * Math.cos(angle) * 0.12 - 20
  const out = 150 * Math.sin(angle)
  const on = (u: number, z: number): Point => [120 + along * u, WALL + out * u, z]
  board.poly([on(0, 0), on(1, 0), on(1, 318), on(0, 318)], BOOK.falu)
  board.poly([on(0.18, 150), on(0.82, 150), on(0.82, 290), on(0.18, 290)], LAMP)
  board.line([on(0.5, 150), on(0.5, 290)])
  board.line([on(0.18, 220), on(0.82, 220)])
  board.line([on(0.86, 100), on(0.86, 140)], 'o')
}

const DARK = 'stroke:#0F5A4C'

const arrowIn = (board: Iso): void => {
  board.line(
    [
      [205, WALL + 250, 0],
      [205, WALL + 96, 0],
    ],
    'a',
    DARK,
  )
  board.line(
    [
      [172, WALL + 132, 0],
      [205, WALL + 96, 0],
      [238, WALL + 132, 0],
    ],
    'a',
    DARK,
  )
}

/** From the edge of the leaf to the frame: push it to. */
const arrowShut = (board: Iso): void => {
  const swing = [8, 24, 40, 56, 68].map((degrees): Point => {
    const angle = (degrees * Math.PI) / 180
    return [120 + 150 * Math.sin(angle), WALL + 150 * Math.cos(angle), 0]
  })
  board.line(swing, 'a', DARK)
  const [x, y] = board.at(swing.at(-1) ?? [0, 0])
  board.raw(
    <path
      class="a n"
      style={DARK}
      d={`M${x - 26} ${y + 2}L${x} ${y}L${x - 8} ${y + 26}`}
    />,
  )
}
