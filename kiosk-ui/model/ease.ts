// How the screen looks to the one who stands there. Kept here only, gone with the session.
import { signal } from '@preact/signals'

/** Chosen by the patron. */
export const larger = signal(false)
export const contrast = signal(false)

/** Chosen by the place: a panel in an evening street. */
export const dark = signal(false)

export const resetEase = (): void => {
  larger.value = false
  contrast.value = false
}
