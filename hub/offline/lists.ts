// The list of each kiosk: its signed head, its pages, and what of them is still as it was. Pages are made
// when they are asked for; only their digests are kept, until somebody on them changes or the day does.
import { createHash } from 'node:crypto'
import type { CommandKey } from '../identity/command-key.ts'
import type { Kiosks } from '../link/kiosks.ts'
import type { AnswerOf, RequestOf } from '../protocol/asks.ts'
import { rowKeys } from '../protocol/joint.ts'
import {
  DIGEST_BYTES,
  type ListHead,
  MOST_BITS,
  MOST_PAGE_BYTES,
} from '../protocol/offline.ts'
import { encodePage, type SealedRow, sealRow } from '../protocol/offline-page.ts'
import { findBranch } from '../registry/branches.ts'
import { localDay } from '../rules/local-day.ts'
import type { Store, Tx } from '../store/store.ts'
import { policyOf } from './policy.ts'
import { countListed, type ListOf, rowsOf, spanOf } from './rows.ts'
import { jointSalt, listKey } from './secrets.ts'

export type ListsOptions = {
  store: Store
  hubKey: Uint8Array
  kiosks: Pick<Kiosks, 'all'>
  signer: Pick<CommandKey, 'sign'>
  /** Resolves when whoever was imported at this start can be on a list. */
  imported?: Promise<void>
}

type Asked = { branch: string; kiosk: string; now: number }

export type Lists = {
  /** Answers within a second: `not-yet` while a list is being made for the first time today. */
  list(request: RequestOf<'offline-list'>, at: Asked): Promise<AnswerOf<'offline-list'>>
  page(request: RequestOf<'offline-page'>, at: Asked): Promise<AnswerOf<'offline-page'>>
}

/** Made new where a list has grown or shrunk so far that its pages are no longer of a good size. */
const ROWS_A_PAGE = { least: 6, good: 40, most: 52 }
const PATIENCE_MS = 800

/** `isWhole`: it had room for all its rows. */
type Page = { bytes: Uint8Array; isWhole: boolean }

/** What is known of one kiosk's list; a digest that is undefined must be made. */
type Known = {
  day: string
  policy: string
  bits: number
  digests: (Buffer | undefined)[]
  /** Changes up to this one are seen to. */
  changes: number
  making: Promise<void> | undefined
}

export const createLists = ({
  store,
  hubKey,
  kiosks,
  signer,
  imported = Promise.resolve(),
}: ListsOptions): Lists => {
  const salt = Buffer.from(jointSalt(hubKey)).toString('base64url')
  const keys = new Map(
    kiosks.all.map(({ at: { kiosk }, password }) => [
      kiosk,
      listKey(hubKey, kiosk, password),
    ]),
  )
  const known = new Map<string, Known>()

  const listOf = async ({ branch, kiosk, now }: Asked): Promise<ListOf | undefined> => {
    const row = await findBranch(store.db, branch)
    if (row === undefined || !keys.has(kiosk)) return undefined
    const policy = policyOf(row, kiosk)
    if (policy.who === 'nobody') return undefined
    return { branch, kiosk, policy, day: localDay(now, row.zone) }
  }
  const pageOfList = async (list: ListOf, page: number, bits: number): Promise<Page> => {
    const key = keys.get(list.kiosk) ?? new Uint8Array(32)
    const rows: SealedRow[] = []
    let room = MOST_PAGE_BYTES - 1
    const all = await rowsOf(store.db, list, spanOf(page, bits))
    for (const { joint, row } of all) {
      const sealed = sealRow(rowKeys(joint, key), row)
      room -= sealed.tag.length + 2 + sealed.sealed.length
      if (room < 0) break
      rows.push(sealed)
    }
    // In the order of their tags, so that nobody tells who came last.
    rows.sort((a, b) => Buffer.compare(a.tag, b.tag))
    return { bytes: encodePage(rows), isWhole: rows.length === all.length }
  }
  const knownOf = async (list: ListOf): Promise<Known> => {
    const now = await changesOf(store.db)
    const policy = JSON.stringify(list.policy)
    const before = known.get(list.kiosk)
    const count = await countListed(store.db, list)
    const isGood =
      before !== undefined &&
      before.day === list.day &&
      before.policy === policy &&
      isGoodSize(count, before.bits)
    if (isGood) {
      for (const spread of await spreadsSince(store.db, before.changes))
        before.digests[spread >>> (16 - before.bits)] = undefined
      before.changes = now
      return before
    }
    const bits = isGoodSize(count, before?.bits) ? (before?.bits ?? 0) : bitsFor(count)
    const digests = Array<undefined>(2 ** bits).fill(undefined)
    const made = { day: list.day, policy, bits, digests, changes: now, making: undefined }
    known.set(list.kiosk, made)
    return made
  }
  const make = async (list: ListOf, of: Known): Promise<void> => {
    for (let page = 0; page < of.digests.length; ) {
      const { changes } = of
      const made =
        of.digests[page] === undefined ? await pageOfList(list, page, of.bits) : undefined
      // Somebody on it may have changed while it was made.
      if (changes !== of.changes) continue
      if (made?.isWhole === false && of.bits < MOST_BITS) {
        // Much is to be told of some: nobody falls off while there can be more pages.
        of.bits += 1
        of.digests = Array<undefined>(2 ** of.bits).fill(undefined)
        page = 0
        continue
      }
      if (made !== undefined) of.digests[page] = digestOf(made.bytes)
      page += 1
    }
  }
  const whole = async (list: ListOf, of: Known): Promise<Buffer | undefined> => {
    of.making ??= make(list, of).finally(() => {
      of.making = undefined
    })
    await isSoon(of.making)
    const all = of.digests.flatMap((digest) => (digest === undefined ? [] : [digest]))
    return all.length === of.digests.length ? Buffer.concat(all) : undefined
  }

  return {
    list: async ({ version: held }, at) => {
      const list = await listOf(at)
      if (list === undefined) return { ok: false, reason: 'nobody' }
      if (!(await isSoon(imported))) return { ok: false, reason: 'not-yet' }
      const of = await knownOf(list)
      const { changes } = of
      const digests = await whole(list, of)
      if (digests === undefined) return { ok: false, reason: 'not-yet' }
      const { branch, kiosk, now } = at
      const head: ListHead = {
        branch,
        kiosk,
        version: await versionOf(store, kiosk, { held, digest: digestOf(digests) }),
        madeAt: now,
        goodUntil: now + list.policy.maxAgeHours * 3_600_000,
        changes,
        bits: of.bits,
        digests: digests.toString('base64url'),
      }
      const key = Buffer.from(keys.get(kiosk) ?? '').toString('base64url')
      return { ok: true, head: await signer.sign(head, 'b24-offline-list'), key, salt }
    },
    page: async ({ page, digest }, at) => {
      const list = await listOf(at)
      const bits = known.get(at.kiosk)?.bits ?? (await guessBits(store.db, list))
      if (list === undefined || page >= 2 ** bits) return { ok: false, reason: 'changed' }
      const { bytes } = await pageOfList(list, page, bits)
      return digestOf(bytes).toString('base64url') === digest
        ? { ok: true, rows: Buffer.from(bytes).toString('base64url') }
        : { ok: false, reason: 'changed' }
    },
  }
}

/** The first bytes of SHA-256. */
const digestOf = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update(bytes).digest().subarray(0, DIGEST_BYTES)

const bitsFor = (count: number): number =>
  Math.min(MOST_BITS, Math.max(0, Math.ceil(Math.log2(count / ROWS_A_PAGE.good))))

const isGoodSize = (count: number, bits: number | undefined): boolean => {
  if (bits === undefined) return false
  const each = count / 2 ** bits
  const small = bits === 0 || each >= ROWS_A_PAGE.least
  return small && (bits === MOST_BITS || each <= ROWS_A_PAGE.most)
}

/** Another hub has told the head: it counted the same. */
const guessBits = async (tx: Tx, list: ListOf | undefined): Promise<number> =>
  list === undefined ? 0 : bitsFor(await countListed(tx, list))

const changesOf = async (tx: Tx): Promise<number> => {
  const { last } = await tx
    .selectFrom('offline_change')
    .select((eb) => eb.fn.max('seq').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}

const spreadsSince = async (tx: Tx, seq: number): Promise<readonly number[]> => {
  const rows = await tx
    .selectFrom('offline_change')
    .innerJoin('offline_proof', 'offline_proof.patron', 'offline_change.patron')
    .select('spread')
    .distinct()
    .where('seq', '>', seq)
    .execute()
  return rows.map(({ spread }) => spread)
}

const isSoon = async (making: Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false)
  })
  const done = making.then(() => true)
  return Promise.race([done, limit]).finally(() => clearTimeout(timer))
}

type Next = { held: number; digest: Buffer }

/**
 * Rises when the list is another, and above what the kiosk holds: a hub restored from its backup would
 * else be refused as older until it had caught up.
 */
const versionOf = (store: Store, kiosk: string, { held, digest }: Next): Promise<number> =>
  store.transaction(async (tx) => {
    const text = digest.toString('base64url')
    const before = await tx
      .selectFrom('offline_list')
      .selectAll()
      .where('kiosk', '=', kiosk)
      .executeTakeFirst()
    if (before?.digest === text && before.version >= held) return before.version
    const version = Math.max(before?.version ?? 0, held) + 1
    const row = { kiosk, version, digest: text }
    await tx
      .insertInto('offline_list')
      .values(row)
      .onConflict((on) => on.column('kiosk').doUpdateSet(row))
      .execute()
    return version
  })
