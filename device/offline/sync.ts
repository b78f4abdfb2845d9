// When the hub is asked for the list: at the first chance while there is none, when it is told to have
// changed, and every now and then, spread out so that thousands of kiosks do not ask at once.
import type { OfflinePolicy } from '../../hub/protocol/offline.ts'
import type { Link } from '../link/link.ts'
import type { Logger } from '../log.ts'
import type { Readiness } from './decide.ts'
import type { Keys } from './keys.ts'
import type { List } from './list.ts'

export type SyncOptions = {
  link: Pick<Link, 'ask' | 'online'>
  list: List
  keys: Keys
  log: Logger
  /** 0 (included) to 1 (excluded). */
  random: () => number
}

export type Sync = AsyncDisposable & {
  /** The branch wants a list kept. */
  want(policy: OfflinePolicy): void
  /** The hub can be asked again. */
  online(): void
  /** Rows count no more; with a gap others were not heard, and the whole is asked for at once. */
  struck(gap: boolean): void
  heard(): void
  /** Time has passed. */
  look(readiness: Readiness): void
  /** Since the hub last gave or confirmed the list in this boot. */
  heldMs(): number | null
  onTaken(listener: () => void): void
}

const MINUTE_MS = 60_000
const REFRESH_MS = 10 * MINUTE_MS
/** While nobody could be let in; and after a list that was not ready or changed meanwhile. */
const AGAIN_MS = 5000
/** A block that was not heard is here 5 s after the hub can be asked again, at the latest. */
const BACK_MS = 3000
const MOST_ROUNDS = 5

export const keepNew = ({ link, list, keys, log, random }: SyncOptions): Sync => {
  const taken = new Set<() => void>()
  let policy: OfflinePolicy | undefined
  let held: number | undefined
  let timer: NodeJS.Timeout | undefined
  let due = Number.POSITIVE_INFINITY
  let running: Promise<void> | undefined
  let isWantedAgain = false
  let closed = false

  /** Within so long; the earliest wish counts. */
  const within = (ms: number): void => {
    const at = performance.now() + ms
    if (closed || policy === undefined || at >= due) return
    due = at
    clearTimeout(timer)
    timer = setTimeout(begin, ms)
  }
  const begin = (): void => {
    due = Number.POSITIVE_INFINITY
    // What is being brought may be from before the change that is asked for now.
    isWantedAgain = running !== undefined
    running ??= bring()
      .catch((err: unknown) => {
        log.error({ err }, 'the offline list could not be brought')
        return MINUTE_MS
      })
      .then((againMs) => {
        running = undefined
        within(isWantedAgain ? 0 : againMs)
      })
  }
  /** Resolves with when to ask again. */
  const bring = async (): Promise<number> => {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (closed || policy === undefined) return REFRESH_MS
      if (!link.online) return REFRESH_MS
      const told = await link.ask('kiosk', 'offline-list', {
        version: list.head?.version ?? 0,
      })
      if (!told.ok || !told.answer.ok) return keys.now === undefined ? AGAIN_MS : MINUTE_MS
      if (await list.take(told.answer.head, page)) {
        await keys.told(told.answer, policy.key)
        held = performance.now()
        for (const listener of taken) listener()
        return (REFRESH_MS * (1 + random())) / 2
      }
    }
    return MINUTE_MS
  }
  const page = async (page: number, digest: string): Promise<Uint8Array | undefined> => {
    const told = await link.ask('kiosk', 'offline-page', { page, digest })
    return told.ok && told.answer.ok
      ? new Uint8Array(Buffer.from(told.answer.rows, 'base64url'))
      : undefined
  }
  return {
    want: (wanted) => {
      policy = wanted
      within(keys.now === undefined ? 0 : random() * BACK_MS)
    },
    online: () => within(keys.now === undefined ? 0 : random() * BACK_MS),
    struck: (gap) => within(gap ? random() * 1000 : (1 + random()) * MINUTE_MS),
    heard: () => within(AGAIN_MS),
    look: (readiness) => {
      if (readiness !== 'ready' && readiness !== 'nobody' && link.online) within(AGAIN_MS)
    },
    heldMs: () => (held === undefined ? null : performance.now() - held),
    onTaken: (listener) => taken.add(listener),
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
