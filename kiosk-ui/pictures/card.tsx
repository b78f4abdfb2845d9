// The back of a library card, with the place of its number marked.
import { Iso } from './iso.tsx'
import { BOOK } from './paint.ts'

const MARK = 'stroke:var(--warn);stroke-dasharray:1 8;stroke-width:var(--il-w)'

export const CardNumber = () => {
  const board = new Iso()
  board.front([0, 0, 0], [380, 240], 'var(--il-steel)')
  board.rounded((u, v) => [u, 8, v], [0, 0, 380, 240, 26], BOOK.pine, 'o')
  board.front([0, 8, 176], [380, 36], '#0B2A26', 'x')
  board.front([40, 8, 70], [300, 84], '#FFFFFF')
  let x = 58
  for (let n = 0; n < 45; n++) {
    const width = BARS[n % BARS.length] ?? 4
    if (n % 2 === 0) board.front([x, 8, 98], [width, 42], '#14201F', 'x')
    x += width
  }
  board.poly(
    [
      [48, 8, 73],
      [334, 8, 73],
      [334, 8, 96],
      [48, 8, 96],
    ],
    'var(--warn-soft)',
    'g',
    MARK,
  )
  for (let n = 0; n < 14; n++) board.front([60 + n * 19, 8, 80], [11, 10], '#14201F', 'x')
  return board.svg()
}

const BARS = [4, 7, 3, 6, 9, 4, 8, 5]
