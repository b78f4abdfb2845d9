// A sheet of paper that rises from the bottom edge; the bar stays lit under it.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

export const Sheet = (p: { title: string; text?: string; children: ComponentChildren }) => {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <div class="scrim">
      <dialog open class="sheet" aria-labelledby={id}>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {p.title}
        </h2>
        {p.text !== undefined && <p>{p.text}</p>}
        {p.children}
      </dialog>
    </div>
  )
}
