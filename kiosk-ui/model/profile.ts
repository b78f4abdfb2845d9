// How large a screen is in the hand: pixels per millimetre of the panel, and the panel drawn to
// scale in a window that is another size (a laptop's browser).
import type { Role } from '../../device/screen-protocol.ts'

/** Diagonal in inches; pixels along the long and the short side. */
type Panel = { inches: number; long: number; short: number }

const PANELS: Record<string, Panel> = {
  '10.1': { inches: 10.1, long: 1280, short: 800 },
  '15.6': { inches: 15.6, long: 1920, short: 1080 },
  '21.5': { inches: 21.5, long: 1920, short: 1080 },
  '23.8': { inches: 23.8, long: 1920, short: 1080 },
}

const USUAL: Record<Role, string> = { door: '10.1', desk: '21.5', chute: '10.1' }

const MM_PER_INCH = 25.4

/** Below this height in mm a landscape panel gets the tight layout. */
const SMALL_MM = 150

export type Size = { width: number; height: number }

export type Stage = Size & {
  /** CSS pixels per millimetre of the panel. */
  mm: number
  shape: 'portrait' | 'landscape' | 'small'
  /** False when the window is not the panel itself. */
  whole: boolean
}

/** The stage for a role in a window; `wanted` is a panel by its inches, such as `21.5`. */
export const stageFor = (role: Role, window: Size, wanted: string | null): Stage => {
  const panel = PANELS[wanted ?? ''] ?? PANELS[USUAL[role]]
  if (panel === undefined) throw new Error(`no panel for ${role}`)
  const upright = role === 'door' || (role === 'desk' && window.height > window.width)
  const width = upright ? panel.short : panel.long
  const height = upright ? panel.long : panel.short
  const scale = Math.min(window.width / width, window.height / height)
  const perMm = Math.hypot(width, height) / (panel.inches * MM_PER_INCH)
  const small = !upright && height / perMm < SMALL_MM
  return {
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    mm: perMm * scale,
    shape: upright ? 'portrait' : small ? 'small' : 'landscape',
    whole: Math.abs(scale - 1) < 0.001 && window.width === width,
  }
}
