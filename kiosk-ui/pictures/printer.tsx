// The receipt printer: the slip comes out upwards and is torn off; without paper it is dotted.
import { BIRCH, Iso, type Point, type Tones } from './iso.tsx'

const CASE: Tones = ['#3B4A48', '#24302F', '#1A2423']
const SLIP_Y = 84

export const Printer = ({ paper }: { paper: boolean }) => {
  const board = new Iso()
  board.box([-50, -40, -20], [320, 260, 20], BIRCH)
  board.box([0, 0, 0], [220, 170, 110], CASE)
  board.flat([36, SLIP_Y - 12, 110], [148, 26], '#0F1716')
  slip(board, paper)
  board.front([24, 170, 30], [40, 8], paper ? '#7FD6BE' : 'var(--il-ochre)', 'x')
  if (paper) arrowUp(board)
  return board.svg()
}

const slip = (board: Iso, paper: boolean): void => {
  const edge: Point[] = Array.from({ length: 13 }, (_, n) => [
    178 - n * 11.3,
    SLIP_Y,
    n % 2 === 0 ? 262 : 252,
  ])
  const outline: Point[] = [[42, SLIP_Y, 110], [178, SLIP_Y, 110], ...edge]
  if (!paper) {
    const dotted = 'stroke:var(--warn);stroke-dasharray:1 8;stroke-width:var(--il-w)'
    board.poly(outline, 'var(--warn-soft)', 'g', dotted)
    return
  }
  board.poly(outline, '#FFFFFF')
  for (const [z, w] of LINES) board.front([62, SLIP_Y, z], [w, 5], '#94A29D', 'x')
}

const LINES = [
  [230, 96],
  [206, 70],
  [190, 84],
  [174, 60],
  [158, 78],
] as const

const arrowUp = (board: Iso): void => {
  const [x, y] = board.at([110, SLIP_Y, 350])
  board.line(
    [
      [110, SLIP_Y, 278],
      [110, SLIP_Y, 350],
    ],
    'a',
  )
  board.raw(<path class="a n" d={`M${x - 18} ${y + 20}L${x} ${y}L${x + 18} ${y + 20}`} />)
}
