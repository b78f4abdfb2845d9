// The hub's time, sealed in each of its answers: a kiosk without a clock of its own goes by it, and
// tells by it whether a command is still good.
import { z } from 'zod'
import { instant } from './terms.ts'

/**
 * Taken when the answer was sealed. `clock` decides hours and days (a demo may set it); `wire` is real
 * time, and what protects the wire goes by it. An answer of an older hub has none.
 */
export const hubTime = z.object({ clock: instant, wire: instant })
export type HubTime = z.infer<typeof hubTime>

/** Beside what an answer says; an older kiosk ignores it. */
export const timed = z.object({ hubTime: hubTime.optional().catch(undefined) })
