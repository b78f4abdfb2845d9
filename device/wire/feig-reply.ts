// FEIG host mode, replies: the simulated reader encodes them, the driver decodes them. A reply
// repeats the command but not the control byte, so one must know what was asked.
// Layouts: system manual H60301-3e, clauses 5.4 and 6.1.
import {
  FEIG_CODES,
  type FeigAnswer,
  type FeigAnswerTo,
  type FeigKind,
  type FeigRefusal,
  type FeigTag,
} from './feig.ts'
import {
  encodeFeigFrame,
  type FeigForm,
  type FeigFrame,
  LONGEST_BODY,
} from './feig-frame.ts'
import { FEIG_STATUS } from './feig-status.ts'
import { UID_LENGTH, uidFromBytes, uidToBytes } from './uid.ts'

export type FeigReplyDecoded<K extends FeigKind> =
  | { ok: true; answer: FeigAnswerTo<K> }
  | ({ ok: false; reason: 'refused' } & Omit<FeigRefusal, 'kind'>)
  /** `other-command`: the reply belongs to another request. */
  | { ok: false; reason: 'malformed' | 'other-command' }

const ISO_15693 = 0x03
/** Kind of tag, DSFID, UID. */
const TAG_RECORD = 2 + UID_LENGTH
/** Of the bytes of system information: DSFID, UID, AFI, block size, blocks, chip. */
const SYSTEM_INFORMATION = 1 + UID_LENGTH + 4
const SOFTWARE_VERSION = 7

/** The most tags one inventory reply can name; the rest is fetched with `more`. */
export const TAGS_PER_REPLY = {
  standard: Math.floor((LONGEST_BODY.standard - 2) / TAG_RECORD),
  advanced: 0xff,
} as const

type Body = { status: number; rest: readonly number[] }

const inventoryBody = (tags: readonly FeigTag[], more: boolean): Body => {
  if (tags.length === 0) return { status: FEIG_STATUS['no-tag'], rest: [] }
  const records = tags.flatMap(({ uid, dsfid }) => [ISO_15693, dsfid, ...uidToBytes(uid)])
  const status = more ? FEIG_STATUS['more-to-come'] : FEIG_STATUS.ok
  return { status, rest: [tags.length, ...records] }
}

const blocksBody = (answer: FeigAnswerTo<'read-blocks'>): Body => {
  const { blockSize, bytes, locked } = answer
  const blocks = locked.flatMap((isLocked, i) => [
    isLocked ? 1 : 0,
    ...bytes.subarray(i * blockSize, (i + 1) * blockSize),
  ])
  return { status: FEIG_STATUS.ok, rest: [locked.length, blockSize, ...blocks] }
}

const bodyOf = (answer: FeigAnswer | FeigRefusal): Body => {
  const { ok } = FEIG_STATUS
  switch (answer.kind) {
    case 'inventory':
      return inventoryBody(answer.tags, answer.more)
    case 'read-blocks':
      return blocksBody(answer)
    case 'system-information': {
      const { uid, dsfid, afi, blocks, blockSize, chip } = answer
      const rest = [dsfid, ...uidToBytes(uid), afi, blockSize - 1, blocks - 1, chip]
      return { status: ok, rest }
    }
    case 'software-version': {
      const { revision, hardware, reader } = answer
      return {
        status: ok,
        rest: [revision >> 8, revision & 0xff, 0, hardware, reader, 0, 0],
      }
    }
    case 'refused':
      return {
        status: answer.status,
        rest: answer.tagError === null ? [] : [answer.tagError],
      }
    case 'write-blocks':
    case 'write-afi':
    case 'rf':
    case 'rf-reset':
    case 'cpu-reset':
      return { status: ok, rest: [] }
  }
}

/** Reader side, to the command that was asked and in its form; what is too long for a standard
 *  frame goes in an advanced one, whatever was asked (manual, clause 2.1). */
export const encodeFeigReply = (
  asked: { form: FeigForm; command: number },
  answer: FeigAnswer | FeigRefusal,
): Uint8Array => {
  const { status, rest } = bodyOf(answer)
  const body = Uint8Array.from([status, ...rest])
  const form = body.length > LONGEST_BODY.standard ? 'advanced' : asked.form
  return encodeFeigFrame({ form, address: 0, command: asked.command, body })
}

const inventoryFrom = (
  rest: Uint8Array,
  status: number,
): FeigAnswerTo<'inventory'> | undefined => {
  const tags: FeigTag[] = []
  const more = status === FEIG_STATUS['more-to-come']
  if (status === FEIG_STATUS['no-tag']) return { kind: 'inventory', tags, more }
  const [count] = rest
  if (count === undefined) return undefined
  for (let at = 1; tags.length < count; at += TAG_RECORD) {
    const record = rest.subarray(at, at + TAG_RECORD)
    if (record.length > 0 && record[0] !== ISO_15693) break
    if (record.length < TAG_RECORD) return undefined
    tags.push({ dsfid: record[1] ?? 0, uid: uidFromBytes(record.subarray(2)) })
  }
  return { kind: 'inventory', tags, more }
}

const blocksFrom = (rest: Uint8Array): FeigAnswerTo<'read-blocks'> | undefined => {
  const [count = 0, blockSize = 0] = rest
  if (count === 0 || blockSize === 0 || rest.length !== 2 + count * (1 + blockSize))
    return undefined
  const blocks = Array.from({ length: count }, (_, i) =>
    rest.subarray(2 + i * (1 + blockSize), 2 + (i + 1) * (1 + blockSize)),
  )
  return {
    kind: 'read-blocks',
    blockSize,
    bytes: Uint8Array.from(blocks.flatMap((block) => [...block.subarray(1)])),
    locked: blocks.map((block) => block[0] !== 0),
  }
}

const systemFrom = (rest: Uint8Array): FeigAnswerTo<'system-information'> | undefined => {
  if (rest.length !== SYSTEM_INFORMATION) return undefined
  const [afi = 0, blockSize = 0, blocks = 0, chip = 0] = rest.subarray(1 + UID_LENGTH)
  return {
    kind: 'system-information',
    uid: uidFromBytes(rest.subarray(1, 1 + UID_LENGTH)),
    dsfid: rest[0] ?? 0,
    afi,
    blocks: blocks + 1,
    blockSize: (blockSize & 0x1f) + 1,
    chip,
  }
}

const versionFrom = (rest: Uint8Array): FeigAnswerTo<'software-version'> | undefined => {
  const [high = 0, low = 0, , hardware = 0, reader = 0] = rest
  if (rest.length < SOFTWARE_VERSION) return undefined
  return { kind: 'software-version', revision: (high << 8) | low, hardware, reader }
}

type Readers = {
  [K in FeigKind]: (rest: Uint8Array, status: number) => FeigAnswerTo<K> | undefined
}

const READERS: Readers = {
  inventory: inventoryFrom,
  'read-blocks': blocksFrom,
  'system-information': systemFrom,
  'software-version': versionFrom,
  'write-blocks': () => ({ kind: 'write-blocks' }),
  'write-afi': () => ({ kind: 'write-afi' }),
  rf: () => ({ kind: 'rf' }),
  'rf-reset': () => ({ kind: 'rf-reset' }),
  'cpu-reset': () => ({ kind: 'cpu-reset' }),
}

const isAnswer = (kind: FeigKind, status: number): boolean =>
  status === FEIG_STATUS.ok ||
  (kind === 'inventory' &&
    (status === FEIG_STATUS['no-tag'] || status === FEIG_STATUS['more-to-come']))

/** Host side: reads the reply to a request of that kind. No tag in the field is an answer. */
export const decodeFeigReply = <K extends FeigKind>(
  kind: K,
  { command, body }: FeigFrame,
): FeigReplyDecoded<K> => {
  if (command !== FEIG_CODES[kind][0]) return { ok: false, reason: 'other-command' }
  const [status, tagError = null] = body
  if (status === undefined) return { ok: false, reason: 'malformed' }
  if (!isAnswer(kind, status)) {
    const said = status === FEIG_STATUS['tag-error'] ? tagError : null
    return { ok: false, reason: 'refused', status, tagError: said }
  }
  const answer = READERS[kind](body.subarray(1), status)
  return answer ? { ok: true, answer } : { ok: false, reason: 'malformed' }
}
