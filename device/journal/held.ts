// Events of what goes on whatever the disk does: held in RAM until it has taken them, in order.
import type { KioskEvent } from '../../hub/protocol/events.ts'
import type { Logger } from '../log.ts'

export type Held = {
  /** Never waits and never rejects: see Journal. */
  record(event: KioskEvent): Promise<number | undefined>
  /** Resolves when all is written or one was refused. */
  flush(): Promise<void>
}

/** Half a day of a busy door; when there are more, the oldest go. */
const MOST = 1000

type Waiting = { event: KioskEvent; done(seq: number | undefined): void }

export const createHeld = (
  append: (event: KioskEvent) => Promise<number>,
  log: Logger,
): Held => {
  const waiting: Waiting[] = []
  let flushing: Promise<void> | undefined

  const writeAll = async (): Promise<void> => {
    try {
      for (let [one] = waiting; one !== undefined; [one] = waiting) {
        one.done(await append(one.event))
        waiting.shift()
      }
    } catch (err) {
      log.error({ waiting: waiting.length, err }, 'The journal cannot be written')
    }
    // In the same turn as the last look at what waits, or what comes between would be left behind.
    flushing = undefined
  }
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) flushing ??= writeAll()
    await flushing
  }
  const dropOldest = (): void => {
    // The first is perhaps being written.
    const [dropped] = waiting.splice(1, 1)
    dropped?.done(undefined)
    log.error({ fact: dropped?.event.kind }, 'The oldest event in memory was lost')
  }
  return {
    record: (event) =>
      new Promise((done) => {
        waiting.push({ event, done })
        if (waiting.length > MOST) dropOldest()
        void flush()
      }),
    flush,
  }
}
