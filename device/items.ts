// Puts tags together to items: one item may have several tagged parts (ISO 28560: set information).
import type { ItemRef } from '../hub/protocol/terms.ts'
import type { TagSeen } from './ports.ts'

export type ItemSeen = {
  /** Owner and id: two owners may use the same number. */
  key: string
  item: ItemRef
  tags: readonly { uid: string; afi: number | null }[]
  /** Different parts seen, of `total`. */
  have: number
  total: number
}

/** A tag that is no item of ours, and how the screens call it. */
export type StrangeTag = { uid: string; why: 'foreign' | 'unknown-item' | 'tag-failed' }

export type Seen = { items: readonly ItemSeen[]; strange: readonly StrangeTag[] }

export const isComplete = (seen: ItemSeen): boolean => seen.have === seen.total

export const keyOf = ({ owner, id }: ItemRef): string => `${owner ?? ''}:${id}`

/** Items in the order their first tag was listed. */
export const group = (tags: readonly TagSeen[]): Seen => {
  const piles = new Map<string, { item: ItemRef; tags: ItemTag[] }>()
  const strange: StrangeTag[] = []
  for (const { uid, afi, content } of tags) {
    if (content.kind !== 'item') strange.push({ uid, why: STRANGE[content.kind] })
    else {
      const { id, owner, part, parts } = content
      const key = keyOf({ id, owner })
      const pile = piles.get(key) ?? { item: { id, owner }, tags: [] }
      pile.tags.push({ uid, afi, part, parts })
      piles.set(key, pile)
    }
  }
  const items = [...piles].map(([key, pile]) => itemSeen(key, pile.item, pile.tags))
  return { items, strange }
}

type ItemTag = { uid: string; afi: number | null; part: number; parts: number }

/** Parts may disagree on how many they are: the largest claim holds, so that none is forgotten. */
const itemSeen = (key: string, item: ItemRef, tags: readonly ItemTag[]): ItemSeen => ({
  key,
  item,
  tags: tags.map(({ uid, afi }) => ({ uid, afi })),
  have: new Set(tags.map(({ part }) => part)).size,
  total: Math.max(...tags.flatMap(({ part, parts }) => [part, parts]), 1),
})

const STRANGE = {
  foreign: 'foreign',
  'patron-card': 'foreign',
  empty: 'unknown-item',
  discarded: 'unknown-item',
  damaged: 'tag-failed',
} as const
