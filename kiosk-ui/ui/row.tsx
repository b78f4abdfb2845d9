// One line of a list: what, then its state in words, then its mark.
import { CircleCheck, type IconNode, TriangleAlert } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

/** `need` wants something of the patron; `wait` is not finished. */
export type Tone = 'plain' | 'ok' | 'need' | 'wait'

export const Rows = ({ children }: { children: ComponentChildren }) => (
  <ul class="rows">{children}</ul>
)

export const Row = (p: {
  title: string
  line?: string | undefined
  tone?: Tone
  /** A cover or an icon at the start. */
  lead: ComponentChildren
  /** Instead of the mark of the tone. */
  end?: ComponentChildren
}) => {
  const tone = p.tone ?? 'plain'
  return (
    <li class={`row ${tone}`}>
      {p.lead}
      <div class="words">
        <b>{p.title}</b>
        {p.line !== undefined && <span>{p.line}</span>}
      </div>
      {p.end ?? <Mark tone={tone} />}
    </li>
  )
}

const MARKS: Partial<Record<Tone, IconNode>> = { ok: CircleCheck, need: TriangleAlert }

const Mark = ({ tone }: { tone: Tone }) => {
  const icon = MARKS[tone]
  return icon === undefined ? null : (
    <span class="mark">
      <Icon of={icon} />
    </span>
  )
}

/** Small boxes, one a part: filled with a tick when it is there, dotted when it is missing. */
export const Parts = ({ have, total }: { have: number; total: number }) => (
  <svg class="parts" viewBox={`0 0 ${total * 38 - 6} 32`} aria-hidden="true">
    {Array.from({ length: total }, (_, n) => (
      <g key={n} transform={`translate(${n * 38} 0)`}>
        {n < have ? <Present /> : <Missing />}
      </g>
    ))}
  </svg>
)

const Present = () => (
  <g>
    <rect class="present" x="1.5" y="1.5" width="29" height="29" rx="5" />
    <path class="tick" d="M9 16.5l5 5 9-10" />
  </g>
)

const Missing = () => <rect class="missing" x="1.5" y="1.5" width="29" height="29" rx="5" />
