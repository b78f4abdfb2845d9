// What is on each role's screens just now, and the message that says it whole.
import type { Clock } from '../ports.ts'
import type { Frame, Overlay, Role, ToScreen, View } from '../screen-protocol.ts'

/** The strip at the top, but for what is stamped or chosen per role. */
export type FrameChange = Partial<Omit<Frame, 'now' | 'language'>>

type OnScreen = { view: View; overlay: Overlay; language: Frame['language'] }

export type Shown = {
  message(role: Role): string
  change(role: Role, to: Partial<OnScreen>): void
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
  dark: false,
  announcement: null,
}
export const createShown = (clock: Clock): Shown => {
  const screens: Record<Role, OnScreen> = {
    door: { view: { screen: 'door.ready' }, overlay: null, language: 'sv' },
    desk: { view: { screen: 'desk.idle' }, overlay: null, language: 'sv' },
    chute: { view: { screen: 'chute.ready', count: 0 }, overlay: null, language: 'sv' },
  }
  let frame = BEFORE
  return {
    message: (role) => {
      const { language, view, overlay } = screens[role]
      const now = clock.now()
      const whole: ToScreen = { frame: { ...frame, now, language }, view, overlay }
      return JSON.stringify(whole)
    },
    change: (role, to) => {
      screens[role] = { ...screens[role], ...to }
    },
    frame: (change) => {
      frame = { ...frame, ...change }
    },
  }
}
