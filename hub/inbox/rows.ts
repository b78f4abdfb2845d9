// From the opened body of a batch to journal rows, each good or bad for itself.
import { type KioskEvent, kioskEvent } from '../protocol/events.ts'

/** `seq` is the row's place in the batch; `body` is what came, to be set aside. */
export type BadRow = { ok: false; seq: number; reason: string; body: unknown }
export type IntakeRow = { ok: true; seq: number; event: KioskEvent } | BadRow

/** Which row it is, of one kiosk. */
type RowPlace = { epoch: number; seq: number }

export const placeOfRow = ({ epoch, seq }: RowPlace): string => `${epoch}.${seq}`

/** Undefined for what is no place of a row. */
export const rowAt = (place: string): RowPlace | undefined => {
  const [, epoch, seq] = /^(\d{1,16})\.(\d{1,16})$/.exec(place) ?? []
  return seq === undefined ? undefined : { epoch: Number(epoch), seq: Number(seq) }
}

type Span = { first: number; last: number }

/** Rows after `last` are ignored: the batch did not announce them. */
export const readRows = (
  bodies: readonly unknown[],
  { first, last }: Span,
): readonly IntakeRow[] =>
  bodies.slice(0, last - first + 1).map((body, index) => readRow(body, first + index))

export const readRow = (body: unknown, seq: number): IntakeRow => {
  const bad = (reason: string): BadRow => ({ ok: false, seq, reason, body })
  if (typeof body !== 'object' || body === null || !('seq' in body) || !('event' in body))
    return bad('not-a-row')
  if (body.seq !== seq) return bad('out-of-place')
  const parsed = kioskEvent.safeParse(body.event)
  if (parsed.success) return { ok: true, seq, event: parsed.data }
  return bad(`wrong-shape at ${parsed.error.issues[0]?.path.join('.') || 'the whole'}`)
}
