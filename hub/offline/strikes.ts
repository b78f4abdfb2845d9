// Tells kiosks at once whose row counts no more: a block reaches whoever is connected within 5 s. What
// has changed is written by the database itself, so no way of changing it is forgotten.
import type { Duty } from '../duty.ts'
import type { CommandKey } from '../identity/command-key.ts'
import type { Kiosks, KnownKiosk } from '../link/kiosks.ts'
import type { Line } from '../link/line.ts'
import type { Logger } from '../log.ts'
import type { StrikeMessage } from '../protocol/envelope.ts'
import { rowKeys } from '../protocol/joint.ts'
import type { Strike } from '../protocol/offline.ts'
import { seal } from '../protocol/seal.ts'
import { PROTOCOL_VERSION } from '../protocol/topics.ts'
import { findBranch } from '../registry/branches.ts'
import { inForce, localDay } from '../rules/local-day.ts'
import type { Store } from '../store/store.ts'
import { policyOf } from './policy.ts'
import { type ListOf, rowsOfPatron } from './rows.ts'
import { listKey } from './secrets.ts'

export type StrikesOptions = {
  store: Store
  hubKey: Uint8Array
  kiosks: Pick<Kiosks, 'all'>
  signer: Pick<CommandKey, 'sign'>
  line: Pick<Line, 'publish'>
  duty: Pick<Duty, 'isOn'>
  clock: { now(): number }
  log: Logger
}

const LOOK_EVERY_MS = 1000
const EXPIRY_SECONDS = 10
/** Changes looked at together, and tags in one message. */
const MOST = 100
/** Another hub may have gone before it told these; twice does no harm. */
const AGAIN_SECONDS = 30

/** Looks every second. Closing waits for what is under way. */
export const openStrikes = (options: StrikesOptions): AsyncDisposable => {
  const { store, duty, log } = options
  let seen: number | undefined
  /** By kiosk, the last change it was told of. */
  const told = new Map<string, number>()
  let running: Promise<void> = Promise.resolve()
  let isBusy = false

  const look = async (): Promise<void> => {
    if (!duty.isOn) {
      seen = undefined
      return
    }
    seen ??= await seenBefore(store)
    const changes = await changesAfter(store, seen)
    const last = changes.at(-1)?.seq
    if (last === undefined) return
    const patrons = [...new Set(changes.map(({ patron }) => patron))]
    for (const kiosk of options.kiosks.all) {
      const tags = await struckFor(options, kiosk, patrons)
      if (tags.length === 0) continue
      const { kiosk: name } = kiosk.at
      await tell(options, kiosk, { n: last, after: told.get(name) ?? 0, tags })
      told.set(name, last)
    }
    seen = last
  }
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    running = look()
      .catch((error: unknown) =>
        log.error({ reason: String(error) }, 'changes of offline lists were not told'),
      )
      .finally(() => {
        isBusy = false
      })
  }, LOOK_EVERY_MS)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await running
    },
  }
}

const seenBefore = async ({ db }: Store): Promise<number> => {
  const { before } = await db
    .selectFrom('offline_change')
    .select((eb) => eb.fn.max('seq').as('before'))
    .where('at', '<', Math.floor(Date.now() / 1000) - AGAIN_SECONDS)
    .executeTakeFirstOrThrow()
  return before ?? 0
}

const changesAfter = ({ db }: Store, seq: number) =>
  db
    .selectFrom('offline_change')
    .select(['seq', 'patron'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(MOST)
    .execute()

type Change = { n: number; after: number; tags: string[] }

/** Tags that kiosk must not open any more. */
const struckFor = async (
  { store, hubKey, clock }: StrikesOptions,
  { at: { branch, kiosk }, password }: KnownKiosk,
  patrons: readonly string[],
): Promise<string[]> => {
  const row = await findBranch(store.db, branch)
  if (row === undefined) return []
  const list = {
    branch,
    kiosk,
    policy: policyOf(row, kiosk),
    day: localDay(clock.now(), row.zone),
  }
  if (list.policy.who === 'nobody') return []
  const key = listKey(hubKey, kiosk, password)
  const joints: Uint8Array[] = []
  for (const patron of patrons) joints.push(...(await jointsStruck(store, list, patron)))
  const tags = joints.map((joint) => rowKeys(joint, key).tag)
  return tags.slice(0, MOST).map((tag) => Buffer.from(tag).toString('base64url'))
}

/** Of a patron who is blocked today, or is on that list no more: all she has; else those outdated. */
const jointsStruck = async (
  { db }: Store,
  list: ListOf,
  patron: string,
): Promise<Uint8Array[]> => {
  const good = (await rowsOfPatron(db, list, patron)).filter(
    ({ row }) => !inForce(row.blocks, list.day),
  )
  const all = await db
    .selectFrom('offline_proof')
    .select('joint')
    .where('patron', '=', patron)
    .execute()
  const kept = new Set(good.map(({ joint }) => Buffer.from(joint).toString('hex')))
  return all
    .map(({ joint }) => joint)
    .filter((joint) => !kept.has(Buffer.from(joint).toString('hex')))
}

const tell = async (
  { signer, line, log }: StrikesOptions,
  { at, key }: KnownKiosk,
  { n, after, tags }: Change,
): Promise<void> => {
  const { kiosk } = at
  const strike: Strike = { kiosk, n, after, tags }
  const signed = await signer.sign(strike, 'b24-strike')
  const place = { kiosk, channel: 'command', id: `strike.${n}` }
  const sealed = seal(key, place, { signed })
  const body: StrikeMessage = { v: PROTOCOL_VERSION, kind: 'strike', n, sealed }
  await line
    .publish(at, 'command', body, { expirySeconds: EXPIRY_SECONDS })
    // It asks for the whole when it comes back.
    .catch(() => log.warn({ kiosk, n }, 'a change of an offline list was not told'))
}
