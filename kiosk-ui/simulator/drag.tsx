// Taking a card or a piece in the hand: by a press (then press where it goes), or by dragging it.
import { signal } from '@preact/signals'
import type { ComponentChildren, TargetedPointerEvent } from 'preact'
import type { InHand, Simulator, Spot } from './model.ts'

/** Where the dragged thing hangs, in the window's pixels. */
const ghost = signal<{ x: number; y: number; look: ComponentChildren } | null>(null)

const FAR_PX = 8

export const same = (a: InHand | null, b: InHand): boolean =>
  a?.kind === 'card' && b.kind === 'card'
    ? a.number === b.number
    : a?.kind === 'piece' && b.kind === 'piece' && a.key === b.key

type Press = TargetedPointerEvent<HTMLButtonElement>

/** Handlers for a button that can be dragged; `look` hangs under the finger meanwhile. */
export const draggable = (sim: Simulator, thing: InHand, look: ComponentChildren) => {
  let start: { x: number; y: number } | null = null
  let dragged = false
  const end = (): void => {
    start = null
    ghost.value = null
  }
  return {
    onPointerDown: (event: Press) => {
      if (event.button !== 0) return
      start = { x: event.clientX, y: event.clientY }
      dragged = false
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: Press) => {
      if (start === null) return
      const { clientX: x, clientY: y } = event
      dragged ||= Math.hypot(x - start.x, y - start.y) > FAR_PX
      if (!dragged) return
      if (!same(sim.inHand.value, thing)) sim.inHand.value = thing
      ghost.value = { x, y, look }
    },
    onPointerUp: (event: Press) => {
      end()
      if (!dragged) return
      const under = document.elementFromPoint(event.clientX, event.clientY)
      const spot = under?.closest<HTMLElement>('[data-spot]')?.dataset.spot
      if (spot === undefined || !sim.use(spot as Spot)) sim.inHand.value = null
    },
    onPointerCancel: end,
    onClick: () => {
      if (dragged) {
        dragged = false
        return
      }
      sim.inHand.value = same(sim.inHand.value, thing) ? null : thing
    },
  }
}

export const Ghost = () =>
  ghost.value === null ? null : (
    <div
      class="ghost"
      aria-hidden="true"
      style={{ transform: `translate(${ghost.value.x}px, ${ghost.value.y}px)` }}
    >
      {ghost.value.look}
    </div>
  )
