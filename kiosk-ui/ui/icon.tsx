// A Lucide drawing. It always stands beside its word, so it is nothing to a screen reader.
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
    {of.map(([tag, attributes]) => h(tag, attributes))}
  </svg>
)
