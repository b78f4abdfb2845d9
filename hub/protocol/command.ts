// Commands from staff to one kiosk, and what became of them: the sealed inside of `command` and `done`.
// A command is signed by the hub, good for seconds, and never kept.
import { z } from 'zod'
import { instant } from './terms.ts'

/** Nobody waits at a door for longer; a broker must not keep it for longer either. */
export const MOST_VALID_MS = 10_000
/** Of one `hold-open`. */
export const MOST_HELD_MS = 4 * 60 * 60_000
/** Of one `message` on the screens. */
const MOST_SHOWN_MS = 12 * 60 * 60_000

/**
 * What staff can have done at a door. `hold-open`: the entrance stays released for so long, from when it
 * is carried out; `end` ends that, and a message. `acknowledge-fire`: the fire is over and somebody has
 * looked, so people may be let in again. None of them can hold the way out shut.
 */
export const order = z.discriminatedUnion('do', [
  z.object({ do: z.literal('let-in') }),
  z.object({ do: z.literal('hold-open'), ms: z.int().min(1000).max(MOST_HELD_MS) }),
  z.object({ do: z.literal('end') }),
  z.object({ do: z.literal('acknowledge-fire') }),
  z.object({
    do: z.literal('message'),
    /** As staff wrote it, for everybody who stands there: it must name nobody. */
    text: z.string().min(1).max(200),
    ms: z.int().min(1000).max(MOST_SHOWN_MS),
  }),
])
export type Order = z.infer<typeof order>

const name = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** The same id again is the same command: it is carried out once. */
export const commandId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/**
 * What the hub signs. `issued` and `notAfter` are the hub's real time (`HubTime.wire`), at most
 * `MOST_VALID_MS` apart; `nonce` is of this very message. An order of tomorrow still has a `do`.
 */
export const command = z
  .object({
    to: z.object({ consortium: name, branch: name, kiosk: name }),
    /** The boot of the kiosk that it is meant for. */
    epoch: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    id: commandId,
    nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
    issued: instant,
    notAfter: instant,
    order: z.looseObject({ do: z.string().min(1).max(40) }),
  })
  .refine(
    ({ issued, notAfter }) => issued <= notAfter && notAfter - issued <= MOST_VALID_MS,
    { error: 'must be good for ten seconds at most' },
  )

export type Command = z.infer<typeof command>

/** Inside `command`: a JWS (RFC 7515) over a Command, see signature.ts. */
export const signedCommand = z.object({ signed: z.string().min(100).max(8000) })

const MEDDLING = [
  'not-sealed',
  'not-signed',
  'not-as-agreed',
  'retained',
  'for-another',
  'of-another-boot',
  'replayed',
  'too-late',
  'too-early',
] as const

/** Why a kiosk did not do it. */
export const COMMAND_REFUSALS = [
  ...MEDDLING,
  /** The hub did not say in time what time it is. */
  'no-hub-time',
  /** There is no such door here. */
  'no-door',
  /** The lock cannot be reached. */
  'lines-lost',
  /** It burns, or nobody has acknowledged that it no longer does. */
  'fire',
  /** Somebody else is just being let in. */
  'busy',
] as const
export type CommandRefusal = (typeof COMMAND_REFUSALS)[number]

/** Nobody who only waits or hurries gets these: somebody meddles, or a clock is wrong. */
export const isMeddling = (reason: CommandRefusal): boolean =>
  MEDDLING.some((one) => one === reason)

/** Inside `done`. `unsupported`: an order that this kiosk does not know, or cannot carry out as built. */
export const outcome = z.discriminatedUnion('is', [
  z.object({ is: z.literal('done') }),
  z.object({ is: z.literal('refused'), reason: z.enum(COMMAND_REFUSALS).catch('busy') }),
  z.object({ is: z.literal('unsupported') }),
])
export type Outcome = z.infer<typeof outcome>
