// A line that says how things are: calm, or amber when it wants something of the patron.
import type { IconNode } from 'lucide'
import { Icon } from './icon.tsx'

export const Notice = (p: { icon: IconNode; text: string; tone: 'calm' | 'need' }) => (
  <p class={`notice ${p.tone}`} role="status">
    <Icon of={p.icon} />
    <span>{p.text}</span>
  </p>
)
