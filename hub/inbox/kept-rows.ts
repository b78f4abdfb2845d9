// Rows as the inbox keeps them: what happened and never to whom, and that it was taken.
import type { Place } from '../registry/place.ts'
import type { Tx } from '../store/store.ts'
import { withoutPatron } from './effects.ts'
import type { IntakeRow } from './rows.ts'

/** `taken` false: it was set aside, and only its place is kept. */
export type Kept = { at: Place; epoch: number; row: IntakeRow; taken: boolean }

/** SQLite binds 32 766 values to a statement; a row has six. */
const MOST_AT_ONCE = 1000

export const keepRows = async (tx: Tx, kept: readonly Kept[]): Promise<void> => {
  const received = Date.now()
  for (let from = 0; from < kept.length; from += MOST_AT_ONCE)
    await tx
      .insertInto('inbox')
      .values(
        kept.slice(from, from + MOST_AT_ONCE).map(({ at, epoch, row, taken }) => ({
          kiosk: at.kiosk,
          epoch,
          seq: row.seq,
          received,
          kind: row.ok && taken ? row.event.kind : 'set-aside',
          body: row.ok && taken ? withoutPatron(row.event) : null,
        })),
      )
      .execute()
}
