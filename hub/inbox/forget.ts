// What was kept only to recognise a repetition goes when no kiosk can repeat it any more, and an
// alarm about what has happened when it has not happened again.
import { forgetIncidents } from '../alarms/alarms.ts'
import type { Store } from '../store/store.ts'

const KEPT_MS = 30 * 24 * 60 * 60_000

/** `now` in ms since 1970 UTC, real time. The last row of each epoch stays: it says how far it goes. */
export const forgetOld = (store: Store, now: number): Promise<void> =>
  store.transaction(async (tx) => {
    await forgetIncidents(tx, now)
    const before = now - KEPT_MS
    await tx.deleteFrom('ask_answer').where('at', '<', before).execute()
    await tx
      .deleteFrom('inbox')
      .where('received', '<', before)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('inbox as later')
            .select('later.seq')
            .whereRef('later.kiosk', '=', 'inbox.kiosk')
            .whereRef('later.epoch', '=', 'inbox.epoch')
            .whereRef('later.seq', '>', 'inbox.seq'),
        ),
      )
      .execute()
  })
