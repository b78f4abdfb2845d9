// The return chute in its wall: ready, open, taking a book, stuck; and the trolley beside it.
import { BIRCH, Iso, STEEL, WHITE } from './iso.tsx'
import { BOOK, darker, lighter } from './paint.ts'
import { type Standing, standing } from './standing.ts'

export type ChuteState = 'ready' | 'reading' | 'open' | 'in' | 'back' | 'shut'

const WALL = 44
const WHITE_ARROW = 'stroke:#fff;stroke-width:calc(var(--il-w)*2.6)'

export const Chute = ({ state }: { state: ChuteState }) => chute(state, 'wall').svg()

/** For a tile: no more wall than the plate needs. */
export const ChuteTile = () => chute('ready', 'plate').svg()

/** The chute is shut: the books go on the trolley. */
export const ChuteAndTrolley = () => {
  const board = chute('shut', 'wall')
  trolley(board, 70, 210)
  board.line(
    [
      [290, 288, 330],
      [290, 288, 206],
    ],
    'a',
  )
  const [x, y] = board.at([290, 288, 206])
  return board
    .raw(<path class="a n" d={`M${x - 18} ${y - 20}L${x} ${y}L${x + 18} ${y - 20}`} />)
    .svg()
}

const LIGHT: Record<ChuteState, string> = {
  ready: 'var(--accent)',
  reading: 'var(--il-lamp)',
  open: '#3FB56B',
  in: '#3FB56B',
  back: 'var(--il-ochre)',
  shut: 'var(--il-ochre)',
}

const chute = (state: ChuteState, wall: 'wall' | 'plate'): Iso => {
  const board = new Iso()
  if (wall === 'plate') board.box([24, 0, 84], [380, WALL, 272], WHITE)
  else board.box([0, 0, 0], [430, WALL, 400], WHITE)
  board.front([60, WALL, 118], [310, 190], 'var(--il-steel)')
  board.box([60, WALL, 300], [310, 34, 10], STEEL)
  mouth(board, state)
  board.front([96, WALL, 264], [238, 11], LIGHT[state], 'x')
  board.box([88, WALL, 146], [254, 26, 8], ['var(--il-paper)', STEEL[0], STEEL[1]])
  if (state === 'in') half(board)
  if (state === 'ready' || state === 'open') offered(board, 'in')
  if (state === 'reading') offered(board, 'none')
  if (state === 'back') offered(board, 'out')
  return board
}

const mouth = (board: Iso, state: ChuteState): void => {
  board.front([96, WALL, 158], [238, 92], '#1B2726')
  if (state !== 'shut') {
    board.line(
      [
        [110, WALL, 248],
        [320, WALL, 248],
      ],
      't',
      'stroke:#54706A',
    )
    return
  }
  board.front([96, WALL, 158], [238, 92], 'var(--il-steel-2)')
  board.front([96, WALL, 196], [238, 18], 'var(--il-ochre)')
  for (let n = 0; n < 8; n++) {
    const x = 100 + n * 30
    board.poly(
      [
        [x, WALL, 196],
        [x + 12, WALL, 196],
        [x + 22, WALL, 214],
        [x + 10, WALL, 214],
      ],
      '#14201F',
      'x',
    )
  }
  board.front([96, WALL, 158], [238, 92], 'none')
}

/** A book in the mouth, and the way it goes. */
const offered = (board: Iso, way: 'in' | 'out' | 'none'): void => {
  board.book([136, WALL + 62, 166], [158, 176, 40], BOOK.falu, 'bare')
  if (way === 'none') return
  const [x, near, far, head] =
    way === 'in'
      ? [215, WALL + 206, WALL + 98, WALL + 134]
      : [215, WALL + 98, WALL + 206, WALL + 170]
  board.line(
    [
      [x, near, 206],
      [x, far, 206],
    ],
    'a',
    WHITE_ARROW,
  )
  board.line(
    [
      [x - 34, head, 206],
      [x, far, 206],
      [x + 34, head, 206],
    ],
    'a',
    WHITE_ARROW,
  )
}

/** A book half gone, on the rollers. */
const half = (board: Iso): void => {
  board.front([146, WALL, 168], [138, 34], darker(BOOK.falu, 0.2))
  for (const x of [160, 265])
    board.front([x, WALL, 168], [5, 34], lighter(BOOK.falu, 0.5), 'x')
  for (let n = 0; n < 7; n++) {
    const [cx, cy] = board.at([112 + n * 34, WALL, 162])
    board.raw(<circle cx={cx} cy={cy} r={5} fill="#54706A" />)
  }
}

const LOWER: readonly Standing[] = [
  [BOOK.sage, 26, 74],
  [BOOK.plum, 20, 66],
  [BOOK.linen, 30, 78],
  [BOOK.lake, 22, 70],
]
const UPPER: readonly Standing[] = [
  [BOOK.falu, 34, 92],
  [BOOK.ochre, 24, 80],
  [BOOK.pine, 30, 96],
]

const trolley = (board: Iso, x: number, y: number): void => {
  for (const [dx, dy] of [
    [14, 12],
    [286, 12],
    [14, 138],
    [286, 138],
  ] as const)
    wheel(board, x + dx, y + dy)
  board.box([x, y, 24], [300, 150, 14], BIRCH)
  standing(board, LOWER, { at: [x + 26, y + 40, 38], depth: 84 })
  for (const dy of [0, 138])
    for (const dx of [0, 288]) board.box([x + dx, y + dy, 38], [12, 12, 128], STEEL)
  board.box([x, y, 166], [300, 150, 14], BIRCH)
  standing(board, UPPER, { at: [x + 22, y + 34, 180], depth: 90, label: true })
}

const wheel = (board: Iso, x: number, y: number): void => {
  const [cx, cy] = board.at([x, y, 12])
  board.raw(<circle class="o" cx={cx} cy={cy} r={13} fill="var(--il-steel-2)" />)
  board.raw(<circle cx={cx} cy={cy} r={3.5} fill="var(--il-ink)" />)
}
