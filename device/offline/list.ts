// The list on this kiosk's disk: what the hub has signed, checked before it is taken and each time it is
// read. It holds nothing that opens without the list's key, and no row that opens without card and PIN.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { pageOf, rowKeys, spreadOf } from '../../hub/protocol/joint.ts'
import {
  DIGEST_BYTES,
  type ListHead,
  listHead,
  type OfflineRow,
  type Strike,
  strike,
} from '../../hub/protocol/offline.ts'
import { decodePage, openRow } from '../../hub/protocol/offline-page.ts'
import { type PublicKey, verify } from '../../hub/protocol/signature.ts'
import type { Journal } from '../journal/journal.ts'
import type { Folder } from './folder.ts'

/** Why something was not believed: somebody was at it, or played back an earlier one. */
export type ListRefusal = 'not-signed' | 'not-ours' | 'older' | 'damaged'

export type ListOptions = {
  at: { branch: string; kiosk: string }
  folder: Folder
  journal: Pick<Journal, 'remember' | 'recall'>
  /** Whose signature counts; of the configuration now in force. */
  hubKeys(): readonly PublicKey[]
  refused(why: ListRefusal): void
}

/** `undefined` when the hub did not answer, or has another list by now. */
export type FetchPage = (page: number, digest: string) => Promise<Uint8Array | undefined>

export type Found =
  | { ok: true; row: OfflineRow; struck: boolean }
  | { ok: false; reason: 'no-row' | 'damaged' }

export type List = {
  /** What is on the disk and believed. */
  readonly head: ListHead | undefined
  /** Changes of the hub's registry that are known here: in the list, or told since. */
  readonly changes: number
  /** Reads what an earlier boot left. */
  load(): Promise<void>
  /** Takes a list as a whole or not at all; false when a page could not be had. Rejects when the disk does. */
  take(jws: string, fetch: FetchPage): Promise<boolean>
  /** Rows that count no more. `gap`: there were others before, which were not heard. */
  strike(jws: string): Promise<{ gap: boolean } | undefined>
  /** `joint` is argon2id of card and PIN. */
  find(joint: Uint8Array, listKey: Uint8Array): Promise<Found>
  forget(): Promise<void>
}

const HEAD = 'head'
const STRIKES = 'strikes'
const MEMORY = 'offline-list'
/** Between two lists; who is struck by more is struck by the next list. */
const MOST_STRIKES = 500
const remembered = z.object({ version: z.int().min(1) })
const lines = z.array(z.string().max(12_000)).max(MOST_STRIKES)

export const createList = (options: ListOptions): List => {
  const { at, folder, journal, hubKeys, refused } = options
  let head: ListHead | undefined
  let strikes: { jws: string; told: Strike }[] = []

  const refuse = (why: ListRefusal): undefined => {
    refused(why)
    return undefined
  }
  const readHead = async (jws: string): Promise<ListHead | undefined> => {
    const read = await verify(hubKeys(), jws, 'b24-offline-list')
    const parsed = listHead.safeParse(read.ok ? read.body : undefined)
    if (!parsed.success || !isWhole(parsed.data)) return refuse('not-signed')
    const { branch, kiosk, version } = parsed.data
    if (branch !== at.branch || kiosk !== at.kiosk) return refuse('not-ours')
    return version < (await newest()) ? refuse('older') : parsed.data
  }
  const newest = async (): Promise<number> => {
    const known = remembered.safeParse(await journal.recall(MEMORY).catch(() => undefined))
    return Math.max(head?.version ?? 0, known.success ? known.data.version : 0)
  }
  const readStrike = async (jws: string): Promise<Strike | undefined> => {
    const read = await verify(hubKeys(), jws, 'b24-strike')
    const parsed = strike.safeParse(read.ok ? read.body : undefined)
    if (!parsed.success) return refuse('not-signed')
    return parsed.data.kiosk === at.kiosk ? parsed.data : refuse('not-ours')
  }
  const known = (): number =>
    Math.max(head?.changes ?? 0, ...strikes.map(({ told }) => told.n))
  const saveStrikes = (): Promise<void> =>
    folder.write(STRIKES, JSON.stringify(strikes.map(({ jws }) => jws)))
  const fetchMissing = async (wanted: ListHead, fetch: FetchPage): Promise<boolean> => {
    for (const [page, digest] of digestsOf(wanted).entries()) {
      const there = await folder.read(nameOf(digest))
      if (there !== undefined && digestOf(there) === digest) continue
      const bytes = await fetch(page, digest)
      if (bytes === undefined) return false
      if (digestOf(bytes) !== digest) return refuse('damaged') ?? false
      await folder.write(nameOf(digest), bytes)
    }
    return true
  }

  return {
    get head() {
      return head
    },
    get changes() {
      return known()
    },
    load: async () => {
      const jws = await folder.read(HEAD)
      if (jws === undefined) return
      head = await readHead(Buffer.from(jws).toString('latin1'))
      for (const one of await readLines(folder)) {
        const told = await readStrike(one)
        if (told !== undefined) strikes.push({ jws: one, told })
      }
    },
    take: async (jws, fetch) => {
      const wanted = await readHead(jws)
      if (wanted === undefined || !(await fetchMissing(wanted, fetch))) return false
      await folder.write(HEAD, jws)
      head = wanted
      // After it, or a cut between the two would leave a list that is refused as an earlier one.
      await journal.remember(MEMORY, { version: wanted.version })
      strikes = strikes.filter(({ told }) => told.n > wanted.changes)
      await saveStrikes()
      const pages = digestsOf(wanted).map(nameOf)
      await folder.keepOnly(new Set([HEAD, STRIKES, KEY_FILE, ...pages]))
      return true
    },
    strike: async (jws) => {
      const told = await readStrike(jws)
      if (told === undefined || told.n <= (head?.changes ?? 0)) return undefined
      const gap = told.after > known()
      strikes = [...strikes, { jws, told }].slice(-MOST_STRIKES)
      await saveStrikes()
      return { gap }
    },
    find: async (joint, listKey) => {
      if (head === undefined) return { ok: false, reason: 'damaged' }
      const digest = digestsOf(head)[pageOf(spreadOf(joint), head.bits)] ?? ''
      const bytes = await folder.read(nameOf(digest))
      const page =
        bytes !== undefined && digestOf(bytes) === digest ? decodePage(bytes) : undefined
      if (page === undefined || !page.ok) {
        refused('damaged')
        return { ok: false, reason: 'damaged' }
      }
      const keys = rowKeys(joint, listKey)
      const sealed = page.rows.find(({ tag }) => Buffer.compare(tag, keys.tag) === 0)
      const row = sealed && openRow(keys, sealed)
      if (!row?.ok) return { ok: false, reason: 'no-row' }
      const tag = Buffer.from(keys.tag).toString('base64url')
      const struck = strikes.some(({ told }) => told.tags.includes(tag))
      return { ok: true, row: row.row, struck }
    },
    forget: async () => {
      head = undefined
      strikes = []
      await folder.keepOnly(new Set())
    },
  }
}

/** Where a branch has the key outlive a restart. */
export const KEY_FILE = 'key'

const nameOf = (digest: string): string => `page-${digest}`

const digestOf = (bytes: Uint8Array): string =>
  createHash('sha256')
    .update(bytes)
    .digest()
    .subarray(0, DIGEST_BYTES)
    .toString('base64url')

const isWhole = ({ bits, digests }: ListHead): boolean =>
  Buffer.from(digests, 'base64url').length === DIGEST_BYTES * 2 ** bits

const digestsOf = ({ digests }: ListHead): string[] => {
  const all = Buffer.from(digests, 'base64url')
  return Array.from({ length: all.length / DIGEST_BYTES }, (_, n) =>
    all.subarray(n * DIGEST_BYTES, (n + 1) * DIGEST_BYTES).toString('base64url'),
  )
}

const readLines = async (folder: Folder): Promise<readonly string[]> => {
  const bytes = await folder.read(STRIKES)
  try {
    return lines.parse(JSON.parse(Buffer.from(bytes ?? '[]').toString('utf8')))
  } catch {
    return []
  }
}
