// The bar at the bottom: the same keys in the same places on every screen.
import type { IconNode } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import { useOnce } from './key.tsx'

export const Bar = ({
  label,
  children,
}: {
  label: string
  children: ComponentChildren
}) => (
  <nav class="bar" aria-label={label}>
    {children}
  </nav>
)

export const BarKey = (p: { word: string; icon: IconNode; onPress: () => void }) => (
  <button type="button" onClick={useOnce(p.onPress)}>
    <Icon of={p.icon} />
    <span>{p.word}</span>
  </button>
)
