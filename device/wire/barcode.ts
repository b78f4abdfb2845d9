// Serial barcode scanners: text lines ended by CR, LF, CRLF, Tab or ETX, perhaps begun by STX.
// What was scanned becomes a card number: symbology prefix, start/stop letters and spaces go.
import { createSplitter, type Splitter, type Step } from './splitter.ts'

const STX = 0x02
const TERMINATORS = [0x03, 0x09, 0x0a, 0x0d]

/** A line of so many characters is noise, and noise to its end: its tail is no card. */
const TOO_LONG = 129

const isTerminator = (byte: number): boolean => TERMINATORS.includes(byte)

const readLine = (head: Uint8Array): Step<string> => {
  const [first = 0] = head
  if (first === STX || isTerminator(first)) return { kind: 'pass', length: 1 }
  const end = head.findIndex((byte) => byte === STX || isTerminator(byte))
  if (end < 0 && head.length <= TOO_LONG) return { kind: 'more' }
  if (end < 0) return { kind: 'skip', length: head.length - TOO_LONG }
  if (end >= TOO_LONG || head[end] === STX) return { kind: 'skip', length: end }
  const frame = String.fromCharCode(...head.subarray(0, end))
  return { kind: 'frame', frame, length: end + 1 }
}

/** Cuts what a scanner sends into the lines it scanned, without their framing. */
export const createBarcodeSplitter = (): Splitter<string> =>
  createSplitter({ read: readLine, limit: 4 * TOO_LONG })

/** ISO/IEC 15424: `]`, a letter for the symbology, a modifier. */
const AIM_IDENTIFIER = /^\][A-Za-z][0-9A-Za-z]/
const IGNORED = /[\s*-]/g
/** Codabar (EN 798): start and stop letters round digits and `$ : / . +`. */
const CODABAR = /^[A-D](\d[\d$:/.+]*)[A-D]$/
/** What the consortium's registry takes for a card number. */
const CARD_NUMBER = /^[0-9A-Z]{5,20}$/
const LONGEST_TEXT = 64

export type CardNumber =
  | { ok: true; number: string }
  | { ok: false; reason: 'empty' | 'too-short' | 'too-long' | 'characters' }

/** One number for one card, whichever scanner read it or whoever typed it. */
export const normaliseCardNumber = (text: string): CardNumber => {
  if (text.length > LONGEST_TEXT) return { ok: false, reason: 'too-long' }
  const bare = text.trim().replace(AIM_IDENTIFIER, '').replace(IGNORED, '').toUpperCase()
  const number = bare.replace(CODABAR, '$1')
  if (number === '') return { ok: false, reason: 'empty' }
  if (/[^0-9A-Z]/.test(number)) return { ok: false, reason: 'characters' }
  if (CARD_NUMBER.test(number)) return { ok: true, number }
  return { ok: false, reason: number.length < 5 ? 'too-short' : 'too-long' }
}

/** A scan and when it came, in milliseconds of any steady clock. */
export type Scan = { number: string; at: number }

/** Scanners see a card that is held to them many times a second. */
export const REPEAT_MS = 1_500

/** Is this scan the card that is already there? Compare with the last scan, repeat or not, so
 *  that a card held still stays one card. */
export const isRepeat = (previous: Scan | undefined, scan: Scan): boolean =>
  previous !== undefined &&
  previous.number === scan.number &&
  Math.abs(scan.at - previous.at) < REPEAT_MS

/** ISO/IEC 7812 Annex B over the whole number, check digit last. False for anything but digits. */
export const passesLuhn = (digits: string): boolean => {
  if (!/^\d{2,32}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** The 14-digit barcode of libraries: kind, institution(4), serial(8), Luhn. */
export const libraryBarcode = (text: string): 'patron' | 'item' | undefined => {
  if (!/^[23]\d{13}$/.test(text) || !passesLuhn(text)) return undefined
  return text.startsWith('2') ? 'patron' : 'item'
}
