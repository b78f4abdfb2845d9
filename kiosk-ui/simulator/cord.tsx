// A pulled-out plug, lying where its device went dark.
import { rect, stroke } from '../pictures/shapes.tsx'

export const Cord = ({ x, y }: { x: number; y: number }) => (
  <g class="cord">
    {stroke(`M${x} ${y}c-2 8 4 10 2 17`, '#14201F', 2)}
    {rect(x - 2.5, y + 16, 9, 10, '#E0AC4B', 2)}
    {stroke(`M${x} ${y + 26}v5M${x + 4} ${y + 26}v5`, '#14201F', 1.6)}
  </g>
)
