// A hub's store in a temporary folder, with the members and branches of Dalarna and what a test adds.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registerOf } from '../../hub/circulation/items.ts'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { cardHash } from '../../hub/registry/card.ts'
import { addPatron, type NewPatron } from '../../hub/registry/patrons.ts'
import type { AskedPlace, Place } from '../../hub/registry/place.ts'
import { loadProfile } from '../../hub/registry/profile.ts'
import { openSession } from '../../hub/registry/session.ts'
import { newId } from '../../hub/store/id.ts'
import { openStore, type Store } from '../../hub/store/store.ts'

/** Saturday 21 November 2026, 19.00 in Stockholm: self-service at Svärdsjö. */
export const EVENING = Date.UTC(2026, 10, 21, 18)

export const KEY = new Uint8Array(32).fill(7)

export type TemporaryFolder = { path: string; [Symbol.asyncDispose](): Promise<void> }

export const temporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'b24-'))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

export type Library = {
  store: Store
  folder: string
  /** Kiosk `<branch>-1` of a branch, at EVENING plus minutes; what it asks may always be carried out. */
  at(branch: string, minutes?: number): AskedPlace
  patron(card: string, more?: Partial<NewPatron>): Promise<string>
  /** Adds an item on its owner's shelf; a title of the same id when it is new. */
  item(
    barcode: string,
    more?: { title?: string; home?: string; parts?: number },
  ): Promise<string>
  session(patron: string, at: Place): Promise<string>
  placeOf(barcode: string): Promise<string>
  workList(): Promise<string[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** The library of Dalarna, with no patrons and no items. */
export const openLibrary = async (): Promise<Library> => {
  const folder = await temporaryFolder()
  const store = await openStore(join(folder.path, 'hub.sqlite'))
  await loadProfile(store, 'dalarna')
  return {
    store,
    folder: folder.path,
    at,
    patron: (card, more) => addTestPatron(store, card, more ?? {}),
    item: (barcode, more) => addTestItem(store, barcode, more ?? {}),
    session: (patron, place) => store.transaction((tx) => openSession(tx, patron, place)),
    placeOf: (barcode) => describePlace(store, barcode),
    workList: async () => {
      const rows = await store.db
        .selectFrom('work_list')
        .select('kind')
        .orderBy('id')
        .execute()
      return rows.map(({ kind }) => kind)
    },
    async [Symbol.asyncDispose]() {
      await store.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const at = (branch: string, minutes = 0): AskedPlace => ({
  branch,
  kiosk: `${branch}-1`,
  now: EVENING + minutes * 60_000,
  begin: async () => {},
})

const addTestPatron = (
  store: Store,
  card: string,
  more: Partial<NewPatron>,
): Promise<string> =>
  store.transaction((tx) =>
    addPatron(tx, {
      name: 'Test Person',
      member: 'falun',
      born: '1990-01-01',
      language: 'sv',
      cardHash: cardHash(KEY, card),
      verifier: '',
      agreements: [{ signed: '2026-01-10' }],
      blocks: [],
      ...more,
    }),
  )

const addTestItem = async (
  store: Store,
  barcode: string,
  { title = barcode, home = 'svardsjo', parts = 1 },
): Promise<string> => {
  const id = newId()
  const { isil } = await store.db
    .selectFrom('branch')
    .innerJoin('member', 'member.id', 'branch.member')
    .select('isil')
    .where('branch.id', '=', home)
    .executeTakeFirstOrThrow()
  await store.db
    .insertInto('title')
    .values({ id: title, name: `Title ${title}`, author: '', sort_key: title })
    .onConflict((on) => on.doNothing())
    .execute()
  await store.db
    .insertInto('item')
    .values({
      ...{ id, register: registerOf(isil), barcode, title, home, parts, for_loan: 1 },
      ...{ place: 'shelf', branch: home, loan: null, hold: null, mark: null },
      ...{ seen: EVENING, seen_at: null, seen_by: null },
    })
    .execute()
  return id
}

/** Such as `shelf svardsjo`, `transit mora for a hold`, `loan`. */
const describePlace = async (store: Store, barcode: string): Promise<string> => {
  const { place, branch, hold } = await store.db
    .selectFrom('item')
    .selectAll()
    .where('barcode', '=', barcode)
    .executeTakeFirstOrThrow()
  return [place, branch, place === 'transit' && hold !== null ? 'for a hold' : null]
    .filter((word) => word !== null)
    .join(' ')
}

/** A fact as a kiosk tells it; the item's tag names no owner. */
export const checkinFact = (barcode: string, at: Place): KioskEvent => ({
  kind: 'checkin',
  at: at.now,
  item: { id: barcode, owner: null },
  where: 'chute',
  bin: 1,
})

export const checkoutFact = (
  barcode: string,
  at: Place,
  {
    patron,
    loan = null,
    parts = 1,
  }: { patron: string; loan?: string | null; parts?: number },
): KioskEvent => ({
  kind: 'checkout',
  at: at.now,
  loan,
  item: { id: barcode, owner: null },
  patron,
  parts,
})
