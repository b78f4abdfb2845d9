// What a printer does with the words it receives: lines on paper, cuts, and status to answer.
import { type CodePage, decodeText } from './code-pages.ts'
import type { Alignment } from './escpos.ts'
import type { PrinterWord } from './escpos-stream.ts'

export type PaperLine = { text: string; bold: boolean; align: Alignment; large: boolean }

export type PaperEvent =
  | { kind: 'line'; line: PaperLine }
  | { kind: 'feed'; lines: number }
  | { kind: 'cut' }
  | { kind: 'status-request'; topic: number }
  | { kind: 'paper-request' }

/** Modes, and the line that waits for its end. */
export type PaperState = {
  codePage: CodePage
  bold: boolean
  align: Alignment
  large: boolean
  /** `undefined` = nothing on this line yet. */
  line: PaperLine | undefined
}

export const BLANK_PAPER: PaperState = {
  codePage: 'cp437',
  bold: false,
  align: 'left',
  large: false,
  line: undefined,
}

/** A line without end is printed when it has so many signs. */
const LONGEST_LINE = 512

type Outcome = { state: PaperState; events: readonly PaperEvent[] }

const emptyLine = ({ bold, align, large }: PaperState): PaperLine => ({
  text: '',
  bold,
  align,
  large,
})

const flush = (state: PaperState): Outcome => ({
  state: { ...state, line: undefined },
  events: state.line ? [{ kind: 'line', line: state.line }] : [],
})

const flushThen = (state: PaperState, event: PaperEvent): Outcome => {
  const { state: next, events } = flush(state)
  return { state: next, events: [...events, event] }
}

/** The style of a line is that of its first sign. */
const withText = (state: PaperState, bytes: Uint8Array): Outcome => {
  const before = state.line ?? emptyLine(state)
  const line = { ...before, text: before.text + decodeText(bytes, state.codePage) }
  const next = { ...state, line }
  return line.text.length < LONGEST_LINE ? { state: next, events: [] } : flush(next)
}

/** One word printed. Pure; starts from BLANK_PAPER. */
export const nextPaper = (state: PaperState, word: PrinterWord): Outcome => {
  const quiet = (change: Partial<PaperState>): Outcome => ({
    state: { ...state, ...change },
    events: [],
  })
  switch (word.kind) {
    case 'text':
      return withText(state, word.bytes)
    case 'line-feed':
      return flush({ ...state, line: state.line ?? emptyLine(state) })
    case 'init':
    case 'clear':
      return { state: BLANK_PAPER, events: [] }
    case 'code-page':
      return quiet({ codePage: word.page })
    case 'bold':
      return quiet({ bold: word.on })
    case 'align':
      return quiet({ align: word.to })
    case 'large':
      return quiet({ large: word.on })
    case 'feed':
      return flushThen(state, { kind: 'feed', lines: word.lines })
    case 'cut':
      return flushThen(state, { kind: 'cut' })
    case 'paper-request':
      return { state, events: [{ kind: 'paper-request' }] }
    case 'status-request':
      return { state, events: [{ kind: 'status-request', topic: word.topic }] }
  }
}
