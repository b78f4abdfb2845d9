// What must be so after every step, whatever has failed.
import type { Row } from './ledger.ts'
import type { HubRecords, JournalRow } from './records.ts'

export type Watcher = {
  /** The hub has committed. */
  hub(records: HubRecords): void
  /** A kiosk has committed. */
  journal(kiosk: string, rows: readonly JournalRow[]): void
  /** Of rows acknowledged to whoever appended them, each is in the journal or at the hub. */
  acknowledged(rows: readonly Row[]): void
}

const keyOf = (kiosk: string, { epoch, seq }: JournalRow): string =>
  `${kiosk} ${epoch}.${seq}`

export const createWatcher = (fail: (what: string) => void): Watcher => {
  let taken = new Map<string, string | null>()
  const journals = new Map<string, ReadonlySet<string>>()
  let seen = 0

  const isSafe = (kiosk: string, key: string): boolean =>
    taken.has(key) || journals.get(kiosk)?.has(key) === true
  return {
    hub: ({ inbox, visits }) => {
      const now = new Map(inbox.map((row) => [keyOf(row.kiosk, row), row.body]))
      for (const [key, body] of taken)
        if (now.get(key) !== body) fail(`the hub has forgotten or changed row ${key}`)
      for (const gap of gapsIn(inbox)) fail(gap)
      const told = inbox.filter(({ kind }) => kind === 'visit').length
      if (told !== visits) fail(`${visits} visits counted, ${told} told`)
      taken = now
    },
    journal: (kiosk, rows) => {
      const now = new Set(rows.map((row) => keyOf(kiosk, row)))
      for (const key of journals.get(kiosk) ?? [])
        if (!now.has(key) && !taken.has(key))
          fail(`row ${key} left the journal and the hub has not committed it`)
      journals.set(kiosk, now)
    },
    acknowledged: (rows) => {
      for (const row of rows.slice(seen)) {
        const key = keyOf(row.kiosk, row)
        if (!isSafe(row.kiosk, key)) fail(`row ${key} was acknowledged and is nowhere`)
      }
      seen = rows.length
    },
  }
}

/** Rows of each start of a kiosk are 1, 2, 3 … */
const gapsIn = (inbox: HubRecords['inbox']): string[] =>
  inbox.flatMap(({ kiosk, epoch, seq }, at) => {
    const before = inbox[at - 1]
    const isNext = before?.kiosk === kiosk && before.epoch === epoch
    const expected = isNext ? before.seq + 1 : 1
    return seq === expected
      ? []
      : [`row ${kiosk} ${epoch}.${seq} follows ${expected - 1} at the hub`]
  })
