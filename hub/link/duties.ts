// Who answers which question. What changes something is answered once: the answer is kept in the
// same transaction as the change, and the same question asked again gets it again.
import { answerAccount, answerRenew } from '../circulation/account.ts'
import { answerCheckout, answerItem } from '../circulation/asks.ts'
import type { Lists } from '../offline/lists.ts'
import type { AnswerOf, AskKind, RequestOf } from '../protocol/asks.ts'
import type { AskedPlace, Place } from '../registry/place.ts'
import type { Registry } from '../registry/registry.ts'
import { endSession } from '../registry/session.ts'
import type { Store, Tx } from '../store/store.ts'

/** Where and when it is asked, and the id that makes it the same question. */
export type AskedAt = AskedPlace & { id: string }

export type Duties = {
  [K in AskKind]: (request: RequestOf<K>, at: AskedAt) => Promise<AnswerOf<K>>
}

type Work<Request, Answer> = (tx: Tx, request: Request, at: Place) => Promise<Answer>
type Duty<Request, Answer> = (request: Request, at: AskedAt) => Promise<Answer>

/** Where no door lets anybody in without the hub. */
const NO_LISTS: Lists = {
  list: async () => ({ ok: false, reason: 'nobody' }),
  page: async () => ({ ok: false, reason: 'changed' }),
}

export const createDuties = (
  store: Store,
  registry: Registry,
  lists: Lists = NO_LISTS,
): Duties => {
  const inTransaction =
    <Request, Answer>(work: Work<Request, Answer>): Duty<Request, Answer> =>
    (request, at) =>
      store.together(async (tx) => {
        await at.begin(tx)
        return work(tx, request, at)
      })
  const once =
    <Request, Answer>(kind: AskKind, work: Work<Request, Answer>): Duty<Request, Answer> =>
    (request, at) =>
      store.together(async (tx) => {
        await at.begin(tx)
        const before = await answeredBefore<Answer>(tx, kind, at)
        if (before !== undefined) return before.answer
        const answer = await work(tx, request, at)
        await keepAnswer(tx, at, { kind, answer })
        return answer
      })
  /** What takes long is done after the question has been noted, and outside of the transaction. */
  const begun =
    <Request, Answer>(
      work: (request: Request, at: Place) => Promise<Answer>,
    ): Duty<Request, Answer> =>
    async (request, at) => {
      await store.together(at.begin)
      return work(request, at)
    }
  return {
    entry: registry.enter,
    identify: registry.identify,
    account: inTransaction(answerAccount),
    item: inTransaction(answerItem),
    'offline-list': begun(lists.list),
    'offline-page': begun(lists.page),
    end: inTransaction(endSession),
    checkout: once('checkout', answerCheckout),
    renew: once('renew', answerRenew),
  }
}

type Kept<Answer> = { kind: AskKind; answer: Answer }

/** The store holds only answers of ours, so they are not checked again. */
const answeredBefore = async <Answer>(
  tx: Tx,
  kind: AskKind,
  { kiosk, id }: AskedAt,
): Promise<Kept<Answer> | undefined> => {
  const row = await tx
    .selectFrom('ask_answer')
    .select('answer')
    .where('kiosk', '=', kiosk)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const kept: Kept<Answer> = JSON.parse(row.answer)
  if (kept.kind !== kind) throw new Error('an ask of another kind had this id')
  return kept
}

const keepAnswer = async <Answer>(
  tx: Tx,
  { kiosk, id }: AskedAt,
  kept: Kept<Answer>,
): Promise<void> => {
  const answer = JSON.stringify(kept)
  await tx.insertInto('ask_answer').values({ kiosk, id, at: Date.now(), answer }).execute()
}
