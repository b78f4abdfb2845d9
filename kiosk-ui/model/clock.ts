// The clock of the screens: the kiosk's time at the last message, ticking on by its speed.
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ToScreen } from '../../device/screen-protocol.ts'

/** Milliseconds since 1970 UTC, by the clock that decides. */
export const ticking = (shown: ReadonlySignal<ToScreen | null>): ReadonlySignal<number> => {
  const now = signal(0)
  let told = 0
  let toldAt = 0
  let speed = 0
  const tick = (): void => {
    now.value = told + (performance.now() - toldAt) * speed
  }
  effect(() => {
    if (shown.value === null) return
    told = shown.value.frame.now
    speed = shown.value.frame.speed
    toldAt = performance.now()
    now.value = told
  })
  setInterval(tick, 1000)
  return now
}
