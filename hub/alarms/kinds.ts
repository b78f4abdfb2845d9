// What there can be an alarm about. The words for people are in api/words.ts.

export const ALARM_KINDS = [
  /** A valid kiosk tried to connect, speak or listen under another's name. */
  'takeover',
  /** A message or subscription was refused at the broker: topic, wildcard, retained, size. */
  'refused-at-broker',
  /** Nothing was heard of the kiosk for 90 s. */
  'offline',
  /** It connects again and again. */
  'flapping',
  /** Its boot number goes back: an old disk or a copy of it. */
  'boot-goes-back',
  /** A question or a command came a second time. */
  'replayed',
  /** It sends what nobody can read. */
  'unreadable',
  /** Rows of its journal are nowhere. */
  'rows-lost',
  /** Its disk is full, or failed: what happens there is not kept. */
  'disk',
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]
