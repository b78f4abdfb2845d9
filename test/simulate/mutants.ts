// Faults of the program itself, put in from outside: each breaks one promise, and the invariants
// must see it. Without them nobody would know that they can.
import type { Journal } from '../../device/journal/journal.ts'
import type { Link } from '../../device/link/link.ts'
import type { Store } from '../../hub/store/store.ts'

export type Mutant = {
  store?(store: Store): Store
  journal?(journal: Journal): Journal
  ask?(ask: Link['ask']): Link['ask']
  /** Of the hub's statements. */
  sql?(sql: string): string
}

const COMMIT_EVERY_MS = 500

/** Resolves well before the commit, as a hub would that acknowledges what is only in its memory. */
const ackBeforeCommit = (store: Store): Store => ({
  ...store,
  get db() {
    return store.db
  },
  transaction: (work) =>
    new Promise((resolve, reject) => {
      const whole = store.transaction(async (tx) => {
        const value = await work(tx)
        resolve(value)
        await new Promise((later) => setTimeout(later, COMMIT_EVERY_MS))
        return value
      })
      whole.catch(reject)
    }),
})

/** Rows go as soon as they were read for sending. */
const forgetOnSending = (journal: Journal): Journal => ({
  ...journal,
  batch: async (limit) => {
    const rows = await journal.batch(limit)
    const last = rows.at(-1)
    if (last !== undefined) await journal.acknowledge(last.epoch, last.seq)
    return rows
  },
})

/** The hub believes that it has no row yet, and takes each one again. */
const takeTwice = (sql: string): string =>
  sql
    .replace('select max("seq") as "highest"', 'select min("seq") - 1 as "highest"')
    .replace('insert into "inbox"', 'insert or replace into "inbox"')

/** Whoever gets no answer is let in on the last one. */
const oldAnswer = (ask: Link['ask']): Link['ask'] => {
  const before = new Map<string, unknown>()
  return async (role, kind, request, how) => {
    const asked = await ask(role, kind, request, how)
    if (asked.ok) before.set(kind, asked)
    return asked.ok ? asked : ((before.get(kind) as typeof asked | undefined) ?? asked)
  }
}

export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'ack-before-commit': { store: ackBeforeCommit },
  'forget-on-sending': { journal: forgetOnSending },
  'take-twice': { sql: takeTwice },
  'old-answer': { ask: oldAnswer },
}
