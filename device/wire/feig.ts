// FEIG host mode, the words: what host and reader say to each other about ISO 15693 tags.
// feig-request.ts and feig-reply.ts turn them into frames and back, for both ends of the line.

export type FeigRequest =
  /** `more`: go on with the tags the last reply had no room for. */
  | { kind: 'inventory'; more: boolean }
  /** Readers give at most 128 bytes at once, 32 blocks of 4. */
  | { kind: 'read-blocks'; uid: string; first: number; count: number }
  /** `bytes` is a whole number of blocks of `blockSize`. */
  | {
      kind: 'write-blocks'
      uid: string
      first: number
      blockSize: number
      bytes: Uint8Array
    }
  | { kind: 'write-afi'; uid: string; afi: number }
  | { kind: 'system-information'; uid: string }
  | { kind: 'rf'; on: boolean }
  | { kind: 'rf-reset' }
  | { kind: 'cpu-reset' }
  | { kind: 'software-version' }

export type FeigKind = FeigRequest['kind']

export type FeigTag = { uid: string; dsfid: number }

type Done = 'write-blocks' | 'write-afi' | 'rf' | 'rf-reset' | 'cpu-reset'

export type FeigAnswer =
  /** Tags of other kinds than ISO 15693, and what stands behind them, are left out. */
  | { kind: 'inventory'; tags: readonly FeigTag[]; more: boolean }
  /** `bytes` is whole blocks of `blockSize`; one `locked` for each. */
  | {
      kind: 'read-blocks'
      blockSize: number
      bytes: Uint8Array
      locked: readonly boolean[]
    }
  | {
      kind: 'system-information'
      uid: string
      dsfid: number
      afi: number
      /** 1…256 blocks of 1…32 bytes. */
      blocks: number
      blockSize: number
      chip: number
    }
  | { kind: 'software-version'; revision: number; hardware: number; reader: number }
  | { [K in Done]: { kind: K } }[Done]

export type FeigAnswerTo<K extends FeigKind> = Extract<FeigAnswer, { kind: K }>

/** `status` is one of FEIG_STATUS; `tagError` is the tag's own word when it is `tag-error`. */
export type FeigRefusal = { kind: 'refused'; status: number; tagError: number | null }

const TAG_COMMAND = 0xb0

/** Command byte; for tag commands also the control byte that opens the body of a request. */
export const FEIG_CODES = {
  inventory: [TAG_COMMAND, 0x01],
  'read-blocks': [TAG_COMMAND, 0x23],
  'write-blocks': [TAG_COMMAND, 0x24],
  'write-afi': [TAG_COMMAND, 0x27],
  'system-information': [TAG_COMMAND, 0x2b],
  rf: [0x6a],
  'rf-reset': [0x69],
  'cpu-reset': [0x63],
  'software-version': [0x65],
} as const satisfies Record<FeigKind, readonly number[]>
