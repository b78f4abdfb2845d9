// Shows a role's view and overlay, each only when it has changed.
import type { Screens } from './screen/screens.ts'
import type { Overlay, Role, View } from './screen-protocol.ts'

export const presenter = (
  screens: Pick<Screens, 'show' | 'overlay'>,
  role: Role,
): ((view: View, overlay: Overlay) => void) => {
  let shown = ''
  let covered = 'null'
  return (view, overlay) => {
    const nextShown = JSON.stringify(view)
    if (nextShown !== shown) screens.show(role, view)
    shown = nextShown
    const nextCovered = JSON.stringify(overlay)
    if (nextCovered !== covered) screens.overlay(role, overlay)
    covered = nextCovered
  }
}
