// Lists are paged: a greasy panel does not scroll. One key goes on, and from the end to the start.
import { useEffect, useState } from 'preact/hooks'

export type Pages<Item> = {
  shown: readonly Item[]
  page: number
  pages: number
  next: () => void
}

/** `follow` turns to the last page when the list grows, and keeps that page full. */
export const usePages = <Item,>(
  items: readonly Item[],
  perPage: number,
  follow = false,
): Pages<Item> => {
  const pages = Math.max(1, Math.ceil(items.length / perPage))
  const [wanted, turnTo] = useState(0)
  useEffect(() => {
    if (follow) turnTo(pages - 1)
  }, [items.length, pages, follow])
  const page = Math.min(wanted, pages - 1)
  const spare = follow ? pages * perPage - items.length : 0
  return {
    shown: items.slice(Math.max(0, page * perPage - spare), (page + 1) * perPage - spare),
    page: page + 1,
    pages,
    next: () => turnTo((page + 1) % pages),
  }
}
