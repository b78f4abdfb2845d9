// One simulated ISO 15693 tag as library items bear it: memory in blocks of four bytes, AFI, DSFID,
// EAS and lock bits (ISO 15693-3 clause 10).

export const BLOCK_SIZE = 4

/** Error codes a tag answers with (ISO 15693-3, table 5). */
const TAG_ERROR = {
  'block-not-available': 0x10,
  'already-locked': 0x11,
  locked: 0x12,
} as const

type TagOutcome = { ok: true } | { ok: false; error: number }
type BlocksRead =
  | { ok: true; bytes: Uint8Array; locked: readonly boolean[] }
  | { ok: false; error: number }

export type TagSettings = {
  /** 16 upper-case hex digits. */
  uid: string
  /** Whole blocks of four bytes, 1…256 of them. */
  memory: Uint8Array
  afi: number
  dsfid?: number
  eas?: boolean
  /** What is wrong with it: it refuses a new AFI, or says yes and keeps the old one. */
  fault?: 'afi-locked' | 'afi-forgotten'
  /** Called after each change of memory or AFI. */
  changed?: () => void
}

export type Tag = {
  readonly uid: string
  readonly dsfid: number
  readonly afi: number
  readonly eas: boolean
  readonly blocks: number
  readBlocks(first: number, count: number): BlocksRead
  writeBlocks(first: number, bytes: Uint8Array): TagOutcome
  writeAfi(afi: number): TagOutcome
  lockBlock(block: number): TagOutcome
}

const no = (error: number): { ok: false; error: number } => ({ ok: false, error })

/** Throws RangeError when the memory is not 1…256 whole blocks. */
export const createTag = (settings: TagSettings): Tag => {
  const { uid, dsfid = 0, eas = false, fault, changed = () => {} } = settings
  const memory = settings.memory.slice()
  const blocks = memory.length / BLOCK_SIZE
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > 256)
    throw new RangeError('a tag has 1…256 blocks of 4 bytes')
  const locked = new Set<number>()
  let afi = settings.afi

  const has = (first: number, count: number): boolean =>
    count > 0 && first + count <= blocks
  const range = (first: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => first + i)

  return {
    uid,
    dsfid,
    eas,
    blocks,
    get afi() {
      return afi
    },
    readBlocks: (first, count) =>
      has(first, count)
        ? {
            ok: true,
            bytes: memory.slice(first * BLOCK_SIZE, (first + count) * BLOCK_SIZE),
            locked: range(first, count).map((block) => locked.has(block)),
          }
        : no(TAG_ERROR['block-not-available']),
    writeBlocks: (first, bytes) => {
      const count = bytes.length / BLOCK_SIZE
      if (!Number.isInteger(count) || !has(first, count))
        return no(TAG_ERROR['block-not-available'])
      if (range(first, count).some((block) => locked.has(block)))
        return no(TAG_ERROR.locked)
      memory.set(bytes, first * BLOCK_SIZE)
      changed()
      return { ok: true }
    },
    writeAfi: (to) => {
      if (fault === 'afi-locked') return no(TAG_ERROR.locked)
      if (fault !== 'afi-forgotten') afi = to
      changed()
      return { ok: true }
    },
    lockBlock: (block) => {
      if (!has(block, 1)) return no(TAG_ERROR['block-not-available'])
      if (locked.has(block)) return no(TAG_ERROR['already-locked'])
      locked.add(block)
      return { ok: true }
    },
  }
}
