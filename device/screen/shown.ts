// What is on each role's screens just now, and the message that says it whole.
import type { Clock } from '../ports.ts'
import type { Frame, Overlay, Role, ToScreen, View } from '../screen-protocol.ts'

/** The strip at the top, but for what is stamped or chosen per role. */
export type FrameChange = Partial<Omit<Frame, 'now' | 'language'>>

type OnScreen = { view: View; overlay: Overlay; language: Frame['language'] }

export type Shown = {
  /** Undefined when this kiosk has no such role. */
  message(role: string): string | undefined
  /** False when it is as it was, or not a role of this kiosk. */
  change(role: Role, to: Partial<OnScreen>): boolean
  frame(change: FrameChange): void
}

/** Until the configuration is known. */
const BEFORE: Omit<Frame, 'now' | 'language'> = {
  branch: '',
  speed: 1,
  zone: 'Europe/Stockholm',
  opening: { name: 'unknown', until: null },
  phone: '',
  emergency: '112',
  offline: true,
}
const FIRST: Record<Role, View> = {
  door: { screen: 'door.ready' },
  desk: { screen: 'desk.idle' },
  chute: { screen: 'chute.ready', count: 0 },
}

export const createShown = (roles: readonly Role[], clock: Clock): Shown => {
  const screens = new Map<string, OnScreen>(
    roles.map((role) => [role, { view: FIRST[role], overlay: null, language: 'sv' }]),
  )
  let frame = BEFORE
  return {
    message: (role) => {
      const screen = screens.get(role)
      if (screen === undefined) return undefined
      const { language, view, overlay } = screen
      const now = clock.now()
      const whole: ToScreen = { frame: { ...frame, now, language }, view, overlay }
      return JSON.stringify(whole)
    },
    change: (role, to) => {
      const before = screens.get(role)
      if (before === undefined) return false
      const after = { ...before, ...to }
      screens.set(role, after)
      return JSON.stringify(after) !== JSON.stringify(before)
    },
    frame: (change) => {
      frame = { ...frame, ...change }
    },
  }
}
