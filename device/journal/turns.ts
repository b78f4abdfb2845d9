// One after the other: a task has to itself what all of them use.

export type Turns = <T>(task: () => Promise<T>) => Promise<T>

/** A task that fails holds up nobody. */
export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const mine = last.then(task)
    last = mine.catch(() => undefined)
    return mine
  }
}
