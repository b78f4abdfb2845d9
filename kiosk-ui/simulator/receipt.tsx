// The printer's slip, as its own bytes laid it out. A new one comes out line by line.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ReceiptLine } from '../../device/simulator/protocol.ts'
import { say } from './words.ts'

/** A common thermal printer sets about eight lines a second. */
const MS_A_LINE = 125
/** The narrowest slip (58 mm paper, font A). */
const COLUMNS = 32

const columnsOf = (lines: readonly ReceiptLine[]): number =>
  Math.max(COLUMNS, ...lines.map(({ text, large }) => text.length * (large ? 2 : 1)))

const Line = ({ line }: { line: ReceiptLine }) => (
  <div class={`${line.align}${line.bold ? ' bold' : ''}${line.large ? ' big' : ''}`}>
    {/^[-=_.]{8,}\s*$/.test(line.text) ? <hr /> : line.text || '\u00a0'}
  </div>
)

export const Receipt = ({ lines }: { lines: readonly ReceiptLine[] | null }) => {
  const content = lines === null ? '' : JSON.stringify(lines)
  const first = useRef(content)
  const [fresh, setFresh] = useState(false)
  useEffect(() => {
    if (content !== first.current) setFresh(true)
  }, [content])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it (WCAG 2.1.1)
    <section class="receipt" aria-label={say('receipt')} tabIndex={0}>
      <div class="slot" aria-hidden="true" />
      {lines === null ? (
        <p class="none">{say('receipt-none')}</p>
      ) : (
        <div class="paper-way">
          <div
            key={content}
            class={fresh ? 'paper printed' : 'paper'}
            style={{
              '--columns': columnsOf(lines),
              '--rows': lines.length,
              '--print-ms': `${lines.length * MS_A_LINE}ms`,
            }}
          >
            {lines.map((line) => (
              <Line line={line} />
            ))}
          </div>
        </div>
      )}
    </section>
  )
}
