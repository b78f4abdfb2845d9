// A key one presses: white on its foot, or pine when it is the one answer.
import type { IconNode } from 'lucide'
import { useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

/** A second press within this time is the same press (EN 301 549 §5.8). */
const SAME_PRESS_MS = 500

/** Lets a double press count once. */
export const useOnce = (onPress: () => void): (() => void) => {
  const last = useRef(Number.NEGATIVE_INFINITY)
  return () => {
    const now = performance.now()
    if (now - last.current < SAME_PRESS_MS) return
    last.current = now
    onPress()
  }
}

export type KeyLook = 'plain' | 'primary' | 'quiet'

export const Key = (p: {
  word: string
  /** A second, smaller line. */
  note?: string
  icon?: IconNode
  look?: KeyLook
  lang?: string
  /** For a key that stays down: a choice that is on or off. */
  on?: boolean
  disabled?: boolean
  onPress: () => void
}) => (
  <button
    type="button"
    class={`key ${p.look ?? 'plain'}`}
    lang={p.lang}
    aria-pressed={p.on}
    disabled={p.disabled}
    onClick={useOnce(p.onPress)}
  >
    {p.icon && <Icon of={p.icon} />}
    <span>
      {p.word}
      {p.note !== undefined && <small>{p.note}</small>}
    </span>
  </button>
)
