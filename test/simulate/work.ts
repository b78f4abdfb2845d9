// Work that native code does on other threads. It is done at once, but told when the scheduler says
// so: a world is quiet when all of it is done and nothing of ours runs any more.
import { currentLife, type Life, ofThisLife, outsideLives } from './life.ts'

type Work = {
  life: Life | undefined
  /** What is told in the order in which it was begun: one connection to a database. */
  line: object
  what: string
  tell: (() => void) | undefined
}

let works: Work[] = []
let immediates = 0
let held = 0

const realImmediate = setImmediate

export const resetWork = (): void => {
  works = []
}

/** Begins what native code finishes by `done`; `tell` then runs in the life of now. */
export const begin = (line: object, what: string) => {
  const work: Work = { life: currentLife(), line, what, tell: undefined }
  const ofLife = ofThisLife((tell: () => void) => tell())
  works.push(work)
  return {
    done: (tell: () => void): void => {
      work.tell = () => ofLife(tell)
    },
  }
}

/** The same for what answers by a promise. */
export const throughWorld = <T>(what: string, work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const begun = begin({}, what)
    work().then(
      (value) => begun.done(() => resolve(value)),
      (error: unknown) => begun.done(() => reject(error)),
    )
  })

export type Told = { who: string; what: string; tell(): void }

/** What may be told next, in the order of beginning. All of it is done. */
export const mayBeTold = (): Told[] => {
  const lines = new Set<object>()
  return works.flatMap((work) => {
    const isFirst = !lines.has(work.line)
    lines.add(work.line)
    return isFirst ? [toldOf(work)] : []
  })
}

const toldOf = (work: Work): Told => ({
  who: work.life?.name ?? 'world',
  what: work.what,
  tell: () => {
    works.splice(works.indexOf(work), 1)
    work.tell?.()
  },
})

export const forgetWorkOf = (life: Life): void => {
  works = works.filter((work) => work.life !== life)
}

/** The world is not quiet before this work of its own is over. */
export const hold = (work: Promise<void>): void => {
  held += 1
  void work.finally(() => {
    held -= 1
  })
}

/** Resolves when nothing runs, and all that native code was told to do is done. */
export const quiet = (): Promise<void> =>
  outsideLives(
    () =>
      new Promise((resolve) => {
        const look = (): void => {
          if (immediates > 0 || held > 0 || works.some(({ tell }) => tell === undefined))
            realImmediate(look)
          else resolve()
        }
        // Once round the loop: until then microtasks and ticks may begin something new.
        realImmediate(look)
      }),
  )

class VirtualImmediate {
  isDue = true
}

/** Immediates stay Node's own; they are only counted, and those of the dead do not run. */
export const installWork = (): void => {
  const set = (work: (...args: unknown[]) => void, ...args: unknown[]) => {
    const handle = new VirtualImmediate()
    const ofLife = ofThisLife(work)
    immediates += 1
    realImmediate(() => {
      immediates -= 1
      if (handle.isDue) ofLife(...args)
    })
    return handle
  }
  const clear = (handle: unknown): void => {
    if (handle instanceof VirtualImmediate) handle.isDue = false
  }
  Object.assign(globalThis, { setImmediate: set, clearImmediate: clear })
}
