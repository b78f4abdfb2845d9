// What staff may ask for over the API: the shape of it, and its bounds.
import { z } from 'zod'
import { commandId, MOST_HELD_MS } from '../protocol/command.ts'

/** What a token may be given for, and what each command is called everywhere. */
export const COMMANDS = [
  'let-in',
  'hold-open',
  'acknowledge-fire',
  'message',
  'pause',
  'lockdown',
  'end',
] as const

const MOST_MINUTES = MOST_HELD_MS / 60_000
const MOST_MESSAGE_MINUTES = 720

/** Six digits in a row or nearly so: a card, or a person. */
const NUMBER = /\d(?:[\s-]?\d){5}/

const plainText = (least: number, most: number) => {
  const error = `expected ${least}–${most} characters`
  return z
    .string(error)
    .trim()
    .min(least, error)
    .max(most, error)
    .refine((text) => !NUMBER.test(text), 'expected no card number or personal number')
}

/** Of several kiosks that could be meant. */
const kiosk = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'expected the name of a kiosk')
  .optional()

const minutes = (most: number) => {
  const error = `expected whole minutes 1–${most}`
  return z.int(error).min(1, error).max(most, error)
}

/** Wall time at the branch; `null`: until told otherwise. */
const until = z
  .string('expected a wall time such as 2026-12-24T21:55')
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'expected a wall time such as 2026-12-24T21:55')
  .nullable()
  .optional()

const asked = {
  /** Made by whoever asks, so that asked again it is the same; made here when absent. */
  id: commandId.optional(),
  /** For whoever reads the audit; nobody is named. */
  why: plainText(3, 200),
}

export const commandRequest = z.discriminatedUnion(
  'do',
  [
    z.strictObject({ do: z.literal('let-in'), kiosk, ...asked }),
    z.strictObject({
      do: z.literal('hold-open'),
      kiosk,
      minutes: minutes(MOST_MINUTES).default(15),
      ...asked,
    }),
    z.strictObject({ do: z.literal('acknowledge-fire'), kiosk, ...asked }),
    z.strictObject({
      do: z.literal('message'),
      kiosk,
      text: plainText(1, 200),
      minutes: minutes(MOST_MESSAGE_MINUTES).default(60),
      ...asked,
    }),
    z.strictObject({ do: z.literal('pause'), until, ...asked }),
    z.strictObject({ do: z.literal('lockdown'), until, ...asked }),
    z.strictObject({ do: z.literal('end'), ...asked }),
  ],
  `expected do to be one of ${COMMANDS.join(', ')}`,
)
export type CommandRequest = z.infer<typeof commandRequest>
