// Tells a question heard before from a new one, by the epoch and number that its seal vouches for.
// A window as of RFC 4303 §3.4.3: questions may overtake one another, but none comes twice.
import type { Logger } from '../log.ts'
import type { Store } from '../store/store.ts'

/** `seen` has bit i set when number `n - i` was heard. */
export type Mark = { epoch: number; n: number; seen: bigint }
export type Numbered = { epoch: number; n: number }
export type Taken =
  | { ok: true; mark: Mark }
  | { ok: false; reason: 'heard-before' | 'too-old' | 'of-an-earlier-boot' }

/** A kiosk has at most 16 questions under way: what is further back was not overtaken. */
const WINDOW = 64
const ALL = (1n << BigInt(WINDOW)) - 1n

/** The mark after this question, or why it is none that may be answered. */
export const nextMark = (mark: Mark | undefined, { epoch, n }: Numbered): Taken => {
  if (mark === undefined || epoch > mark.epoch)
    return { ok: true, mark: { epoch, n, seen: 1n } }
  if (epoch < mark.epoch) return { ok: false, reason: 'of-an-earlier-boot' }
  if (n > mark.n) {
    const ahead = n - mark.n
    const moved = ahead >= WINDOW ? 0n : (mark.seen << BigInt(ahead)) & ALL
    return { ok: true, mark: { epoch, n, seen: moved | 1n } }
  }
  const behind = mark.n - n
  if (behind >= WINDOW) return { ok: false, reason: 'too-old' }
  const bit = 1n << BigInt(behind)
  if ((mark.seen & bit) !== 0n) return { ok: false, reason: 'heard-before' }
  return { ok: true, mark: { ...mark, seen: mark.seen | bit } }
}

export type Marks = AsyncDisposable & {
  /** `fresh`, or why not; then it has changed nothing. */
  take(kiosk: string, asked: Numbered): 'fresh' | Exclude<Taken, { ok: true }>['reason']
}

const WRITE_AFTER_MS = 1000

/** After a restart everything up to the last mark counts as heard; what is lost is its last second. */
export const openMarks = async (store: Store, log: Logger): Promise<Marks> => {
  const rows = await store.db.selectFrom('ask_mark').selectAll().execute()
  const marks = new Map<string, Mark>(
    rows.map(({ kiosk, epoch, n }) => [kiosk, { epoch, n, seen: ALL }]),
  )
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const kiosks = [...changed]
    changed.clear()
    writing = writing
      .then(() => writeMarks(store, kiosks, marks))
      .catch((error: unknown) =>
        log.error({ reason: String(error) }, 'marks of questions not written'),
      )
    return writing
  }
  return {
    take: (kiosk, asked) => {
      const taken = nextMark(marks.get(kiosk), asked)
      if (!taken.ok) return taken.reason
      marks.set(kiosk, taken.mark)
      changed.add(kiosk)
      timer ??= setTimeout(() => void write(), WRITE_AFTER_MS).unref()
      return 'fresh'
    },
    [Symbol.asyncDispose]: write,
  }
}

const writeMarks = async (
  store: Store,
  kiosks: readonly string[],
  marks: ReadonlyMap<string, Mark>,
): Promise<void> => {
  if (kiosks.length === 0) return
  await store.transaction(async (tx) => {
    for (const kiosk of kiosks) {
      const { epoch = 0, n = 0 } = marks.get(kiosk) ?? {}
      await tx
        .insertInto('ask_mark')
        .values({ kiosk, epoch, n })
        .onConflict((on) => on.column('kiosk').doUpdateSet({ epoch, n }))
        .execute()
    }
  })
}
