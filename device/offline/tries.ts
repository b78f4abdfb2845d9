// Tries at PINs without the hub: counted and on the disk before anything is compared, by a clock that only
// goes forward while this kiosk runs. Neither a restart nor a clock that is set gives anybody a try more.
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { plainNumber } from '../../hub/protocol/joint.ts'
import {
  type Budget,
  counting,
  OFFLINE_CARD_BUDGET,
  READER_BUDGET,
  spend,
} from '../../hub/rules/attempts.ts'
import type { Journal } from '../journal/journal.ts'

/** `ok` false: there may be none now. `right` takes it back. */
export type Tried = { ok: boolean; right(): Promise<void> }

export type Tries = {
  /** On the disk when resolved. Rejects when the disk does not take it: then nothing may be compared. */
  count(card: string): Promise<Tried>
}

export type TriesOptions = {
  journal: Pick<Journal, 'remember' | 'recall'>
  /** The kiosk's: tells cards apart a little, see BUCKETS. */
  secret: Uint8Array
  /** Milliseconds that only go forward. */
  now?: () => number
}

const MEMORY = 'offline-tries'
/** So few that no card is found by what the disk tells: of a million cards some 250 share one. */
const BUCKETS = 4096

const memory = z.object({
  clock: z.number().min(0),
  tries: z
    .array(z.object({ bucket: z.int().min(0).max(BUCKETS), at: z.number().min(0) }))
    .max(1000),
})
type Memory = z.infer<typeof memory>

export const openTries = async (options: TriesOptions): Promise<Tries> => {
  const { journal, secret, now = performance.now.bind(performance) } = options
  const recalled = memory.safeParse(await journal.recall(MEMORY).catch(() => undefined))
  let tries: Memory['tries'] = recalled.success ? recalled.data.tries : []
  const from = (recalled.success ? recalled.data.clock : 0) - now()
  const clock = (): number => from + now()

  const save = (at: number): Promise<void> => {
    const most = Math.max(OFFLINE_CARD_BUDGET.windowMs, READER_BUDGET.windowMs)
    tries = tries.filter((one) => at - one.at < most)
    return journal.remember(MEMORY, { clock: at, tries } satisfies Memory)
  }
  const has = (budget: Budget, at: number, those: Memory['tries']): boolean =>
    spend(
      budget,
      counting(
        budget,
        those.map((one) => one.at),
        at,
      ),
      at,
    ).ok
  const count = async (card: string): Promise<Tried> => {
    const at = clock()
    const bucket = bucketOf(secret, card)
    const ok =
      has(READER_BUDGET, at, tries) &&
      has(
        OFFLINE_CARD_BUDGET,
        at,
        tries.filter((one) => one.bucket === bucket),
      )
    // A refused one is written too: that it was refused must take as long.
    if (ok) tries = [...tries, { bucket, at }]
    await save(at)
    const right = (): Promise<void> => {
      const others = tries.filter((one) => one.bucket !== bucket)
      tries = others
      return save(clock())
    }
    return { ok, right: ok ? right : async () => {} }
  }
  return { count }
}

const bucketOf = (secret: Uint8Array, card: string): number =>
  createHmac('sha256', secret)
    .update(`offline try ${plainNumber(card)}`)
    .digest()
    .readUInt16BE(0) % BUCKETS
