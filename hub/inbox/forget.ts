// What was kept only to recognise a repetition goes when no kiosk can repeat it any more, an alarm about
// what has happened when it has not happened again, and a try at a PIN when it counts for nothing.
import { forgetIncidents } from '../alarms/alarms.ts'
import { forgetForLists } from '../offline/seen.ts'
import { forgetTries } from '../registry/pin-tries.ts'
import type { Store, Tx } from '../store/store.ts'

const KEPT_MS = 30 * 24 * 60 * 60_000

/** `now` in ms since 1970 UTC, real time. The last row of each epoch stays: it says how far it goes. */
export const forgetOld = (store: Store, now: number): Promise<void> =>
  store.transaction(async (tx) => {
    await forgetIncidents(tx, now)
    await forgetTries(tx, now)
    await forgetForLists(tx, now)
    const before = now - KEPT_MS
    await forgetAnswers(tx, before)
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

/** A day's worth is a thirtieth: more at once is the work of a clock that was set. */
const MOST_AT_ONCE = 1 / 10

/** The oldest go first, so that the answers of today outlive a wrong clock. */
const forgetAnswers = async (tx: Tx, before: number): Promise<void> => {
  const { kept } = await tx
    .selectFrom('ask_answer')
    .select((eb) => eb.fn.countAll<number>().as('kept'))
    .executeTakeFirstOrThrow()
  await tx
    .deleteFrom('ask_answer')
    .where((eb) => {
      const oldest = eb
        .selectFrom('ask_answer as old')
        .select(['old.kiosk', 'old.id'])
        .where('old.at', '<', before)
        .orderBy('old.at')
        .limit(Math.floor(Number(kept) * MOST_AT_ONCE))
      return eb(eb.refTuple('kiosk', 'id'), 'in', oldest.$asTuple('kiosk', 'id'))
    })
    .execute()
}
