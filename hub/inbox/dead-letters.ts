// Sets aside what could not be understood, with the reason, so that the next message is handled.
// The same thing set aside again is the same letter, with a count. What it says stays sealed.
import { type Likeness, type Opened, open, type SealKey, seal } from '../protocol/seal.ts'
import type { Tx } from '../store/store.ts'

/** `message` is a whole payload, byte for a character; `row` is one journal row, as JSON. */
export type Form = 'message' | 'row'

export type DeadLetter = {
  kiosk: string
  channel: string
  /** Tells the letters of one kiosk and channel apart; nothing of what they say. */
  place: string
  reason: string
  /** What `bytes` hold whole, so that it can be tried again; null = only the beginning. */
  form: Form | null
  /** Sealed with the kiosk's key, so that the table holds nobody's name. */
  bytes: Uint8Array
}

type From = { kiosk: string; key: SealKey; likeness: Likeness; channel: string }

/** What is set aside, and why; without a `place` its content tells it apart. */
export type Aside = { reason: string; text: string; form: Form | null; place?: string }

const MOST_CHARACTERS = { whole: 65_536, beginning: 2000 }
const MOST_OF_REASON = 200

export const deadLetter = async (
  { kiosk, key, likeness, channel }: From,
  { reason, text, form, ...aside }: Aside,
): Promise<DeadLetter> => {
  const place = aside.place ?? likeness(text)
  const isWhole = form !== null && text.length <= MOST_CHARACTERS.whole
  const kept = isWhole ? text : text.slice(0, MOST_CHARACTERS.beginning)
  const sealed = seal(key, sealedAt({ kiosk, channel, place }), kept)
  return {
    kiosk,
    channel,
    place,
    reason: reason.slice(0, MOST_OF_REASON),
    form: isWhole ? form : null,
    bytes: Buffer.from(sealed),
  }
}

/** Answers the text that was set aside. */
export const openLetter = (
  letter: Pick<DeadLetter, 'kiosk' | 'channel' | 'place' | 'bytes'>,
  key: SealKey,
): Opened => open(key, sealedAt(letter), Buffer.from(letter.bytes).toString())

const sealedAt = ({
  kiosk,
  channel,
  place,
}: Pick<DeadLetter, 'kiosk' | 'channel' | 'place'>) => ({
  kiosk,
  channel: 'dead-letter',
  id: `${channel}/${place}`,
})

/** Of one kiosk, and of all together; the oldest go first. Sizes in bytes as they are kept. */
const MOST = {
  kiosk: { letters: 1000, size: 4 * 1024 * 1024 },
  all: { letters: 20_000, size: 256 * 1024 * 1024 },
}
/** Stands for all kiosks; none can be called so. */
export const EVERY_KIOSK = '*'

export const setAside = async (tx: Tx, letter: DeadLetter): Promise<void> => {
  const now = Date.now()
  const size = letter.bytes.byteLength
  await tx
    .insertInto('dead_letter')
    .values({ ...letter, size, first: now, last: now, count: 1 })
    .onConflict((on) =>
      on.columns(['kiosk', 'channel', 'place']).doUpdateSet((eb) => ({
        reason: letter.reason,
        form: letter.form,
        bytes: letter.bytes,
        size,
        last: now,
        count: eb('dead_letter.count', '+', 1),
      })),
    )
    .execute()
  await makeRoom(tx, letter.kiosk, MOST.kiosk)
  await makeRoom(tx, EVERY_KIOSK, MOST.all)
}

type Bound = { letters: number; size: number }

/** One after the other: as a rule it is one letter that is too many. */
const makeRoom = async (tx: Tx, kiosk: string, most: Bound): Promise<void> => {
  for (;;) {
    const { letters, size } = await tx
      .selectFrom('dead_letter_held')
      .select(['letters', 'size'])
      .where('kiosk', '=', kiosk)
      .executeTakeFirstOrThrow()
    if (letters <= most.letters && size <= most.size) return
    await dropOldest(tx, kiosk)
  }
}

const dropOldest = async (tx: Tx, kiosk: string): Promise<void> => {
  const all = tx.selectFrom('dead_letter').select('id').orderBy('id').limit(1)
  const oldest = kiosk === EVERY_KIOSK ? all : all.where('kiosk', '=', kiosk)
  const gone = await tx
    .deleteFrom('dead_letter')
    .where('id', 'in', oldest)
    .returning('kiosk')
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('dead_letter_held')
    .set((eb) => ({ gone: eb('gone', '+', 1) }))
    .where('kiosk', 'in', [gone.kiosk, EVERY_KIOSK])
    .execute()
}
