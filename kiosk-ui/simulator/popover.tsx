// A small sheet that opens at a hotspot. Escape or a press outside closes it, and the focus goes
// back to what opened it.

import { X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../ui/icon.tsx'
import { say } from './words.ts'

type Props = {
  title: string
  /** Middle of the sign it belongs to, in the drawing's units; null hangs it from its parent. */
  at: readonly [number, number] | null
  /** Opens upwards. */
  up?: boolean
  /** The `data-opens` of the button that opened it, which closes it by itself. */
  opener: string
  onClose: () => void
  /** Keys pressed inside, but for Escape. */
  onKey?: (key: string) => void
  children: ComponentChildren
}

export const Popover = ({
  title,
  at,
  up = false,
  opener,
  onClose,
  onKey,
  children,
}: Props) => {
  const sheet = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose

  useEffect(() => {
    const before = document.activeElement
    sheet.current?.focus()
    const onPress = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element) || sheet.current?.contains(target)) return
      if (target.closest(`[data-opens="${opener}"]`) === null) close.current()
    }
    document.addEventListener('pointerdown', onPress)
    return () => {
      document.removeEventListener('pointerdown', onPress)
      const { activeElement } = document
      const lost = activeElement === document.body || activeElement?.closest('.popover')
      if (lost && before instanceof HTMLElement) before.focus()
    }
  }, [opener])

  return (
    <div
      ref={sheet}
      class={`popover${up ? ' up' : ''}${at === null ? ' hanging' : ''}`}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      style={at === null ? {} : { '--x': at[0], '--y': at[1] }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return onKey?.(event.key)
        event.stopPropagation()
        onClose()
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="close" aria-label={say('close')} onClick={onClose}>
          <Icon of={X} />
        </button>
      </header>
      {children}
    </div>
  )
}
