// A kiosk with a new disk and a wrong clock begins its boots below those the hub has heard, and is answered
// nothing. The hub then says where they go on; this writes it down, and has the process started again.
import type { Journal } from './journal/journal.ts'
import type { Link } from './link/link.ts'
import type { Logger } from './log.ts'

export type NewDiskOptions = {
  link: Pick<Link, 'onConfiguration' | 'onOnline' | 'online'>
  journal: Pick<Journal, 'beginAbove' | 'epoch' | 'recall' | 'remember'>
  /** Ends this process, so that another takes its place. */
  restart(): void
  log: Logger
}

/** Remembered once the hub has answered on this disk: an old one that was copied must not rise again. */
const ANSWERED = 'answered'

export const watchNewDisk = async (options: NewDiskOptions): Promise<void> => {
  const { link, journal, restart, log } = options
  const failed = (err: unknown): void => log.error({ err }, 'the disk does not take it')
  if ((await journal.recall(ANSWERED).catch(failed)) !== undefined) return
  let isDone = false

  const rise = async (above: number): Promise<void> => {
    isDone = true
    await journal.beginAbove(above)
    log.warn({ epoch: journal.epoch, above }, 'the disk is new: boots go on above')
    restart()
  }
  const heard = (online: boolean): void => {
    if (!online || isDone) return
    isDone = true
    journal.remember(ANSWERED, true).catch(failed)
  }
  link.onOnline(heard)
  // The hub may have answered before anybody listened.
  heard(link.online)
  link.onConfiguration(({ bootAbove = 0 }) => {
    if (!isDone && bootAbove >= journal.epoch) rise(bootAbove).catch(failed)
  })
}
