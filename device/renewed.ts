// A role that is begun anew when it could not go on, and told again what it must know.
import type { Closing } from './opening.ts'

type Role = AsyncDisposable & {
  isBroken(): boolean
  fire(on: boolean): void
  closing(minutes: Closing): void
}

export type Renewed = Omit<Role, 'isBroken'> & {
  /** Starts it again if it is broken, once what it had begun has ended. */
  renew(): void
}

/** `start` gets the number of the start, from 1. */
export const startRenewed = (start: (nth: number) => Role): Renewed => {
  let nth = 1
  let role = start(nth)
  let [burns, minutes]: [boolean, Closing] = [false, null]
  let renewing: Promise<void> = Promise.resolve()

  const renew = async (): Promise<void> => {
    if (!role.isBroken()) return
    await role[Symbol.asyncDispose]()
    nth += 1
    role = start(nth)
    role.fire(burns)
    role.closing(minutes)
  }
  return {
    fire: (on) => {
      burns = on
      role.fire(on)
    },
    closing: (left) => {
      minutes = left
      role.closing(left)
    },
    renew: () => {
      renewing = renewing.then(renew)
    },
    [Symbol.asyncDispose]: async () => {
      await renewing
      await role[Symbol.asyncDispose]()
    },
  }
}
