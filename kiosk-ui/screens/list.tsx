// A paged list of the desk: as many rows as the panel holds, and the key to the next page.
import type { ComponentChildren, VNode } from 'preact'
import { larger } from '../model/ease.ts'
import type { Stage } from '../model/profile.ts'
import { say } from '../text/say.ts'
import { Key } from '../ui/key.tsx'
import { type Pages, usePages } from '../ui/pager.tsx'
import { Rows } from '../ui/row.tsx'
import { useKiosk } from './kiosk.ts'

const PER_PAGE: Record<Stage['shape'], { usual: number; larger: number }> = {
  portrait: { usual: 5, larger: 4 },
  landscape: { usual: 5, larger: 3 },
  small: { usual: 3, larger: 2 },
}

/** Pages of at most `most` rows. `follow` shows what came last. */
export const useList = <Item,>(
  items: readonly Item[],
  options: { most?: number; follow?: boolean } = {},
): Pages<Item> => {
  const { stage, frame } = useKiosk()
  const usual = PER_PAGE[stage.shape][larger.value ? 'larger' : 'usual']
  const room = stage.shape === 'small' && frame.offline ? usual - 1 : usual
  return usePages(items, Math.min(room, options.most ?? room), options.follow)
}

export const List = <Item,>(p: { pages: Pages<Item>; row: (item: Item) => VNode }) =>
  p.pages.shown.length === 0 ? null : <Rows>{p.pages.shown.map(p.row)}</Rows>

/** The keys under a list: the next page when there is one, then what one can do. */
export const ListKeys = (p: { pages: Pages<unknown>; children: ComponentChildren }) => {
  const { page, pages, next } = p.pages
  return (
    <div class="keys list-keys">
      {pages > 1 && (
        <Key
          word={say('page-next')}
          note={say('page-of', { page, pages })}
          onPress={next}
        />
      )}
      {p.children}
    </div>
  )
}
