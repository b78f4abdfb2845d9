// What there can be an alarm about. The words for people are in api/words.ts.

export const ALARM_KINDS = [
  /** A valid kiosk tried to connect under another's name. */
  'takeover',
  /** A message or subscription was refused at the broker: topic, wildcard, retained, size. */
  'refused-at-broker',
  /** A question came a second time, or from an earlier boot. */
  'replayed',
  /** Nothing was heard of the kiosk for 90 s. */
  'offline',
  /** It connects again and again. */
  'flapping',
  /** Its boot number goes back: an old disk, or a copy of it. */
  'boot-goes-back',
  /** It sends what nobody can read. */
  'unreadable',
  /** Rows of its journal are nowhere, or this hub's store is older than they are. */
  'rows-lost',
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]
