// ESC/POS, towards the printer: commands, and a receipt laid out in columns.
import type { Receipt } from '../ports.ts'
import { type CodePage, decodeText, encodeText } from './code-pages.ts'
import { twoColumns, wrap } from './columns.ts'

const ESC = 0x1b
const GS = 0x1d

export const ALIGNMENTS = ['left', 'centre', 'right'] as const
export type Alignment = (typeof ALIGNMENTS)[number]

/** `ESC t n`, as Epson numbers them; other makers mostly follow. */
export const CODE_PAGE_NUMBERS = {
  cp437: 0,
  cp850: 2,
  cp865: 5,
  'windows-1252': 16,
  cp858: 19,
} as const satisfies Record<CodePage, number>

/** Twice as wide and twice as high. */
const LARGE = 0x11

/** The commands we use, each as its bytes. */
export const ESCPOS = {
  init: () => [ESC, 0x40],
  codePage: (page: CodePage) => [ESC, 0x74, CODE_PAGE_NUMBERS[page]],
  bold: (on: boolean) => [ESC, 0x45, on ? 1 : 0],
  align: (to: Alignment) => [ESC, 0x61, ALIGNMENTS.indexOf(to)],
  large: (on: boolean) => [GS, 0x21, on ? LARGE : 0],
  lineFeed: () => [0x0a],
  /** Prints what waits and feeds 0…255 lines. */
  feed: (lines: number) => [ESC, 0x64, lines],
  /** Feeds to the knife and leaves one point uncut. */
  cut: () => [GS, 0x56, 0x42, 0],
  /** `DLE DC4 8`: obeyed at once, also without paper; what waits to be printed is forgotten. */
  clear: () => [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08],
} as const

/** Characters on a line of 80 mm paper in a printer's first font. */
const COLUMNS = 42
/** Lines between the last text and the knife. */
const FEED_AFTER = 4

export type Paper = { codePage: CodePage; columns?: number }

/** The bytes of a receipt: init, code page, the text in columns, feed, cut. */
export const encodeReceipt = (
  receipt: Receipt,
  { codePage, columns = COLUMNS }: Paper,
): Uint8Array => {
  // What the page lacks is replaced first, so that one sign is one byte and columns stay even.
  const shown = (text: string): string =>
    decodeText(encodeText(text.replace(/\s+/g, ' '), codePage), codePage)
  const line = (text: string): number[] => [
    ...encodeText(text, codePage),
    ...ESCPOS.lineFeed(),
  ]
  const lines = (text: string, width = columns): number[] =>
    wrap(shown(text), width).flatMap(line)
  const row = ({ text, right = '' }: Receipt['lines'][number]): number[] =>
    twoColumns({ text: shown(text), right: shown(right) }, columns).flatMap(line)
  const { init, align, bold, large, feed, cut } = ESCPOS
  return Uint8Array.from([
    ...init(),
    ...ESCPOS.codePage(codePage),
    ...[...align('centre'), ...bold(true), ...large(true)],
    ...lines(receipt.branch, Math.floor(columns / 2)),
    ...[...large(false), ...bold(false)],
    ...lines(receipt.when),
    ...[...align('left'), ...line(''), ...bold(true)],
    ...lines(receipt.heading),
    ...bold(false),
    ...receipt.lines.flatMap(row),
    ...[...line(''), ...align('centre')],
    ...receipt.closing.flatMap((text) => lines(text)),
    ...[...align('left'), ...feed(FEED_AFTER), ...cut()],
  ])
}
