// Looks again and again whether something is due, one look after the other, until disposed of.
import type { Logger } from './log.ts'

export type LookOut = AsyncDisposable

type Looking = {
  eachMs: number
  log: Logger
  /** What nobody sees to while looking fails: `nobody looks which calendars end`. */
  failure: string
}

/** Has looked once when it resolves. What `look` rejects is told, and looked for again. */
export const lookOut = async (
  look: () => Promise<void>,
  { eachMs, log, failure }: Looking,
): Promise<LookOut> => {
  const lookSafely = (): Promise<void> =>
    look().catch((error: unknown) => log.error({ reason: String(error) }, failure))
  await lookSafely()
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(lookSafely)
  }, eachMs)
  timer.unref()
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
