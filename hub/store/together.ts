// Short pieces of work that wait at the same time, in one transaction: while one commit is on its way to
// the disk the next pieces gather, and one commit then serves them all.
import { type Attempted, attempt } from './attempt.ts'
import type { Tx } from './store.ts'

/**
 * As a transaction is: all of `work` or nothing, and durable when resolved. Others may be committed with
 * it; what goes wrong in one of them is its own, unless it is the disk's.
 */
export type Together = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** In one transaction: whoever comes next waits for no more. */
const MOST = 64

type Piece = {
  work: (tx: Tx) => Promise<unknown>
  /** What is to be told of it once it is committed. */
  tell: () => void
  fail: (error: unknown) => void
}

/** `transaction` is the store's own. */
export const createTogether = (transaction: Together): Together => {
  const waiting: Piece[] = []
  let isRunning = false

  const alone = ({ work }: Piece): Promise<Attempted<unknown>[]> =>
    transaction(async (tx) => [{ ok: true, value: await work(tx) }])
  const beside = (pieces: readonly Piece[]): Promise<Attempted<unknown>[]> =>
    transaction(async (tx) => {
      const tried = []
      for (const { work } of pieces) tried.push(await attempt(tx, () => work(tx)))
      return tried
    })
  const commit = async (pieces: readonly Piece[]): Promise<void> => {
    const [first] = pieces
    try {
      const tried = await (pieces.length === 1 && first ? alone(first) : beside(pieces))
      for (const [n, one] of tried.entries())
        if (one.ok) pieces[n]?.tell()
        else pieces[n]?.fail(one.error)
    } catch (error) {
      for (const { fail } of pieces) fail(error)
    }
  }
  const run = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) await commit(waiting.splice(0, MOST))
    isRunning = false
  }
  return <T>(work: (tx: Tx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      let tell = (): void => {}
      const remembered = async (tx: Tx): Promise<void> => {
        const value = await work(tx)
        tell = () => resolve(value)
      }
      waiting.push({ work: remembered, tell: () => tell(), fail: reject })
      if (!isRunning) void run()
    })
}
