// Rows as the inbox keeps them: what happened and never to whom. Of a bad one only its place is kept.
import type { Tx } from '../store/store.ts'
import { withoutPatron } from './effects.ts'
import type { Telling } from './inbox.ts'
import type { IntakeRow } from './rows.ts'

/** What stands where a kind would: the row is a dead letter. */
export const SET_ASIDE = 'set-aside'

type Kept = Telling & { rows: readonly IntakeRow[] }

/** At most 5000 rows at once: a statement has room for 32 766 values. */
export const keepRows = async (tx: Tx, kept: readonly Kept[]): Promise<void> => {
  const received = Date.now()
  const all = kept.flatMap(({ at: { kiosk }, batch: { epoch }, rows }) =>
    rows.map((row) => ({
      kiosk,
      epoch,
      seq: row.seq,
      received,
      ...(row.ok
        ? { kind: row.event.kind, body: withoutPatron(row.event) }
        : { kind: SET_ASIDE, body: null }),
    })),
  )
  if (all.length > 0) await tx.insertInto('inbox').values(all).execute()
}
