// The strip at the top: where, what holds now, what time it is.
import type { ComponentChildren } from 'preact'

export const Strip = (p: { where: string; time: string; children?: ComponentChildren }) => (
  <header class="strip">
    <span class="where">{p.where}</span>
    {p.children}
    <span class="clock">{p.time}</span>
  </header>
)

/** A piece of the day band; it always stands beside its word. */
export const Band = ({ fill }: { fill: 'solid' | 'hatched' | 'outlined' | 'dotted' }) => (
  <i class={`band ${fill}`} />
)
