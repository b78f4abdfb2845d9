// A dead letter tried again, as if it came now: with a newer hub it may be understood.
import { openLetter } from '../inbox/dead-letters.ts'
import { dropLetter, findLetter, isReplayable } from '../inbox/letter-list.ts'
import { type Replayed, replayRow } from '../inbox/replay.ts'
import { takeEvents } from './batches.ts'
import { decode } from './decode.ts'
import type { IntakeOptions } from './intake-options.ts'
import type { Kiosks, KnownKiosk } from './kiosks.ts'

type Replaying = IntakeOptions & { kiosks: Kiosks }

/** Rejects when the store fails; then nothing is changed, or a second time finds it taken. */
export const replayLetter = async (options: Replaying, id: number): Promise<Replayed> => {
  const { store, kiosks, clock } = options
  const letter = await findLetter(store.db, id)
  if (letter === undefined) return { ok: false, why: 'no-letter' }
  if (!isReplayable(letter)) return { ok: false, why: 'not-replayable' }
  const kiosk = kiosks.all.find(({ at }) => at.kiosk === letter.kiosk)
  const opened = kiosk && (await openLetter(letter, kiosk.key))
  if (kiosk === undefined || !opened?.ok) return { ok: false, why: 'no-key' }
  const text = String(opened.body)
  if (letter.form === 'message') return replayBatch(options, kiosk, { id, text })
  const { branch, kiosk: name } = kiosk.at
  const at = { branch, kiosk: name, now: clock.now() }
  return replayRow(store, at, { id, place: letter.place, text })
}

/** A crash before the letter goes does no harm: the inbox takes each row once. */
const replayBatch = async (
  options: Replaying,
  kiosk: KnownKiosk,
  { id, text }: { id: number; text: string },
): Promise<Replayed> => {
  const decoded = decode('event', Buffer.from(text, 'latin1'))
  if (!decoded.ok) return { ok: false, why: 'failed-again', reason: decoded.reason }
  // What the kiosk held then says nothing of what it holds now.
  const { oldest: _, ...message } = decoded.message
  const read = await takeEvents(options, kiosk, message)
  if (!read.ok) return { ok: false, why: 'failed-again', reason: read.reason }
  const { upTo, rows } = read.taken
  if (upTo < message.last) return { ok: false, why: 'rows-before-missing' }
  await dropLetter(options.store.db, id)
  return { ok: true, outcome: rows > 0 ? 'taken' : 'nothing-new' }
}
