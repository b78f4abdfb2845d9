// ESC/POS, as a printer receives it: a byte stream cut into words, text and commands.

import { CODE_PAGES, type CodePage } from './code-pages.ts'
import { ALIGNMENTS, type Alignment, CODE_PAGE_NUMBERS, ESCPOS } from './escpos.ts'
import { createSplitter, type Splitter, type Step } from './splitter.ts'

export type PrinterWord =
  /** Bytes 20…FF in the code page that is selected. */
  | { kind: 'text'; bytes: Uint8Array }
  | { kind: 'line-feed' }
  | { kind: 'init' }
  | { kind: 'code-page'; page: CodePage }
  | { kind: 'bold'; on: boolean }
  | { kind: 'align'; to: Alignment }
  | { kind: 'large'; on: boolean }
  | { kind: 'feed'; lines: number }
  | { kind: 'cut' }
  | { kind: 'status-request'; topic: number }
  /** Answered when everything before it is printed. */
  | { kind: 'paper-request' }
  /** Forget what waits to be printed. */
  | { kind: 'clear' }

const ESC = 0x1b
const GS = 0x1d
const DLE = 0x10
const EOT = 0x04
const LF = 0x0a
const CR = 0x0d
const LONGEST_RUN = 256

/** A command's whole length, and its meaning; `undefined` means nothing to paper. */
type Command = { length: number; word: (n: number) => PrinterWord | undefined }

const command = (length: number, word: Command['word'] = () => undefined): Command => ({
  length,
  word,
})

const pageOf = (n: number): PrinterWord | undefined => {
  const page = CODE_PAGES.find((one) => CODE_PAGE_NUMBERS[one] === n)
  return page && { kind: 'code-page', page }
}

/** `n` may be a number or its ASCII digit. */
const alignTo = (n: number): PrinterWord | undefined => {
  const to = ALIGNMENTS[n >= 0x30 ? n - 0x30 : n]
  return to && { kind: 'align', to }
}

const ESC_COMMANDS = new Map<number, Command>([
  [0x40, command(2, () => ({ kind: 'init' }))],
  [0x74, command(3, pageOf)],
  [0x45, command(3, (n) => ({ kind: 'bold', on: (n & 1) === 1 }))],
  [0x61, command(3, alignTo)],
  [0x64, command(3, (lines) => ({ kind: 'feed', lines }))],
  [0x52, command(3)], // international characters
  [0x4d, command(3)], // font
  [0x2d, command(3)], // underline
  [0x33, command(3)], // line spacing
  [0x70, command(5)], // cash drawer
])

const GS_COMMANDS = new Map<number, Command>([
  [0x21, command(3, (n) => ({ kind: 'large', on: n !== 0 }))],
  [0x42, command(3)], // white on black
  [0x48, command(3)], // text under barcodes
  [0x68, command(3)], // barcode height
  [0x77, command(3)], // barcode width
  [
    0x72,
    command(3, (n) => (n === 1 || n === 0x31 ? { kind: 'paper-request' } : undefined)),
  ],
])

/** `GS V m` cuts; from m = 65 on there is a byte more, how far to feed before. */
const CUT = 0x56
const CUT_AFTER_FEED = 0x41
const MOST_CUT = 0x68

const cutAt = (head: Uint8Array): Step<PrinterWord> => {
  const [, , m] = head
  if (m === undefined) return { kind: 'more' }
  const length = m >= CUT_AFTER_FEED && m <= MOST_CUT ? 4 : 3
  return head.length < length
    ? { kind: 'more' }
    : { kind: 'frame', frame: { kind: 'cut' }, length }
}

const commandAt = (
  head: Uint8Array,
  commands: ReadonlyMap<number, Command>,
): Step<PrinterWord> => {
  const [, name, n = 0] = head
  if (name === undefined) return { kind: 'more' }
  const known = commands.get(name)
  if (known === undefined) return { kind: 'skip', length: 2 }
  const { length } = known
  if (head.length < length) return { kind: 'more' }
  const frame = known.word(n)
  return frame ? { kind: 'frame', frame, length } : { kind: 'pass', length }
}

/** What follows DLE is obeyed at once: a status request, or the order to clear the buffer. */
const realTimeAt = (head: Uint8Array): Step<PrinterWord> => {
  const [, name, topic] = head
  if (name === undefined) return { kind: 'more' }
  if (name !== EOT) return clearAt(head)
  if (topic === undefined) return { kind: 'more' }
  return { kind: 'frame', frame: { kind: 'status-request', topic }, length: 3 }
}

const clearAt = (head: Uint8Array): Step<PrinterWord> => {
  const wanted = ESCPOS.clear()
  const known = wanted.slice(0, head.length)
  if (known.some((byte, i) => byte !== head[i])) return { kind: 'skip', length: 1 }
  if (head.length < wanted.length) return { kind: 'more' }
  return { kind: 'frame', frame: { kind: 'clear' }, length: wanted.length }
}

const textAt = (head: Uint8Array): Step<PrinterWord> => {
  const end = head.findIndex((byte, i) => byte < 0x20 || i === LONGEST_RUN)
  const length = end < 0 ? head.length : end
  return { kind: 'frame', frame: { kind: 'text', bytes: head.slice(0, length) }, length }
}

const readWord = (head: Uint8Array): Step<PrinterWord> => {
  const [first = 0] = head
  if (first >= 0x20) return textAt(head)
  if (first === ESC) return commandAt(head, ESC_COMMANDS)
  if (first === GS) return head[1] === CUT ? cutAt(head) : commandAt(head, GS_COMMANDS)
  if (first === DLE) return realTimeAt(head)
  if (first === LF) return { kind: 'frame', frame: { kind: 'line-feed' }, length: 1 }
  return first === CR ? { kind: 'pass', length: 1 } : { kind: 'skip', length: 1 }
}

/** Cuts what a host sends to a printer into words. Unknown commands are skipped by their name;
 *  what they carried is then text, as on real printers. */
export const createEscposSplitter = (): Splitter<PrinterWord> =>
  createSplitter({ read: readWord, limit: LONGEST_RUN })
