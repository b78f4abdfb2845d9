// What every screen is given: the frame, the clock, a way to act, and the sheets.
import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Frame, Role, ScreenAction } from '../../device/screen-protocol.ts'
import type { Stage } from '../model/profile.ts'

export type SheetName = 'language' | 'ease' | 'help' | 'forgot'

export type Kiosk = {
  role: Role
  frame: Frame
  stage: Stage
  /** Milliseconds since 1970 UTC, ticking. */
  now: ReadonlySignal<number>
  send: (action: ScreenAction) => void
  open: (sheet: SheetName | null) => void
  /** A sheet lies over the page: what is under it cannot be pressed. */
  held: boolean
}

export const KioskContext = createContext<Kiosk | null>(null)

export const useKiosk = (): Kiosk => {
  const kiosk = useContext(KioskContext)
  if (kiosk === null) throw new Error('a screen outside its kiosk')
  return kiosk
}
