// The clock of the screens: the kiosk's time at the last message, ticking on by its speed.
import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ToScreen } from '../../device/screen-protocol.ts'

export type Ticking = {
  /** Milliseconds since 1970 UTC, by the clock that decides. */
  now: ReadonlySignal<number>
  stop: () => void
}

export const ticking = (shown: ReadonlySignal<ToScreen | null>): Ticking => {
  const now = signal(0)
  let told = { now: 0, speed: 0, at: 0 }
  const tick = (): void => {
    now.value = told.now + (performance.now() - told.at) * told.speed
  }
  const forget = effect(() => {
    if (shown.value === null) return
    const { frame } = shown.value
    told = { now: frame.now, speed: frame.speed, at: performance.now() }
    now.value = frame.now
  })
  const timer = setInterval(tick, 1000)
  const stop = (): void => {
    clearInterval(timer)
    forget()
  }
  return { now, stop }
}
