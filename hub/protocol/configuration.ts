// What the hub tells a kiosk about its branch: the sealed inside of `config`.
import { z } from 'zod'
import { premises } from './actions.ts'
import { calendar, openingMode, wallTime } from './calendar.ts'
import { type EntryRules, entryRules, rulesByAge } from './entry-rules.ts'
import { offlinePolicy } from './offline.ts'
import { cardKey } from './sealed-card.ts'
import { publicKey } from './signature.ts'

/** One span of one weekday (ISO: 1 = Monday). */
export const openingPeriod = z
  .object({
    day: z.int().min(1).max(7),
    from: wallTime,
    to: wallTime,
    mode: openingMode,
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
  /** The usual week, for kiosks from before there was a calendar. */
  week: weekPattern,
  /** Counts over `week`; a hub from before has none. */
  calendar: calendar.optional(),
  /** What the branch does in each opening state; nothing by itself where it is absent. */
  premises: premises.optional(),
  /** How long the lock stays released for one entry. */
  unlockMs: z.int().min(1000).max(30_000),
  /** The same for a patron who needs longer; 20 s from a hub that does not say. */
  extendedUnlockMs: z.int().min(15_000).max(30_000).optional(),
  /** Youngest age let in without staff, for kiosks from before there was any other rule. */
  minimumAge: z.int().min(0).max(99),
  /** Counts over `minimumAge`; a hub from before has none. */
  entry: entryRules.optional(),
  /** Days of a loan made while the hub is gone. */
  loanDays: z.int().min(1).max(366),
  /** Over how long the hub's kiosks come back after an outage, so that they do not bury it; absent where they are few. */
  spreadSeconds: z.int().min(1).max(120).optional(),
  /** To seal card numbers for the hub alone; absent from a hub that opens none. */
  cardKey: cardKey.optional(),
  /** Whose signature on a command counts; a hub from before commands has none, and then none counts. */
  commandKeys: z.array(publicKey).min(1).max(4).optional(),
  /**
   * The highest boot the hub has heard of this kiosk, told when it has come with a lower one: its disk is
   * new and its clock was wrong, so it begins above.
   */
  bootAbove: z
    .int()
    .min(1)
    .max(2 ** 52)
    .optional(),
  /** Whom this kiosk's door lets in without the hub; a hub from before has no list to give. */
  offline: offlinePolicy.optional(),
})
export type KioskConfiguration = z.infer<typeof kioskConfiguration>

/** The rules that hold at the branch's door. */
export const entryRulesOf = ({
  entry,
  minimumAge,
}: Pick<KioskConfiguration, 'entry' | 'minimumAge'>): EntryRules =>
  entry ?? rulesByAge(minimumAge)
