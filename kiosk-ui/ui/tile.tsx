// A tile of a choice: big ones carry a drawing, a disabled one says why.
import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import { useOnce } from './key.tsx'

export const Tile = (p: {
  word: string
  icon: IconNode
  look?: 'big' | 'big primary'
  picture?: ComponentChildren
  /** Why it cannot be chosen just now. */
  unless?: string | undefined
  onPress: () => void
}) => (
  <button
    type="button"
    class={`key tile ${p.unless === undefined ? (p.look ?? '') : (p.look ?? '').replace('primary', '')}`}
    disabled={p.unless !== undefined}
    onClick={useOnce(p.onPress)}
  >
    <Icon of={p.icon} />
    <span class="words">
      <span>{p.word}</span>
      {p.unless !== undefined && <small>{p.unless}</small>}
    </span>
    {p.unless === undefined && p.picture}
  </button>
)
