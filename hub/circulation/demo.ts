// Invented patrons, titles and items for the demo and the training room.
import { z } from 'zod'
import type { Heard } from '../offline/proofs.ts'
import { cardNumber, language, pin } from '../protocol/terms.ts'
import { cardHash } from '../registry/card.ts'
import { readCheckedFile } from '../registry/checked-file.ts'
import { addPatron } from '../registry/patrons.ts'
import { type HeldPin, holdPin } from '../registry/pin.ts'
import { objectionsTo } from '../registry/pin-choice.ts'
import { newId } from '../store/id.ts'
import { sortKey } from '../store/sort-key.ts'
import type { Store, Tx } from '../store/store.ts'
import { placeHold } from './holds.ts'
import { registerOf } from './items.ts'
import { receive } from './received.ts'

const id = z.string().min(1).max(40)
const words = z.string().min(1).max(300)

const person = z.object({
  name: z.string().min(1).max(80),
  born: z.iso.date(),
  member: id,
  card: cardNumber,
  pin,
  /** What she types when somebody forces her. */
  duress: pin.optional(),
  language,
  /** When the agreement on unstaffed hours was made; null = none. */
  agreement: z.iso.date().nullable(),
  blocked: z.boolean().optional(),
})

const patron = person.superRefine((each, context) => {
  for (const { at, why } of objectionsTo(each))
    context.addIssue({ code: 'custom', path: [at], message: `must not be ${why}` })
})

const item = z.object({
  item: z.string().min(1).max(16),
  title: id,
  /** The branch that owns it and where it stands. */
  owner: id,
  parts: z.int().min(1).max(255),
  forLoan: z.boolean().optional(),
})

const demoFile = z.object({
  patrons: z.array(patron).max(1000),
  titles: z.array(z.object({ title: id, name: words, author: words })).max(10_000),
  items: z.array(item).max(10_000),
  holds: z.array(z.object({ title: id, card: cardNumber, pickup: id })).max(1000),
})
type DemoFile = z.infer<typeof demoFile>

type Demo = DemoFile & {
  pins: readonly HeldPin[]
  cardHash(card: string): Uint8Array
  now: number
}

type Loading = {
  path: string
  now: number
  /** Is given the cards and PINs that were loaded. */
  imported?: Heard[]
}

/** Loads the file into a store that has a profile and no patrons. Throws an error that lists every problem. */
export const loadDemo = async (
  store: Store,
  key: Uint8Array,
  { path, now, imported }: Loading,
): Promise<'loaded' | 'not-empty'> => {
  const file = await readCheckedFile(path, demoFile)
  const some = await store.db.selectFrom('patron').select('key').limit(1).executeTakeFirst()
  if (some !== undefined) return 'not-empty'
  const pins = await Promise.all(file.patrons.map((each) => holdPin(each.pin, each.duress)))
  const demo = { ...file, pins, cardHash: (card: string) => cardHash(key, card), now }
  const patrons = await store.transaction((tx) => addDemo(tx, demo))
  for (const { card, pin } of file.patrons) {
    const patron = patrons.get(card)
    if (patron !== undefined) imported?.push({ card, pin, patron, now })
  }
  return 'loaded'
}

const addDemo = async (tx: Tx, demo: Demo): Promise<Map<string, string>> => {
  const patrons = await addPatrons(tx, demo)
  for (const { title: id, name, author } of demo.titles)
    await tx
      .insertInto('title')
      .values({ id, name, author, sort_key: sortKey(name) })
      .execute()
  for (const each of demo.items) await addItem(tx, each, demo.now)
  for (const { title, card, pickup } of demo.holds) {
    const patron = patrons.get(card)
    if (patron === undefined) throw new Error('a demo hold must name a demo card')
    await placeHold(tx, { title, patron, pickup, queued: demo.now })
    await setAside(tx, { title, pickup, now: demo.now })
  }
  return patrons
}

const NO_PIN: HeldPin = { verifier: '', duress: null }

const addPatrons = async (tx: Tx, demo: Demo): Promise<Map<string, string>> => {
  const keys = new Map<string, string>()
  for (const [index, each] of demo.patrons.entries()) {
    const { name, member, born, language, card, agreement, blocked } = each
    const key = await addPatron(tx, {
      name,
      member,
      born,
      language,
      cardHash: demo.cardHash(card),
      ...(demo.pins[index] ?? NO_PIN),
      agreements: agreement === null ? [] : [{ signed: agreement }],
      blocks: blocked === true ? [{ begins: born, ends: null }] : [],
    })
    keys.set(card, key)
  }
  return keys
}

const addItem = async (
  tx: Tx,
  { item, title, owner, parts, forLoan }: DemoFile['items'][number],
  now: number,
): Promise<void> => {
  const { isil } = await tx
    .selectFrom('branch')
    .innerJoin('member', 'member.id', 'branch.member')
    .select('isil')
    .where('branch.id', '=', owner)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('item')
    .values({
      id: newId(),
      register: registerOf(isil),
      barcode: item,
      title,
      home: owner,
      parts,
      for_loan: forLoan === false ? 0 : 1,
      place: 'shelf',
      branch: owner,
      loan: null,
      hold: null,
      mark: null,
      seen: now,
      seen_at: null,
      seen_by: null,
    })
    .execute()
}

/** Where the title stands at the pickup, staff have put it on the hold shelf already. */
const setAside = async (
  tx: Tx,
  { title, pickup, now }: { title: string; pickup: string; now: number },
): Promise<void> => {
  const item = await tx
    .selectFrom('item')
    .selectAll()
    .where('title', '=', title)
    .where('place', '=', 'shelf')
    .where('branch', '=', pickup)
    .executeTakeFirst()
  if (item !== undefined)
    await receive(tx, item, { branch: pickup, kiosk: null, time: now })
}
