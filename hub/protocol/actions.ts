// What a branch does in each of its opening states, as data: lights, alarm, sound, door, machines and
// screens, some minutes before or after the state begins; how it arms, and what it says aloud.
import { z } from 'zod'
import { name, wallTime } from './calendar.ts'
import { language } from './terms.ts'

/**
 * output → what it may be. `door`: `locked` needs a card, `open` holds the strike released, `closed`
 * lets in nobody but those on the allow list. `machines`: the power of what patrons use, such as computers; never the kiosk's own.
 */
export const OUTPUTS = {
  lights: ['on', 'off'],
  alarm: ['disarmed', 'armed'],
  sound: ['on', 'off'],
  door: ['locked', 'open', 'closed'],
  machines: ['on', 'off'],
  screens: ['on', 'dark'],
} as const
export type Output = keyof typeof OUTPUTS

/**
 * From `minutes` after the state begins (negative: before) the output is `is`, until another state says
 * otherwise. `in`: opening states, or hours of the branch's own.
 */
const stepOf = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.object({
    in: z.array(name).min(1).max(20),
    is: z.enum(values),
    minutes: z.int().min(-120).max(120).default(0),
  })

const strict = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.array(stepOf(values)).max(40).default([])

/** What a hub of tomorrow says is passed over, so that the rest still holds. */
const lenient = <const V extends readonly [string, ...string[]]>(values: V) =>
  z
    .array(stepOf(values).nullable().catch(null))
    .max(40)
    .transform((steps) => steps.filter((step) => step !== null))
    .default([])

/** As a person writes them: every mistake is told. */
const actionsOfFile = z.strictObject({
  lights: strict(OUTPUTS.lights),
  alarm: strict(OUTPUTS.alarm),
  sound: strict(OUTPUTS.sound),
  door: strict(OUTPUTS.door),
  machines: strict(OUTPUTS.machines),
  screens: strict(OUTPUTS.screens),
})

const actions = z.object({
  lights: lenient(OUTPUTS.lights),
  alarm: lenient(OUTPUTS.alarm),
  sound: lenient(OUTPUTS.sound),
  door: lenient(OUTPUTS.door),
  machines: lenient(OUTPUTS.machines),
  screens: lenient(OUTPUTS.screens),
})
/** An output of which nothing is said is left alone. */
export type Actions = z.infer<typeof actions>

const arming = z.object({
  /** Arms although nobody counts who is inside. */
  unknownInside: z.boolean().default(false),
  /** How long somebody may still be inside before staff are told. */
  tellAfterMinutes: z.int().min(1).max(120).default(10),
  /** How long the alarm panel may take to do as it was told. */
  confirmSeconds: z.int().min(1).max(60).default(5),
})
export type Arming = z.infer<typeof arming>

export const ANNOUNCEMENTS = [
  'closing-15',
  'closing-5',
  'closing',
  'clearing',
  'leave',
  'evacuation',
] as const
export type Announcement = (typeof ANNOUNCEMENTS)[number]

const announcements = z.object({
  /** In this order. */
  languages: z.array(language).min(1).max(2).default(['sv', 'en']),
  /** Wall times between which nothing is said aloud but evacuation; what is written stays. */
  quiet: z.object({ from: wallTime, to: wallTime }).nullable().default(null),
  /** The branch's own words instead of the usual ones. */
  words: z
    .partialRecord(
      z.enum(ANNOUNCEMENTS),
      z.partialRecord(language, z.string().min(1).max(200)),
    )
    .default({}),
})
export type Announcements = z.infer<typeof announcements>

const rest = {
  arming: arming.prefault({}),
  announcements: announcements.prefault({}),
}
export const premises = z.object({ actions: actions.prefault({}), ...rest })
export const premisesOfFile = z.strictObject({
  actions: actionsOfFile.prefault({}),
  ...rest,
})
