// Stamps of what was written while nobody knew the time: each bears how long this process had run, and is
// put right when it leaves, once the time is known. Those of an earlier boot stay as they were.
import { z } from 'zod'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import type { Journal, JournalRow } from '../journal/journal.ts'
import type { Clock } from '../ports.ts'

/** ms since this process began; beside `at`, in the journal only. */
const unsure = z.object({ uptime: z.int().min(0) })

const uptimeNow = (): number => Math.round(performance.now())

/** The same journal, which marks what is written while the clock is not to be relied on. */
export const stamping = (journal: Journal, clock: Clock): Journal => {
  const marked = (event: KioskEvent): KioskEvent =>
    clock.trusted === false ? Object.assign({ uptime: uptimeNow() }, event) : event
  return {
    ...journal,
    append: (event, settle) => journal.append(marked(event), settle),
    record: (event) => journal.record(marked(event)),
  }
}

/** The event as it is told: when it really was, where that can be known by now. `epoch` is this boot's. */
export const putRight = (
  { epoch, event }: Pick<JournalRow, 'epoch' | 'event'>,
  { boot, clock }: { boot: number; clock: Clock },
): KioskEvent => {
  const marked = unsure.safeParse(event)
  if (!marked.success || epoch !== boot || clock.trusted === false) return event
  const at = Math.round(clock.now() - (uptimeNow() - marked.data.uptime))
  return { ...event, at: Math.max(0, at) }
}
