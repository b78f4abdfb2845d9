// Our own ports in memory, for the tests of what runs on them: they do what they are told, and
// keep it.
import type { Journal } from '../../device/journal/journal.ts'
import type { Screens } from '../../device/screen/screens.ts'
import type { Overlay, View } from '../../device/screen-protocol.ts'
import type { KioskEvent } from '../../hub/protocol/events.ts'

/** Something one can listen to, and make tell. */
export const createTeller = <E>() => {
  const listeners = new Set<(event: E) => void>()
  return {
    tell: (event: E): void => {
      for (const listener of listeners) listener(event)
    },
    listen: (listener: (event: E) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get listeners(): number {
      return listeners.size
    },
  }
}

/** A link to a hub that never answers. */
export const silentLink = {
  ask: () => Promise.resolve({ ok: false, reason: 'no-answer' } as const),
  online: false,
  onOnline: () => () => {},
  onConfiguration: () => () => {},
}

type Shown = { views: View[]; overlays: Overlay[] }

export const createScreen = (): Shown &
  Pick<Screens, 'show' | 'overlay' | 'language' | 'onAction'> => {
  const views: View[] = []
  const overlays: Overlay[] = []
  return {
    views,
    overlays,
    show: (_role, view) => {
      views.push(view)
    },
    overlay: (_role, overlay) => {
      overlays.push(overlay)
    },
    language: () => {},
    onAction: () => () => {},
  }
}

type Notebook = Pick<
  Journal,
  'epoch' | 'append' | 'record' | 'begin' | 'finish' | 'unfinished' | 'remember' | 'recall'
>

/** A journal in memory; `write` may throw or wait before anything is kept. */
export const createNotebook = (
  write: () => Promise<void> = () => Promise.resolve(),
): Notebook & {
  events: KioskEvent[]
  notes: Map<string, unknown>
  memory: Map<string, unknown>
} => {
  const memory = new Map<string, unknown>()
  const events: KioskEvent[] = []
  const notes = new Map<string, unknown>()
  const append: Notebook['append'] = async (event, settle) => {
    await write()
    events.push(event)
    if (settle?.finish !== undefined) notes.delete(settle.finish)
    return events.length
  }
  return {
    epoch: 24,
    events,
    notes,
    memory,
    append,
    record: (event) => append(event).catch(() => undefined),
    begin: async ({ key, note }) => {
      await write()
      notes.set(key, note)
    },
    finish: async (key) => {
      await write()
      notes.delete(key)
    },
    remember: async (key, value) => {
      await write()
      memory.set(key, value)
    },
    recall: (key) => Promise.resolve(memory.get(key)),
    unfinished: () => Promise.resolve([...notes].map(([key, note]) => ({ key, note }))),
  }
}

/** Lets everything that waits for nothing but its turn come to its end. */
export const turns = async (): Promise<void> => {
  for (let n = 0; n < 200; n++) await Promise.resolve()
}
