// Checks what the simulator page asks the branch to do.
import { z } from 'zod'
import type { Hand } from './protocol.ts'

/** A UID, or `no-tag-1`. */
const key = z.string().regex(/^(?:[0-9A-F]{16}|no-tag-\d{1,4})$/)
const place = z.enum(['door', 'desk'])
const bin = z.int().min(1).max(6)

const handSchema: z.ZodType<Hand> = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('hold-card'),
    at: place,
    number: z.string().regex(/^[\x20-\x7e]{1,32}$/),
  }),
  z.object({
    do: z.literal('type-pin'),
    at: place,
    digits: z.string().regex(/^\d{1,8}$/),
  }),
  z.object({ do: z.literal('put-on-pad'), key }),
  z.object({ do: z.literal('take-off-pad'), key }),
  z.object({ do: z.literal('drop-in-chute'), key }),
  z.object({ do: z.literal('take-from-mouth'), key }),
  z.object({ do: z.literal('take-from-bin'), key }),
  z.object({ do: z.literal('open-door') }),
  z.object({ do: z.literal('close-door') }),
  z.object({ do: z.literal('walk-out') }),
  z.object({ do: z.literal('slip-in') }),
  z.object({ do: z.literal('press-exit') }),
  z.object({ do: z.literal('stick-exit'), on: z.boolean() }),
  z.object({ do: z.literal('jam-bolt'), on: z.boolean() }),
  z.object({ do: z.literal('block-beam'), on: z.boolean() }),
  z.object({ do: z.literal('turn-key') }),
  z.object({ do: z.literal('fire'), on: z.boolean() }),
  z.object({
    do: z.literal('plug'),
    device: z.enum([
      'door-card-reader',
      'door-board',
      'desk-card-reader',
      'desk-pad',
      'desk-printer',
      'chute-reader',
      'chute-board',
      'premises-board',
    ]),
    in: z.boolean(),
  }),
  z.object({ do: z.literal('paper'), state: z.enum(['ok', 'near-end', 'out']) }),
  z.object({ do: z.literal('network'), connected: z.boolean() }),
  z.object({ do: z.literal('jam'), on: z.boolean() }),
  z.object({ do: z.literal('alarm'), armed: z.boolean() }),
  z.object({ do: z.literal('alarm-stuck'), on: z.boolean() }),
  z.object({ do: z.literal('fill-bin'), bin, level: z.number().min(0).max(1) }),
  z.object({
    do: z.literal('clock'),
    now: z.int().min(0).max(4_102_444_800_000),
    speed: z.number().min(0).max(3_600),
  }),
])

/** Reads one message of the page; `undefined` for anything that is no hand. */
export const readHand = (text: string): Hand | undefined => {
  if (text.length > 1_024) return undefined
  try {
    return handSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
