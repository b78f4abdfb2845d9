// What the chute's screen and lamp show, from what the chute knows.
import type { ChuteLight } from '../ports.ts'
import type { ChuteView, Overlay } from '../screen-protocol.ts'
import { isChuteFull } from './intake.ts'
import type { ChuteState } from './state.ts'

export const lightOf = (state: ChuteState): ChuteLight => {
  switch (viewOf(state).screen) {
    case 'chute.ready':
      return 'ready'
    case 'chute.reading':
    case 'chute.open':
      return 'working'
    case 'chute.accepted':
      return 'thanks'
    case 'chute.given-back':
    case 'chute.jam':
    case 'chute.full':
    case 'chute.out-of-order':
      return 'attention'
  }
}

export const viewOf = (state: ChuteState): ChuteView => {
  const { passage, count } = state
  if (state.broken || !state.board || !state.reader)
    return { screen: 'chute.out-of-order', count }
  if (state.jam) return { screen: 'chute.jam', count }
  switch (passage.at) {
    case 'idle':
      return { screen: isChuteFull(state) ? 'chute.full' : 'chute.ready', count }
    case 'settling':
    case 'asking':
    case 'inside':
    case 'falling':
    case 'restoring':
      return { screen: 'chute.reading', count }
    case 'open':
      return { screen: 'chute.open', title: passage.load.title, count }
    case 'accepted': {
      const { title, later } = passage
      return { screen: 'chute.accepted', title, count, later }
    }
    case 'given-back': {
      const { at, ...given } = passage
      return { screen: 'chute.given-back', count, ...given }
    }
  }
}

export const overlayOf = ({ fire, closing }: ChuteState): Overlay => {
  if (fire) return { kind: 'evacuation' }
  return closing === null ? null : { kind: 'closing', minutes: closing }
}
