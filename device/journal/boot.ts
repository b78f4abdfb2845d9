// The boot number: what makes a row's seq one that was never used before, whatever befalls the file.
import type { Sql } from './connection.ts'

export type Boot = {
  /** In the transaction after each opening; `isNew`: rows of the file before may be lost. */
  begin(sql: Sql, isNew: boolean): Promise<void>
  /** Of this run, known with or without a file: fixed when it is first asked for. */
  epoch(): number
  /** A row of this seq is written. */
  reached(seq: number): void
}

/** What was saved of a damaged file may reach further than what was acknowledged. */
const ENTER = `insert or replace into boot values (1, ?1,
  max(?2, coalesce((select max(seq) from event where epoch = ?1), 0)))`

/**
 * A file that is new starts from the seconds since 1970, not from 1: the hub knows rows by epoch and
 * seq, and would take those of a replaced disk for ones it has.
 */
export const countBoot = (): Boot => {
  let place: { epoch: number; seq: number } | undefined
  let told: number | undefined
  const fresh = Math.floor(Date.now() / 1000) + 1

  const first = async (sql: Sql, isNew: boolean): Promise<number> => {
    const [last] = await sql.all<{ epoch: number }>('select epoch from boot')
    const next = last === undefined || isNew ? fresh : last.epoch + 1
    return Math.max(next, (last?.epoch ?? 0) + 1, told ?? 0)
  }
  return {
    begin: async (sql, isNew) => {
      place ??= { epoch: await first(sql, isNew), seq: 0 }
      const { epoch, seq } = place
      await sql.run(ENTER, epoch, seq)
    },
    epoch: () => {
      told ??= place?.epoch ?? fresh
      return told
    },
    reached: (seq) => {
      if (place !== undefined) place.seq = seq
    },
  }
}
