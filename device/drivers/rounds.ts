// A reader that is asked again and again while its line stands: one run a connection, and none beside
// another.

export type Rounds = {
  /** The line stands: a run begins when the one before has ended. */
  begin(): void
  /** The line is gone: the run is over, and waits for nothing. */
  end(): void
  /** Ends early when woken. */
  pause(): Promise<void>
  wake(): void
  /** Resolves when no run is left. */
  over(): Promise<void>
}

/** `run` goes on while `isOn`, and looks after everything it has waited for. */
export const createRounds = (
  pauseMs: number,
  run: (isOn: () => boolean) => Promise<void>,
): Rounds => {
  let running: Promise<void> = Promise.resolve()
  let wake = (): void => {}
  /** Rises with each connection: a run that belongs to an earlier one ends. */
  let connection = 0
  return {
    begin: () => {
      connection += 1
      const own = connection
      running = running.then(() => run(() => connection === own))
    },
    end: () => {
      connection += 1
      wake()
    },
    pause: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, pauseMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    wake: () => wake(),
    over: () => running,
  }
}
