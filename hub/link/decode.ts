// Bytes from a kiosk to a checked message, or the reason why not. Never throws on outside bytes.
import type { z } from 'zod'
import {
  type AskMessage,
  askMessage,
  type DoneMessage,
  doneMessage,
  type EventBatch,
  eventBatch,
  isOfNewerProtocol,
  MAX_PAYLOAD_BYTES,
  type ReportedMessage,
  reportedMessage,
  type StateMessage,
  stateMessage,
} from '../protocol/envelope.ts'

/** What the hub listens to, and the shape of each. */
export type Messages = {
  state: StateMessage
  event: EventBatch
  ask: AskMessage
  reported: ReportedMessage
  done: DoneMessage
}
export type Heard = keyof Messages

const SCHEMAS: { [C in Heard]: z.ZodType<Messages[C]> } = {
  state: stateMessage,
  event: eventBatch,
  ask: askMessage,
  reported: reportedMessage,
  done: doneMessage,
}

export const HEARD = Object.keys(SCHEMAS) as Heard[]

export type Decoded<T> = { ok: true; message: T } | { ok: false; reason: string }

/** Of a wrong shape the reason names the first place in the schema, never what stood there. */
export const check = <T>(schema: z.ZodType<T>, body: unknown): Decoded<T> => {
  const parsed = schema.safeParse(body)
  if (parsed.success) return { ok: true, message: parsed.data }
  const place = parsed.error.issues[0]?.path.join('.') || 'the whole'
  return { ok: false, reason: `wrong-shape at ${place}` }
}

export const decode = <C extends Heard>(
  channel: C,
  payload: Uint8Array,
): Decoded<Messages[C]> => {
  if (payload.byteLength > MAX_PAYLOAD_BYTES) return { ok: false, reason: 'too-large' }
  const schema: z.ZodType<Messages[C]> = SCHEMAS[channel]
  const body = parseJson(payload)
  if (!body.ok) return body
  if (isOfNewerProtocol(body.message)) return { ok: false, reason: 'newer-protocol' }
  return check(schema, body.message)
}

const parseJson = (payload: Uint8Array): Decoded<unknown> => {
  try {
    return { ok: true, message: JSON.parse(Buffer.from(payload).toString('utf8')) }
  } catch {
    return { ok: false, reason: 'not-json' }
  }
}
