// What happened, as the kiosk's journal tells it: the sealed inside of `event`. Facts are never refused.
import { z } from 'zod'
import { CHECKOUT_REFUSALS, ENTRY_REFUSALS } from './asks.ts'
import { commandId, outcome } from './command.ts'
import { instant, itemRef } from './terms.ts'

const patronKey = z.string().min(8).max(40)
const at = instant
/** A card number that only the hub can open (`sealCard`); no number, and no likeness of one, is in a row. */
const sealedCard = z.string().min(1).max(600)
const offline = z.literal(true).optional()

export const DEVICES = [
  'door-card-reader',
  'door-lines',
  'desk-card-reader',
  'desk-pad',
  'desk-printer',
  'chute-reader',
  'chute-board',
  'premises-board',
] as const
export type DeviceName = (typeof DEVICES)[number]

/** What can be wrong at an entrance; told when it begins and when it ends. */
export const DOOR_TROUBLES = [
  /** The bolt is not where the lock was told to have it. */
  'lock-disagrees',
  /** The exit button has been pressed for a minute. */
  'exit-stuck',
  /** People cannot be counted: a beam is blocked, dirty or out of line. */
  'beam-dirty',
  /** The fire is over, and nobody is let in until somebody has said so. */
  'held-after-fire',
] as const

const people = z.int().min(0).max(10_000)

export const kioskEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), at }),
  /** Somebody was let in; `offline`: by the list, the hub was not asked. */
  z.object({ kind: z.literal('visit'), at, patron: patronKey, offline }),
  /** Somebody was not; `no-answer` when the hub could not be asked. */
  z.object({
    kind: z.literal('entry-refused'),
    at,
    /** `no-entry`: only the allow list comes in just now, since the alarm is set or the branch says so. */
    reason: z.enum([...ENTRY_REFUSALS, 'no-answer', 'no-entry'] as const),
    offline,
  }),
  /** A list to decide by without the hub was not taken, or is not what it was: somebody was at it. */
  z.object({
    kind: z.literal('offline-list'),
    at,
    refused: z.enum(['not-signed', 'not-ours', 'older', 'damaged']),
  }),
  /** A wrong PIN while the hub could not be asked: counts towards the card's budget when it is told. */
  z.object({ kind: z.literal('pin-failed-offline'), at, card: sealedCard }),
  z.object({
    kind: z.literal('door'),
    at,
    what: z.enum(['opened', 'closed', 'held-open', 'forced', 'exit-button']),
  }),
  z.object({ kind: z.literal('fire'), at, on: z.boolean() }),
  /** Whether the kiosk's time may be relied on; `leaptMs`: its machine's clock leapt, and was not followed. */
  z.object({
    kind: z.literal('clock'),
    at,
    trusted: z.boolean(),
    leaptMs: z.int().optional(),
  }),
  /** What became of a command; `id` null = of one that named none that can be believed. */
  z.object({
    kind: z.literal('command'),
    at,
    id: commandId.nullable(),
    do: z.string().max(40).nullable(),
    outcome,
  }),
  /** Staff, or the branch's hours, have the entrance stand released, or no longer. */
  z.object({
    kind: z.literal('hold-open'),
    at,
    on: z.boolean(),
    by: z.enum(['command', 'time', 'hours', 'fire', 'lines-lost']),
  }),
  z.object({
    kind: z.literal('door-trouble'),
    at,
    what: z.enum(DOOR_TROUBLES),
    on: z.boolean(),
  }),
  /** People who went through the doorway since this was last told, and how many are inside now. */
  z.object({
    kind: z.literal('counted'),
    at,
    in: people,
    out: people,
    inside: people,
    /** Counted, or set right: after a night with nobody at the door, or because staff said so. */
    why: z.enum(['passage', 'quiet-night', 'staff']),
  }),
  /** More came in than were let in. A number for staff; it never locks anything. */
  z.object({
    kind: z.literal('tail-gate'),
    at,
    counted: people,
    expected: people,
    /** 50 for one too many, up to 100. */
    score: z.int().min(0).max(100),
  }),
  /** The tags of a lent item were unlocked and read back. `loan` null = lent while the hub was gone. */
  z.object({
    kind: z.literal('checkout'),
    at,
    loan: z.string().max(40).nullable(),
    item: itemRef,
    patron: patronKey,
    parts: z.int().min(1).max(255),
  }),
  /** A granted loan that never left: every tag was read back as secured. */
  z.object({
    kind: z.literal('checkout-undone'),
    at,
    loan: z.string().max(40),
    item: itemRef,
    reason: z.enum(['taken-too-early', 'tag-failed', 'restarted']),
  }),
  z.object({
    kind: z.literal('checkout-refused'),
    at,
    item: itemRef,
    reason: z.enum(CHECKOUT_REFUSALS),
  }),
  /** The item is physically back and its tags were read back as secured. */
  z.object({
    kind: z.literal('checkin'),
    at,
    item: itemRef,
    where: z.enum(['desk', 'chute']),
    bin: z.int().min(1).max(20).nullable(),
  }),
  /** Something that is not a known item was given back to the patron. */
  z.object({
    kind: z.literal('given-back'),
    at,
    where: z.enum(['desk', 'chute']),
    why: z.enum([
      'no-tag',
      'unknown-item',
      'incomplete',
      'several',
      'tag-failed',
      'foreign',
    ]),
  }),
  z.object({ kind: z.literal('bin'), at, bin: z.int().min(1).max(20), full: z.boolean() }),
  z.object({
    kind: z.literal('device'),
    at,
    device: z.enum(DEVICES),
    connected: z.boolean(),
  }),
  /** Somebody opened the case of a device or tore it from its wall; `on` false: it is whole again. */
  z.object({ kind: z.literal('tamper'), at, device: z.enum(DEVICES), on: z.boolean() }),
  /** Somebody inside checked in when staff had gone; nobody was let in. */
  z.object({ kind: z.literal('present'), at, patron: patronKey }),
  /** The roll-call is over: how many are inside who did not check in; null = nobody counts. */
  z.object({
    kind: z.literal('roll-call'),
    at,
    missing: z.int().min(0).max(10_000).nullable(),
  }),
  /** The alarm panel: as it says, or what it does not do. `somebody-inside`: not armed for that. */
  z.object({
    kind: z.literal('alarm'),
    at,
    what: z.enum(['armed', 'disarmed', 'not-armed', 'not-disarmed', 'somebody-inside']),
  }),
  z.object({ kind: z.literal('paper'), at, state: z.enum(['ok', 'near-end', 'out']) }),
])
export type KioskEvent = z.infer<typeof kioskEvent>

/** One journal row on its way. */
export const eventRow = z.object({ seq: z.int().min(1), event: kioskEvent })
export type EventRow = z.infer<typeof eventRow>
/** Rows are parsed one by one, so that one bad row does not hold up the rest. */
export const eventRows = z.array(z.unknown()).min(1).max(500)
