// The boot number: what makes a row's seq one that was never used before, whatever befalls the file.
import type { Sql } from './connection.ts'

export type Boot = {
  /** In the transaction after each opening; `isNew`: rows of the file before may be lost. */
  begin(sql: Sql, isNew: boolean): Promise<void>
  /** Of this run, known with or without a file: fixed when it is first asked for. */
  epoch(): number
  /** A row of this seq is written. */
  reached(seq: number): void
  /**
   * The seq of a row like this one that a failing disk had refused and has after all, or undefined:
   * what is tried again must not be there twice.
   */
  found(body: string): number | undefined
}

type Row = { seq: number; body: string }

/** What was saved of a damaged file may reach further than what was acknowledged. */
const ENTER = `insert or replace into boot values (1, ?1,
  max(?2, coalesce((select max(seq) from event where epoch = ?1), 0)))`

/** Each opening after a failure can find one; who wanted the oldest of them has long given up. */
const MOST_FOUND = 16

/** No clock is right that shows an earlier time: this program is of a later one. */
const EARLIEST = Date.UTC(2026, 0, 1)
/** Below the seconds of any clock that may be right. */
const DRAWN = 2 ** 30

/** Where boots go on, once the hub has said so. */
export const BOOT_ABOVE = 'boot-above'

/**
 * A file that is new starts from the seconds since 1970, not from 1: the hub knows rows by epoch and
 * seq, and would take those of a replaced disk for ones it has. With a clock of 1970 the number is drawn,
 * since two such disks would begin alike; where that is too low the hub says so (new-disk.ts).
 */
const firstOf = (now: number): number =>
  now >= EARLIEST ? Math.floor(now / 1000) + 1 : 1 + Math.floor(Math.random() * DRAWN)

export const countBoot = (): Boot => {
  let place: { epoch: number; seq: number } | undefined
  let told: number | undefined
  let unclaimed: readonly Row[] = []
  const fresh = firstOf(Date.now())

  const first = async (sql: Sql, isNew: boolean): Promise<number> => {
    const [last] = await sql.all<{ epoch: number }>('select epoch from boot')
    const next = last === undefined || isNew ? fresh : last.epoch + 1
    const [above] = await sql.all<{ boot: string }>(
      'select value as boot from memory where key = ?',
      BOOT_ABOVE,
    )
    const least = Math.max((last?.epoch ?? 0) + 1, Number(above?.boot ?? 0) + 1)
    return Math.max(next, least, told ?? 0)
  }
  return {
    begin: async (sql, isNew) => {
      place ??= { epoch: await first(sql, isNew), seq: 0 }
      const { epoch, seq } = place
      await sql.run(ENTER, epoch, seq)
      const more = await sql.all<Row>(
        'select seq, body from event where epoch = ? and seq > ? order by seq',
        epoch,
        seq,
      )
      unclaimed = [...unclaimed, ...more].slice(-MOST_FOUND)
      place.seq = more.at(-1)?.seq ?? seq
    },
    epoch: () => {
      told ??= place?.epoch ?? fresh
      return told
    },
    reached: (seq) => {
      if (place !== undefined) place.seq = Math.max(place.seq, seq)
      unclaimed = unclaimed.filter((row) => row.seq !== seq)
    },
    found: (body) => unclaimed.find((row) => row.body === body)?.seq,
  }
}
