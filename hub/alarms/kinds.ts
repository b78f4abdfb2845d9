// What there can be an alarm about. The words for people are in api/words.ts.

export const ALARM_KINDS = [
  /** A valid kiosk tried to connect under another's name. */
  'takeover',
  /** A message or subscription was refused at the broker: topic, wildcard, retained, size. */
  'refused-at-broker',
  /** A question came a second time, or from an earlier boot. */
  'replayed',
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]
