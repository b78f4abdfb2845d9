// One at a time, in the order of asking.

export type Mutex = {
  /** Resolves with the release when everyone before has released. */
  acquire(): Promise<() => void>
}

export const createMutex = (): Mutex => {
  let last: Promise<void> = Promise.resolve()
  return {
    async acquire() {
      const before = last
      const { promise, resolve } = withRelease()
      last = promise
      await before
      return resolve
    },
  }
}

const withRelease = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((release) => {
    resolve = release
  })
  return { promise, resolve }
}
