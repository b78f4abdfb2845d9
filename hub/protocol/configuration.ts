// What the hub tells a kiosk about its branch: the sealed inside of `config`.
import { z } from 'zod'

/** Wall time at the branch, `07:00`; `24:00` ends a day. */
const wallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)

/** One span of one weekday (ISO: 1 = Monday). */
export const openingPeriod = z
  .object({
    day: z.int().min(1).max(7),
    from: wallTime,
    to: wallTime,
    mode: z.enum(['staffed', 'self-service']),
  })
  .refine((period) => period.from < period.to, { error: 'from must be before to' })
export type OpeningPeriod = z.infer<typeof openingPeriod>

/** The branch's week. Minutes in no period are closed. */
export const weekPattern = z.array(openingPeriod).max(100)
export type WeekPattern = z.infer<typeof weekPattern>

export const kioskConfiguration = z.object({
  version: z.int().min(1),
  branch: z.object({
    id: z.string().max(40),
    name: z.string().max(80),
    member: z.string().max(40),
    isil: z.string().max(16),
    /** IANA time zone, such as `Europe/Stockholm`. */
    zone: z.string().max(40),
    phone: z.string().max(30),
    emergency: z.string().max(10),
  }),
  week: weekPattern,
  /** How long the lock stays released for one entry. */
  unlockMs: z.int().min(1000).max(30_000),
  /** Youngest age let in without staff. */
  minimumAge: z.int().min(0).max(99),
  /** Days of a loan made while the hub is gone. */
  loanDays: z.int().min(1).max(366),
})
export type KioskConfiguration = z.infer<typeof kioskConfiguration>
