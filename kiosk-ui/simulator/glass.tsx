// What the drawn screens show: each real screen reduced to the few shapes one sees from the street.
import type { ComponentChildren } from 'preact'
import { rect, stroke } from '../pictures/shapes.tsx'

const PAPER = '#FBFAF7'
const PINE = '#0F5A4C'
const SOFT = '#DDEDE7'
const INK = '#14201F'
const GREY = '#72807C'
const AMBER = '#E0AC4B'
const EVACUATE = '#0A6B34'

export type Pane = { x: number; y: number; w: number; h: number }

const fill = ({ x, y, w, h }: Pane, colour: string) => rect(x, y, w, h, colour, 1.5)

/** A line of text at shares of the pane's height and width. */
const line = ({ x, y, w, h }: Pane, at: number, wide: number, colour = INK, thick = 0.07) =>
  rect(x + w * 0.1, y + h * at, w * wide, Math.max(1.4, h * thick), colour, 0.8)

const tick = ({ x, y, w, h }: Pane, colour: string) => {
  const s = Math.min(w, h) * 0.2
  const cx = x + w / 2
  const cy = y + h * 0.46
  return stroke(
    `M${cx - s} ${cy}l${s * 0.75} ${s * 0.75}l${s * 1.3} ${-s * 1.5}`,
    colour,
    s * 0.42,
  )
}

const way = ({ x, y, w, h }: Pane) => {
  const s = Math.min(w, h) * 0.22
  const cy = y + h / 2
  const cx = x + w / 2
  return stroke(
    `M${cx - s * 1.3} ${cy}H${cx + s}M${cx + s * 0.2} ${cy - s * 0.8}l${s * 0.9} ${s * 0.8}l${-s * 0.9} ${s * 0.8}`,
    '#FFFFFF',
    s * 0.4,
  )
}

const keys = (pane: Pane) => {
  const wide = pane.w * 0.2
  const high = pane.h * 0.1
  return Array.from({ length: 12 }, (_, at) =>
    rect(
      pane.x + pane.w * 0.14 + (at % 3) * wide * 1.25,
      pane.y + pane.h * 0.34 + Math.floor(at / 3) * high * 1.4,
      wide,
      high,
      at === 9 || at === 11 ? SOFT : '#C3CBC7',
      0.8,
    ),
  )
}

const tiles = (pane: Pane) =>
  Array.from({ length: 6 }, (_, at) =>
    rect(
      pane.x + pane.w * (0.09 + (at % 2) * 0.43),
      pane.y + pane.h * (0.48 + Math.floor(at / 2) * 0.155),
      pane.w * 0.39,
      pane.h * 0.126,
      at === 0 ? PINE : SOFT,
      1,
    ),
  )

const rows = (pane: Pane, count: number, mark: string) =>
  Array.from({ length: count }, (_, at) => (
    <>
      {rect(
        pane.x + pane.w * 0.1,
        pane.y + pane.h * (0.36 + at * 0.14),
        pane.w * 0.12,
        pane.h * 0.1,
        ['#9A3B2D', '#2F6F97', '#E0AC4B'][at] ?? PINE,
        0.5,
      )}
      {line(pane, 0.385 + at * 0.14, 0.4, INK, 0.035)}
      {rect(
        pane.x + pane.w * 0.8,
        pane.y + pane.h * (0.375 + at * 0.14),
        pane.w * 0.09,
        pane.w * 0.09,
        mark,
        pane.w * 0.045,
      )}
    </>
  ))

const paper = (pane: Pane, ...things: ComponentChildren[]) => (
  <>
    {fill(pane, PAPER)}
    {things}
  </>
)

const evacuation = (pane: Pane) => (
  <>
    {fill(pane, EVACUATE)}
    {way(pane)}
  </>
)

export type Glass = { pane: Pane; screen: string; fire: boolean }

export const DoorGlass = ({ pane, screen, fire }: Glass) => {
  if (fire) return evacuation(pane)
  switch (screen) {
    case 'door.granted':
      return (
        <>
          {fill(pane, PINE)}
          {tick(pane, '#FFFFFF')}
        </>
      )
    case 'door.pin':
      return paper(
        pane,
        line(pane, 0.1, 0.6),
        line(pane, 0.22, 0.4, PINE, 0.05),
        keys(pane),
      )
    case 'door.refused':
      return paper(
        pane,
        line(pane, 0.2, 0.8, INK, 0.1),
        line(pane, 0.36, 0.56, INK, 0.1),
        line(pane, 0.6, 0.7, GREY, 0.04),
      )
    case 'door.ready':
      return paper(
        pane,
        line(pane, 0.09, 0.68, INK, 0.1),
        line(pane, 0.25, 0.5, GREY, 0.06),
        rect(
          pane.x + pane.w * 0.21,
          pane.y + pane.h * 0.4,
          pane.w * 0.58,
          pane.h * 0.32,
          SOFT,
          2,
        ),
        line(pane, 0.8, 0.8, PINE, 0.12),
      )
    default:
      return paper(
        pane,
        line(pane, 0.14, 0.8, AMBER, 0.16),
        line(pane, 0.42, 0.7, INK, 0.07),
        line(pane, 0.56, 0.5, GREY, 0.05),
      )
  }
}

export const DeskGlass = ({ pane, screen, fire }: Glass) => {
  if (fire) return evacuation(pane)
  switch (screen) {
    case 'desk.idle':
    case 'desk.home':
      return paper(
        pane,
        rect(pane.x, pane.y, pane.w, pane.h * 0.29, PINE, 1.5),
        line(pane, 0.36, 0.6),
        tiles(pane),
        rect(pane.x, pane.y + pane.h * 0.955, pane.w, pane.h * 0.045, '#E6E1D6'),
      )
    case 'desk.pin':
      return paper(pane, line(pane, 0.12, 0.6), keys(pane))
    case 'desk.borrow':
    case 'desk.return':
      return paper(
        pane,
        line(pane, 0.1, 0.5),
        line(pane, 0.2, 0.7, GREY, 0.04),
        rows(pane, 3, '#17692F'),
        line(pane, 0.86, 0.8, PINE, 0.1),
      )
    case 'desk.account':
    case 'desk.renew':
    case 'desk.holds':
      return paper(pane, line(pane, 0.1, 0.5), rows(pane, 3, SOFT))
    case 'desk.thanks':
      return (
        <>
          {fill(pane, SOFT)}
          {tick(pane, PINE)}
        </>
      )
    case 'desk.out-of-order':
      return paper(
        pane,
        line(pane, 0.3, 0.8, AMBER, 0.14),
        line(pane, 0.52, 0.6, GREY, 0.04),
      )
    default:
      return paper(
        pane,
        line(pane, 0.12, 0.7),
        line(pane, 0.24, 0.5, GREY, 0.04),
        rect(
          pane.x + pane.w * 0.2,
          pane.y + pane.h * 0.36,
          pane.w * 0.6,
          pane.h * 0.3,
          SOFT,
          2,
        ),
        line(pane, 0.8, 0.8, PINE, 0.12),
      )
  }
}

const CHUTE_GROUND: Record<string, string> = {
  'chute.accepted': PINE,
  'chute.jam': AMBER,
  'chute.full': AMBER,
  'chute.out-of-order': AMBER,
  'chute.given-back': AMBER,
}

export const ChuteGlass = ({ pane, screen, fire }: Glass) => {
  if (fire) return evacuation(pane)
  const ground = CHUTE_GROUND[screen] ?? PAPER
  const dark = ground === PINE
  return (
    <>
      {fill(pane, ground)}
      {screen === 'chute.accepted' ? tick(pane, '#FFFFFF') : null}
      {!dark && line(pane, 0.22, 0.62, INK, 0.14)}
      {!dark && line(pane, 0.5, 0.44, GREY, 0.1)}
      {screen === 'chute.open' && line(pane, 0.74, 0.8, PINE, 0.14)}
    </>
  )
}
