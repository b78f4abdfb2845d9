// What a host asks a PN532 and what it answers (user manual UM0701-02, clause 7). Both ends: the
// driver asks and reads answers, the simulator does the opposite.
import { type CardUid, MAX_ATS, readUid, UID_LENGTHS } from './card-uid.ts'
import type { Pn532Data } from './pn532-frame.ts'

export type Pn532Command =
  | { kind: 'firmware-version' }
  /** Normal mode: no secure access module. */
  | { kind: 'sam-configuration' }
  /** How often it looks for a card before it says there is none; 0…254. */
  | { kind: 'tries'; tries: number }
  | { kind: 'field'; on: boolean }
  /** ISO/IEC 14443 A at 106 kbit/s; one card, or two to see that there are several. */
  | { kind: 'cards'; most: 1 | 2 }

/** One ISO/IEC 14443 A card as the chip found it. */
export type CardFound = {
  uid: CardUid
  /** SENS_RES and SEL_RES: how the card says what it is. */
  atqa: number
  sak: number
  /** Answer to select; `null` of a card that does not speak ISO/IEC 14443-4. */
  ats: Uint8Array | null
}

export type Pn532Answer =
  | {
      kind: 'firmware-version'
      ic: number
      version: number
      revision: number
      support: number
    }
  | { kind: 'sam-configuration' | 'tries' | 'field' }
  | { kind: 'cards'; cards: readonly CardFound[] }

export type Pn532AnswerTo<K extends Pn532Command['kind']> = Extract<
  Pn532Answer,
  { kind: K }
>

type Decoded<T> = { ok: true } & T
type Undecoded = { ok: false; reason: 'another' | 'malformed' }

const CODES = {
  'firmware-version': 0x02,
  'sam-configuration': 0x14,
  tries: 0x32,
  field: 0x32,
  cards: 0x4a,
} as const

/** Items of RFConfiguration (clause 7.3.1). */
const ITEM = { field: 0x01, tries: 0x05 } as const
/** Tries of ATR and PSL, which are for other tags: as the chip has them at start. */
const OTHER_TRIES = [0xff, 0x01]
const TYPE_A = 0x00
const NORMAL_MODE = 0x01
/** A card that speaks ISO/IEC 14443-4 says so in this bit of SEL_RES. */
const SPEAKS_BLOCKS = 0x20

const bodyOf = (command: Pn532Command): number[] => {
  switch (command.kind) {
    case 'firmware-version':
      return []
    case 'sam-configuration':
      return [NORMAL_MODE]
    case 'tries':
      return [ITEM.tries, ...OTHER_TRIES, command.tries]
    case 'field':
      return [ITEM.field, command.on ? 1 : 0]
    case 'cards':
      return [command.most, TYPE_A]
  }
}

export const encodePn532Command = (command: Pn532Command): Pn532Data => ({
  kind: 'data',
  to: 'chip',
  code: CODES[command.kind],
  body: Uint8Array.from(bodyOf(command)),
})

/** As the chip reads it. */
export const decodePn532Command = ({
  to,
  code,
  body,
}: Pn532Data): Decoded<{ command: Pn532Command }> | Undecoded => {
  const [first, second, , fourth] = body
  const read = (command: Pn532Command) => ({ ok: true, command }) as const
  if (to !== 'chip') return ANOTHER
  if (code === CODES['firmware-version']) return read({ kind: 'firmware-version' })
  if (code === CODES['sam-configuration'] && first === NORMAL_MODE)
    return read({ kind: 'sam-configuration' })
  if (code === CODES.field && first === ITEM.field && second !== undefined)
    return read({ kind: 'field', on: (second & 1) === 1 })
  if (code === CODES.tries && first === ITEM.tries && fourth !== undefined)
    return read({ kind: 'tries', tries: fourth })
  if (code === CODES.cards && (first === 1 || first === 2) && second === TYPE_A)
    return read({ kind: 'cards', most: first })
  return MALFORMED
}

const ANOTHER = { ok: false, reason: 'another' } as const
const MALFORMED = { ok: false, reason: 'malformed' } as const

export const encodePn532Answer = (answer: Pn532Answer): Pn532Data => ({
  kind: 'data',
  to: 'host',
  code: CODES[answer.kind] + 1,
  body: Uint8Array.from(answerBody(answer)),
})

const answerBody = (answer: Pn532Answer): number[] => {
  if (answer.kind === 'firmware-version')
    return [answer.ic, answer.version, answer.revision, answer.support]
  if (answer.kind !== 'cards') return []
  return [answer.cards.length, ...answer.cards.flatMap(cardBytes)]
}

const cardBytes = ({ uid, atqa, sak, ats }: CardFound, at: number): number[] => [
  ...[at + 1, atqa >> 8, atqa & 0xff, sak, uid.length, ...uid],
  ...(ats === null ? [] : [ats.length + 1, ...ats]),
]

/** What the chip answers to a command of this kind. `another`: it is no answer to that. */
export const decodePn532Answer = <K extends Pn532Command['kind']>(
  kind: K,
  { to, code, body }: Pn532Data,
): Decoded<{ answer: Pn532AnswerTo<K> }> | Undecoded => {
  if (to !== 'host' || code !== CODES[kind] + 1) return ANOTHER
  const answer = answerOf(kind, body)
  if (answer?.kind !== kind) return MALFORMED
  return { ok: true, answer: answer as Pn532AnswerTo<K> }
}

const answerOf = (
  kind: Pn532Command['kind'],
  body: Uint8Array,
): Pn532Answer | undefined => {
  if (kind === 'cards') return readCards(body)
  if (kind !== 'firmware-version') return { kind }
  const [ic, version, revision, support] = body
  return ic === undefined ||
    version === undefined ||
    revision === undefined ||
    support === undefined
    ? undefined
    : { kind, ic, version, revision, support }
}

/** As many as the chip says, each whole, and nothing after them. */
const readCards = (body: Uint8Array): Pn532AnswerTo<'cards'> | undefined => {
  const [count = 0] = body
  const cards: CardFound[] = []
  let rest = body.subarray(1)
  if (body.length === 0 || count > 2) return undefined
  while (cards.length < count) {
    const found = readCard(rest)
    if (found === undefined) return undefined
    cards.push(found.card)
    rest = rest.subarray(found.length)
  }
  return rest.length === 0 ? { kind: 'cards', cards } : undefined
}

const BEFORE_UID = 5

const readCard = (bytes: Uint8Array): { card: CardFound; length: number } | undefined => {
  const [, high, low, sak, length] = bytes
  if (high === undefined || low === undefined || sak === undefined) return undefined
  if (length === undefined || !UID_LENGTHS.includes(length)) return undefined
  const uid = readUid(bytes.subarray(BEFORE_UID, BEFORE_UID + length))
  if (uid === undefined) return undefined
  const end = BEFORE_UID + length
  const atqa = (high << 8) | low
  if ((sak & SPEAKS_BLOCKS) === 0)
    return { card: { uid, atqa, sak, ats: null }, length: end }
  // The length of an ATS counts itself (ISO/IEC 14443-4, clause 5.2).
  const [counted = 0] = bytes.subarray(end)
  const ats = bytes.slice(end + 1, end + counted)
  if (counted === 0 || counted > MAX_ATS || ats.length !== counted - 1) return undefined
  return { card: { uid, atqa, sak, ats }, length: end + counted }
}
