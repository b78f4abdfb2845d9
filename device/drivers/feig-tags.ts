// What a pad reader does with tags, in terms of one FEIG request after another: who is there, what
// is in their memory, and an AFI that is written and read back.
import type { AfiWritten, TagSeen } from '../ports.ts'
import type { FeigRequest } from '../wire/feig.ts'
import { FEIG_STATUS } from '../wire/feig-status.ts'
import { contentOf } from '../wire/iso28560.ts'
import type { FeigLine, FeigReply } from './feig-line.ts'

type InventoryRequest = Extract<FeigRequest, { kind: 'inventory' }>

/** Bytes of the basic block and its overhang (ISO 28560-3). */
const MEMORY_READ = 34
/** Chips of the first generation hold 32 bytes in blocks of 4 and don't tell. */
const OLD_CHIP = { blockSize: 4, blocks: 8 } as const
/** Replies with `more to come` in one inventory: 24 tags each. */
const MOST_REPLIES = 10
/** A tag at the edge of the field answers now and then. */
const TRIES = 4

/** Everyone who answered; `refused`: the reader is there and could not look. */
export const inventoryOf = async (
  line: FeigLine,
): Promise<string[] | 'refused' | 'broken'> => {
  const uids: string[] = []
  let more = false
  for (let asked = 0; asked < MOST_REPLIES; asked++) {
    const reply: FeigReply<InventoryRequest> = await line.ask({ kind: 'inventory', more })
    if (!reply.ok) return reply.reason === 'refused' ? 'refused' : 'broken'
    uids.push(...reply.answer.tags.map((tag) => tag.uid))
    more = reply.answer.more
    if (!more) break
  }
  return uids
}

type Information = { afi: number | null; blockSize: number; blocks: number }

/** `absent`: no answer from the tag; `broken`: none from the reader. */
type Failure = 'absent' | 'broken'

const failureOf = (
  reply: Exclude<FeigReply<{ kind: 'rf-reset' }>, { ok: true }>,
): Failure => (reply.reason === 'refused' ? 'absent' : 'broken')

const informationOf = async (
  line: FeigLine,
  uid: string,
): Promise<Information | Failure> => {
  const reply = await line.ask({ kind: 'system-information', uid })
  if (reply.ok) return reply.answer.uid === uid ? reply.answer : 'absent'
  // The command is optional in ISO 15693-3: some tags refuse it.
  const isKept = reply.reason === 'refused' && reply.status === FEIG_STATUS['tag-error']
  return isKept ? { afi: null, ...OLD_CHIP } : failureOf(reply)
}

/** Reads AFI and memory of one tag. */
export const readTag = async (
  line: FeigLine,
  uid: string,
): Promise<TagSeen | undefined> => {
  const information = await informationOf(line, uid)
  if (typeof information === 'string') return undefined
  const { afi, blockSize, blocks } = information
  const count = Math.min(Math.ceil(MEMORY_READ / blockSize), blocks)
  const reply = await line.ask({ kind: 'read-blocks', uid, first: 0, count })
  return reply.ok ? { uid, afi, content: contentOf(reply.answer.bytes) } : undefined
}

/** Tries until the tag tells its AFI; `broken` ends it at once. */
const afiOf = async (line: FeigLine, uid: string): Promise<number | null | Failure> => {
  for (let tried = 0; tried < TRIES; tried++) {
    const information = await informationOf(line, uid)
    if (information === 'broken') return 'broken'
    if (information !== 'absent') return information.afi
  }
  return 'absent'
}

/** One write and its reading back. */
const writeOnce = async (
  line: FeigLine,
  uid: string,
  afi: number,
): Promise<'written' | 'old' | 'unverified' | 'disconnected'> => {
  const reply = await line.ask({ kind: 'write-afi', uid, afi })
  if (!reply.ok && reply.reason === 'not-sent') return 'disconnected'
  // Whatever the answer was, or whether it came: only what the tag tells now counts.
  const now = await afiOf(line, uid)
  if (typeof now !== 'number') return 'unverified'
  return now === afi ? 'written' : 'old'
}

/** Writes the AFI and reads it back; what the outcomes mean stands in device/ports.ts. */
export const writeAfi = async (
  line: FeigLine,
  uid: string,
  afi: number,
): Promise<AfiWritten> => {
  const before = await afiOf(line, uid)
  if (before === afi) return { ok: true }
  if (before === 'absent') return { ok: false, reason: 'gone' }
  if (before === 'broken') return { ok: false, reason: 'disconnected' }
  // A tag that doesn't tell its AFI can never be verified.
  if (before === null) return { ok: false, reason: 'refused' }
  for (let tried = 0; tried < TRIES; tried++) {
    const outcome = await writeOnce(line, uid, afi)
    if (outcome === 'written') return { ok: true }
    if (outcome === 'unverified') return { ok: false, reason: 'unverified' }
    // Nothing was sent this time, and the last reading said the old value.
    if (outcome === 'disconnected') return { ok: false, reason: 'disconnected' }
  }
  return { ok: false, reason: 'refused' }
}
