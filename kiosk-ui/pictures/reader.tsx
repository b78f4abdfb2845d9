// The card reader on its wall, with a card held up to it.
import { Iso, type Point, WHITE } from './iso.tsx'
import { BOOK } from './paint.ts'

const WALL = 36
const FACE = WALL + 24
const CARD = WALL + 190

export const Reader = () => {
  const board = new Iso()
  board.box([0, 0, 0], [330, WALL, 330], WHITE)
  board.box([92, WALL, 84], [146, 24, 190], ['#3B4A48', '#24302F', '#1A2423'])
  for (const radius of [16, 34, 52]) arc(board, radius)
  board.front([112, FACE, 106], [106, 7], '#7FD6BE', 'x')
  for (const [x, z] of [
    [70, 238],
    [260, 112],
    [260, 238],
    [70, 112],
  ] as const)
    board.line(
      [
        [x, WALL + 40, z],
        [x, CARD - 14, z],
      ],
      'g',
    )
  card(board)
  return board.svg()
}

const arc = (board: Iso, radius: number): void => {
  const points = Array.from({ length: 15 }, (_, n): Point => {
    const angle = ((n * 6 - 42) * Math.PI) / 180
    return [130 + Math.cos(angle) * radius, FACE, 196 + Math.sin(angle) * radius]
  })
  board.line(points, 't', 'stroke:#FFFFFF;stroke-width:calc(var(--il-w)*1.3)')
}

const BARS = [3, 5, 2, 4, 2, 6, 3]

const card = (board: Iso): void => {
  board.front([70, CARD - 5, 112], [190, 126], 'var(--il-steel)')
  board.rounded((u, v) => [u, CARD, v], [70, 112, 190, 126, 14], BOOK.pine, 'o')
  board.front([92, CARD, 206], [84, 9], '#FFFFFF', 'x')
  board.front([92, CARD, 190], [52, 6], BOOK.sage, 'x')
  let x = 92
  for (let n = 0; n < 22; n++) {
    const width = BARS[n % BARS.length] ?? 3
    if (n % 2 === 0) board.front([x, CARD, 128], [width, 32], '#FFFFFF', 'x')
    x += width
  }
  leaves(board, 206, '#FFFFFF')
  leaves(board, 238, BOOK.sage)
}

/** One page of the open book on the card. */
const leaves = (board: Iso, x: number, fill: string): void => {
  board.poly(
    [
      [x, CARD, 206],
      [222, CARD, 214],
      [222, CARD, 190],
      [x, CARD, 182],
    ],
    fill,
    'x',
  )
}
