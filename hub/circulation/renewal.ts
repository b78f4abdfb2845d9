// Whether a loan may be renewed, and until when. Pure.
import type { RenewRefusal } from '../protocol/asks.ts'
import { daysAfter } from '../rules/local-day.ts'

export type RenewalCase = {
  due: string
  today: string
  loanDays: number
  /** Renewals made, and allowed. */
  renewals: number
  limit: number
  /** Holds on the title that no item has been set aside for, and items free to fill them. */
  waiting: number
  freeCopies: number
}

export type Renewal =
  | { ok: true; due: string; renewals: number }
  | { ok: false; reason: Extract<RenewRefusal, 'reserved-for-other' | 'renewal-limit'> }

/** From today, never shorter than before. Where nothing is gained nothing is counted. */
export const decideRenewal = (asked: RenewalCase): Renewal => {
  const { due, renewals } = asked
  const later = daysAfter(asked.today, asked.loanDays)
  if (asked.waiting > asked.freeCopies) return { ok: false, reason: 'reserved-for-other' }
  if (later <= due) return { ok: true, due, renewals }
  if (renewals >= asked.limit) return { ok: false, reason: 'renewal-limit' }
  return { ok: true, due: later, renewals: renewals + 1 }
}
