// Books that stand side by side on a board, their spines towards us.
import type { Iso, Point } from './iso.tsx'
import { darker, lighter } from './paint.ts'

/** Colour, thickness and height. */
export type Standing = readonly [colour: string, w: number, h: number]

/** Draws them from `at` to the right; `label` gives each spine its mark. */
export const standing = (
  board: Iso,
  books: readonly Standing[],
  p: { at: Point; depth: number; label?: boolean },
): void => {
  const [x, y, z = 0] = p.at
  let left = x
  for (const [colour, w, h] of books) {
    board.box([left, y, z], [w, p.depth, h], ['#FFFDF6', colour, darker(colour, 0.25)])
    if (p.label) {
      const mark: readonly [number, number] = [w * 0.5, h * 0.16]
      const at: Point = [left + w * 0.25, y + p.depth, z + h * 0.68]
      board.front(at, mark, lighter(colour, 0.8), 'x')
    }
    left += w
  }
}
