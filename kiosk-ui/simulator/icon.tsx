// Line icons beside a word; the word says it, so a screen reader passes the icon by.
import type { IconNode } from 'lucide'
import { h } from 'preact'

export const Icon = ({ of }: { of: IconNode }) => (
  <svg
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {of.map(([tag, attributes]) => h(tag, attributes as Record<string, string>))}
  </svg>
)
