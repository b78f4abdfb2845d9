// Who listens to a driver. A listener added while an event is told hears from the next on.
import type { Unsubscribe } from '../ports.ts'

export type Listeners<Event> = {
  add(listener: (event: Event) => void): Unsubscribe
  tell(event: Event): void
}

export const createListeners = <Event>(): Listeners<Event> => {
  const listeners = new Set<(event: Event) => void>()
  return {
    add: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    tell: (event) => {
      for (const listener of [...listeners]) listener(event)
    },
  }
}
