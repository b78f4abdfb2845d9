// The drawing board of the machines: axonometric 30°, ink contour, flat fills in three tones.
// x runs down to the right, y down to the left, z up. A picture says nothing to a screen reader.
import type { VNode } from 'preact'
import { darker, lighter } from './paint.ts'
import { round } from './shapes.tsx'

export type Point = readonly [x: number, y: number, z?: number]
/** Fills of the top, the left and the right side. */
export type Tones = readonly [top: string, left: string, right: string]
/** `o` contour, `t` thin line, `a` arrow, `g` guide, `x` no line. */
export type Line = 'o' | 't' | 'a' | 'g' | 'x'

export const BIRCH: Tones = ['var(--il-birch)', 'var(--il-birch-2)', 'var(--il-birch-2)']
export const WHITE: Tones = ['var(--il-paper)', 'var(--il-linen)', 'var(--il-stone)']
export const STEEL: Tones = ['var(--il-steel)', 'var(--il-steel-2)', 'var(--il-steel-2)']

const COS30 = 0.8660254

export class Iso {
  private readonly parts: VNode[] = []
  private left = Number.POSITIVE_INFINITY
  private top = Number.POSITIVE_INFINITY
  private right = Number.NEGATIVE_INFINITY
  private bottom = Number.NEGATIVE_INFINITY

  /** Where a point in space lies on the paper; the picture grows to hold it. */
  at([x, y, z = 0]: Point): [number, number] {
    const across = (x - y) * COS30
    const down = (x + y) * 0.5 - z
    this.left = Math.min(this.left, across)
    this.top = Math.min(this.top, down)
    this.right = Math.max(this.right, across)
    this.bottom = Math.max(this.bottom, down)
    return [round(across), round(down)]
  }

  private path(points: readonly Point[]): string {
    return points
      .map((point, n) => `${n === 0 ? 'M' : 'L'}${this.at(point).join(' ')}`)
      .join('')
  }

  poly(points: readonly Point[], fill: string, line: Line = 'o', style = ''): this {
    return this.raw(
      <path class={line} d={`${this.path(points)}Z`} fill={fill} style={style} />,
    )
  }

  line(points: readonly Point[], line: Line = 't', style = ''): this {
    return this.raw(<path class={`${line} n`} d={this.path(points)} style={style} />)
  }

  raw(part: VNode): this {
    this.parts.push(part)
    return this
  }

  box([x, y, z = 0]: Point, [w, d, h = 0]: Point, [top, left, right]: Tones): this {
    this.flat([x, y, z + h], [w, d], top)
    this.front([x, y + d, z], [w, h], left)
    return this.side([x + w, y, z], [d, h], right)
  }

  /** A rectangle lying down. */
  flat([x, y, z = 0]: Point, [w, d]: readonly [number, number], fill: string, line?: Line) {
    const corners: Point[] = [
      [x, y, z],
      [x + w, y, z],
      [x + w, y + d, z],
      [x, y + d, z],
    ]
    return this.poly(corners, fill, line)
  }

  /** A rectangle on the wall that faces down left. */
  front(
    [x, y, z = 0]: Point,
    [w, h]: readonly [number, number],
    fill: string,
    line?: Line,
  ) {
    const corners: Point[] = [
      [x, y, z],
      [x + w, y, z],
      [x + w, y, z + h],
      [x, y, z + h],
    ]
    return this.poly(corners, fill, line)
  }

  /** A rectangle on the wall that faces down right. */
  side([x, y, z = 0]: Point, [d, h]: readonly [number, number], fill: string, line?: Line) {
    const corners: Point[] = [
      [x, y, z],
      [x, y + d, z],
      [x, y + d, z + h],
      [x, y, z + h],
    ]
    return this.poly(corners, fill, line)
  }

  /** A rounded rectangle on any plane: `plane` lays its (u, v) in space. */
  rounded(
    plane: (u: number, v: number) => Point,
    [u, v, w, h, r]: readonly [number, number, number, number, number],
    fill: string,
    line: Line,
  ): this {
    const p = (a: number, b: number): string => this.at(plane(a, b)).join(' ')
    const top = `M${p(u + r, v)}L${p(u + w - r, v)}Q${p(u + w, v)} ${p(u + w, v + r)}`
    const right = `L${p(u + w, v + h - r)}Q${p(u + w, v + h)} ${p(u + w - r, v + h)}`
    const bottom = `L${p(u + r, v + h)}Q${p(u, v + h)} ${p(u, v + h - r)}`
    const left = `L${p(u, v + r)}Q${p(u, v)} ${p(u + r, v)}Z`
    return this.raw(<path class={line} fill={fill} d={top + right + bottom + left} />)
  }

  /** A circle lying down, its line dotted by `style`. */
  ring([x, y, z = 0]: Point, radius: number, fill: string, line: Line, style = ''): this {
    const points = Array.from({ length: 60 }, (_, n): Point => {
      const angle = (n * Math.PI) / 30
      return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius, z]
    })
    return this.poly(points, fill, line, style)
  }

  /** A closed book lying down: spine towards lower left, pages towards lower right. */
  book(
    [x, y, z = 0]: Point,
    [w, d, h = 0]: Point,
    colour: string,
    cover: 'bare' | 'label' | 'disc' | 'lines' = 'label',
  ): this {
    this.flat([x, y, z + h], [w, d], colour)
    if (cover !== 'bare') this.cover([x, y, z + h], [w, d], colour, cover)
    this.front([x, y + d, z], [w, h], darker(colour, 0.16))
    if (h > 14) this.bands([x, y + d, z], [w, h], colour)
    this.side([x + w, y, z], [d, h], darker(colour, 0.3))
    return this.pages([x + w, y, z], [d, h])
  }

  private cover(
    [x, y, z = 0]: Point,
    [w, d]: readonly [number, number],
    colour: string,
    cover: 'label' | 'disc' | 'lines',
  ): void {
    const pale = lighter(colour, 0.82)
    this.flat([x + w * 0.2, y + d * 0.24, z], [w * 0.6, d * 0.2], pale, 'x')
    if (cover === 'disc') {
      const [cx, cy] = this.at([x + w * 0.5, y + d * 0.68, z])
      const fill = lighter(colour, 0.35)
      this.raw(
        <ellipse cx={cx} cy={cy} rx={round(w * 0.19)} ry={round(w * 0.11)} fill={fill} />,
      )
    }
    if (cover === 'lines')
      for (const [from, length] of [
        [0.62, 0.8],
        [0.74, 0.6],
      ] as const)
        this.line(
          [
            [x + w * 0.2, y + d * from, z],
            [x + w * length, y + d * from, z],
          ],
          't',
          `stroke:${pale}`,
        )
  }

  private bands([x, y, z = 0]: Point, [w, h]: readonly [number, number], colour: string) {
    for (const from of [0.1, 0.86])
      this.front([x + w * from, y, z], [w * 0.035, h], lighter(colour, 0.55), 'x')
    this.front([x, y, z], [w, h], 'none')
  }

  private pages([x, y, z = 0]: Point, [d, h]: readonly [number, number]): this {
    const edge = Math.max(3, h * 0.13)
    this.side([x, y, z + edge], [d - edge, h - 2 * edge], 'var(--il-page)', 'o')
    const leaves = Math.max(2, Math.round(h / 9))
    for (let n = 1; n < leaves; n++) {
      const level = z + edge + ((h - 2 * edge) * n) / leaves
      this.line(
        [
          [x, y + 3, level],
          [x, y + d - edge - 2, level],
        ],
        't',
        'opacity:.35',
      )
    }
    return this
  }

  svg(pad = 8, label = 'il'): VNode {
    const [x, y] = [round(this.left - pad), round(this.top - pad)]
    const [w, h] = [this.right - this.left + 2 * pad, this.bottom - this.top + 2 * pad]
    return (
      <svg class={label} viewBox={`${x} ${y} ${round(w)} ${round(h)}`} aria-hidden="true">
        {this.parts}
      </svg>
    )
  }
}
