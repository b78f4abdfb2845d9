// People in the room style: no faces, many coats.
import { darker, lighter } from './paint.ts'
import { circle, path, rect, stroke } from './shapes.tsx'

export type Looks = {
  coat?: string
  hat?: string | null
  hair?: string | null
  skin?: string
  legs?: string
  scarf?: string | null
  /** Where the hand is, in hundredths of the height: out from the middle, up from the floor. */
  arm?: readonly [number, number] | null
  bag?: string | null
  /** Faces right, or left. */
  dir?: 1 | -1
}

/** Somebody, standing with the feet at (x, y), `s` tall. Nobody has a face here. */
export const Person = ({
  x,
  y,
  s,
  coat = '#2F6F97',
  hat = null,
  hair = '#4A382D',
  skin = '#E8C3A4',
  legs = '#24302F',
  scarf = null,
  arm = null,
  bag = null,
  dir = 1,
}: Looks & { x: number; y: number; s: number }) => {
  const u = s / 100
  const sleeve = darker(coat, 0.12)
  const shoe = darker(legs, 0.4)
  return (
    <>
      {rect(x - 8 * u, y - 34 * u, 7 * u, 32 * u, legs, 2 * u)}
      {rect(x + u, y - 34 * u, 7 * u, 32 * u, legs, 2 * u)}
      {rect(x - (dir < 0 ? 11 : 9.5) * u, y - 5 * u, 10 * u, 5 * u, shoe, 2 * u)}
      {rect(x + (dir > 0 ? 1.5 : 0.5) * u, y - 5 * u, 10 * u, 5 * u, shoe, 2 * u)}
      {path(coatOf(x, y, u), coat)}
      {rect(x - 0.8 * u, y - 76 * u, 1.6 * u, 48 * u, darker(coat, 0.22))}
      {arm === null
        ? rect(x + (dir > 0 ? 10 : -15.6) * u, y - 70 * u, 5.6 * u, 36 * u, sleeve, 2.8 * u)
        : reaching(x, y, u, dir, arm, sleeve, skin)}
      {rect(x + (dir > 0 ? -15.6 : 10) * u, y - 70 * u, 5.6 * u, 36 * u, sleeve, 2.8 * u)}
      {bag !== null && carried(x, y, u, bag)}
      {rect(x - 3.2 * u, y - 85 * u, 6.4 * u, 8 * u, darker(skin, 0.12))}
      {circle(x, y - 90 * u, 8 * u, skin)}
      {hair !== null && path(hairOf(x, y, u), hair)}
      {hat !== null && knitted(x, y, u, hat)}
      {scarf !== null && (
        <>
          {rect(x - 7.4 * u, y - 82.5 * u, 14.8 * u, 6 * u, scarf, 3 * u)}
          {rect(x + u, y - 80 * u, 5 * u, 15 * u, darker(scarf, 0.1), 1.5 * u)}
        </>
      )}
    </>
  )
}

const coatOf = (x: number, y: number, u: number): string =>
  [
    `M${x - 7 * u} ${y - 78 * u}Q${x} ${y - 82 * u} ${x + 7 * u} ${y - 78 * u}`,
    `Q${x + 12 * u} ${y - 76 * u} ${x + 12.5 * u} ${y - 66 * u}L${x + 14 * u} ${y - 28 * u}`,
    `L${x - 14 * u} ${y - 28 * u}L${x - 12.5 * u} ${y - 66 * u}`,
    `Q${x - 12 * u} ${y - 76 * u} ${x - 7 * u} ${y - 78 * u}Z`,
  ].join('')

const hairOf = (x: number, y: number, u: number): string =>
  [
    `M${x - 8.6 * u} ${y - 88 * u}A${8.6 * u} ${8.6 * u} 0 0 1 ${x + 8.6 * u} ${y - 88 * u}`,
    `Q${x + 5 * u} ${y - 94 * u} ${x} ${y - 94 * u}`,
    `Q${x - 5 * u} ${y - 94 * u} ${x - 8.6 * u} ${y - 88 * u}Z`,
  ].join('')

const reaching = (
  x: number,
  y: number,
  u: number,
  dir: 1 | -1,
  [out, up]: readonly [number, number],
  sleeve: string,
  skin: string,
) => (
  <>
    {stroke(
      `M${x + dir * 9 * u} ${y - 70 * u}L${x + dir * 17 * u} ${y - 58 * u}L${x + dir * out * u} ${y - up * u}`,
      sleeve,
      6.5 * u,
    )}
    {circle(x + dir * (out + 2) * u, y - up * u, 3.2 * u, skin)}
  </>
)

const carried = (x: number, y: number, u: number, bag: string) => (
  <>
    {rect(x - 20 * u, y - 38 * u, 14 * u, 17 * u, bag, 1.5 * u)}
    {stroke(
      `M${x - 17 * u} ${y - 38 * u}q${4 * u} ${-8 * u} ${8 * u} 0`,
      darker(bag, 0.3),
      1.4 * u,
    )}
  </>
)

const knitted = (x: number, y: number, u: number, hat: string) => (
  <>
    {path(
      `M${x - 8.8 * u} ${y - 91 * u}A${8.8 * u} ${8.8 * u} 0 0 1 ${x + 8.8 * u} ${y - 91 * u}Z`,
      hat,
    )}
    {rect(x - 9.6 * u, y - 93.5 * u, 19.2 * u, 4.4 * u, darker(hat, 0.18), 2 * u)}
    {circle(x, y - 101 * u, 2.8 * u, lighter(hat, 0.5))}
  </>
)
