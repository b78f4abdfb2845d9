// The outside of every message: what a broker may see. Persons and items are inside `sealed`.
import { z } from 'zod'
import { PROTOCOL_VERSION } from './topics.ts'

/** Whole payloads above this are refused unread, both ways. */
export const MAX_PAYLOAD_BYTES = 65_536
/** The largest payload, and room for topic and properties round it. */
export const MAX_PACKET_BYTES = MAX_PAYLOAD_BYTES + 2048

const version = z.int().min(1).max(99)
const versioned = z.object({ v: z.int() })
const epoch = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const seq = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
/** Compact JWE, see seal.ts. */
const sealed = z.string().min(40).max(60_000)

/** Read as ours it might be understood, and wrongly: such a message is refused by name. */
export const isOfNewerProtocol = (body: unknown): boolean => {
  const read = versioned.safeParse(body)
  return read.success && read.data.v > PROTOCOL_VERSION
}

/** `state`, retained; also the last will with status `lost`. A will of another epoch is ignored. */
export const stateMessage = z.object({
  v: version,
  status: z.enum(['ready', 'reduced', 'lost']),
  /** Boot number of the kiosk's journal, rising by one at every start. */
  epoch,
  /** What is wrong with its disk, and then it is `reduced`: `full`, `failing`, `replaced`. */
  storage: z
    .string()
    .regex(/^[a-z-]{1,20}$/)
    .optional(),
})

/**
 * `event`: journal rows first…last of one epoch, contiguous, sealed as `EventRow[]`. `oldest` says
 * that the kiosk holds no row of this epoch before `first`: none can be sent again.
 */
export const eventBatch = z
  .object({
    v: version,
    epoch,
    first: seq,
    last: seq,
    oldest: z.literal(true).optional(),
    sealed,
  })
  .refine((batch) => batch.last >= batch.first && batch.last - batch.first < 500, {
    error: 'last must be first or up to 499 above',
  })

/** `ack`: how far the hub has committed `epoch`, sealed as `Acked`: rows go on no broker's word. */
export const ackMessage = z.object({ v: version, epoch, sealed })

/** Inside `ack`: every row up to and including `upTo` is committed at the hub; 0 = none. */
export const acked = z.object({ upTo: z.int().min(0).max(Number.MAX_SAFE_INTEGER) })

/**
 * `ask`: one question. `id` is also the idempotency key: asked twice, answered the same. `n` counts
 * the asks of this epoch from 1: the same `n` heard twice is a replay.
 */
export const askMessage = z.object({
  v: version,
  id,
  epoch,
  n: seq,
  kind: z.string().max(20),
  sealed,
})

/** `answer`: to the ask of the same id. */
export const answerMessage = z.object({ v: version, id, sealed })

/** `command`, never retained: one order, sealed as SignedCommand for one boot of the kiosk. */
export const commandMessage = z.object({ v: version, id, epoch, sealed })

/** `command`, to a kiosk with an offline list: rows that count no more, sealed as a signed Strike. */
export const strikeMessage = z.object({
  v: version,
  kind: z.literal('strike'),
  n: seq,
  sealed,
})

/** Inside a strike: a JWS (RFC 7515) over a Strike, see signature.ts. */
export const struckRows = z.object({ signed: z.string().max(12_000) })

/** `done`: what became of the command of the same id, sealed as Outcome. */
export const doneMessage = z.object({ v: version, id, epoch, sealed })

/** `config`, retained: the desired configuration, sealed as `KioskConfiguration`. */
export const configMessage = z.object({ v: version, version: z.int().min(1), sealed })

/** `reported`, retained: which configuration the kiosk runs. */
export const reportedMessage = z.object({ v: version, version: z.int().min(0) })

export type StateMessage = z.infer<typeof stateMessage>
export type EventBatch = z.infer<typeof eventBatch>
export type AckMessage = z.infer<typeof ackMessage>
export type Acked = z.infer<typeof acked>
export type AskMessage = z.infer<typeof askMessage>
export type AnswerMessage = z.infer<typeof answerMessage>
export type CommandMessage = z.infer<typeof commandMessage>
export type DoneMessage = z.infer<typeof doneMessage>
export type StrikeMessage = z.infer<typeof strikeMessage>
export type ConfigMessage = z.infer<typeof configMessage>
export type ReportedMessage = z.infer<typeof reportedMessage>
