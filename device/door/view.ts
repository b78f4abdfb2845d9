// What the street sees of the entrance, and what lies over it.
import type { DoorView, Overlay } from '../screen-protocol.ts'
import type { DoorState } from './state.ts'

export const viewOf = (state: DoorState): DoorView => {
  const { passage } = state
  switch (passage.at) {
    case 'pin':
      return { screen: 'door.pin', asking: false }
    case 'asking':
      return { screen: 'door.pin', asking: true }
    case 'granted': {
      const { secondsLeft, ofSeconds } = passage
      return { screen: 'door.granted', secondsLeft, ofSeconds }
    }
    case 'present':
      return { screen: 'door.present' }
    case 'refused':
      return { screen: 'door.refused' }
    case 'no-answer':
      return { screen: 'door.offline' }
    case 'closed':
      return restView(state)
  }
}

const restView = ({
  held,
  lines,
  reader,
  online,
  fire,
  afterFire,
}: DoorState): DoorView => {
  if (held === 'told') return { screen: 'door.held-open' }
  if (held === 'soon') return { screen: 'door.close-door' }
  if (afterFire && !fire) return { screen: 'door.after-fire' }
  if (!lines || !reader) return { screen: 'door.reader-lost' }
  return online ? { screen: 'door.ready' } : { screen: 'door.offline' }
}

export const overlayOf = ({ fire, closing }: DoorState): Overlay => {
  if (fire) return { kind: 'evacuation' }
  return closing === null ? null : { kind: 'closing', minutes: closing }
}
