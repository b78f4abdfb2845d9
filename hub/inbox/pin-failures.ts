// Wrong PINs that kiosks compared while they could not ask: they count for their card as if tried now, so that
// a few at each of several doors are many together.
import type { KioskEvent } from '../protocol/events.ts'
import type { CardSeal } from '../registry/card-seal.ts'
import { countTold } from '../registry/pin-tries.ts'
import { type CardTried, triesManyCards } from '../rules/attempts.ts'
import type { Tx } from '../store/store.ts'
import type { Told } from './effects.ts'
import type { IntakeRow } from './rows.ts'

type Failed = Extract<KioskEvent, { kind: 'pin-failed-offline' }>

const isFailed = (event: KioskEvent): event is Failed => event.kind === 'pin-failed-offline'

/** With the hash of each card in place of what was sealed; what does not open stands for no card. */
export const withCardsRead = (
  rows: readonly IntakeRow[],
  seal: Pick<CardSeal, 'hashOf'>,
): Promise<IntakeRow[]> =>
  Promise.all(
    rows.map(async (row) => {
      if (!row.ok || !isFailed(row.event)) return row
      const card = (await seal.hashOf(row.event.card)) ?? ''
      return { ...row, event: { ...row.event, card } }
    }),
  )

export const countFailures = async (tx: Tx, told: readonly Told[]): Promise<void> => {
  const cards = told.flatMap(({ event, at }) =>
    isFailed(event) ? [{ hash: Buffer.from(event.card, 'base64url'), now: at.now }] : [],
  )
  await countTold(tx, cards)
}

/** Whether one PIN was tried on many cards there, by the kiosk's own clock. */
export const showsManyCards = (rows: readonly IntakeRow[]): boolean => {
  const tried: CardTried[] = rows.flatMap((row) =>
    row.ok && isFailed(row.event) ? [{ card: row.event.card, at: row.event.at }] : [],
  )
  return tried.some(({ at }) =>
    triesManyCards(
      tried.filter((one) => one.at <= at),
      at,
    ),
  )
}
