// What there can be an alarm about. The words for people are in api/words.ts.

/** How it is with a kiosk or the hub, until it is otherwise. */
const CONDITIONS = [
  /** Nothing was heard of the kiosk for 90 s. */
  'offline',
  /** It connects again and again. */
  'flapping',
  /** Its disk is full, failing, or has damaged its journal. */
  'disk',
  /** It has no certificate for thirty days more, or for today. */
  'certificate-ends',
  /** Nobody has planned its branch's hours for more than sixty days: then it is closed. */
  'calendar-ends',
  /** Its clock is far from the hub's. */
  'clock',
  /** The hub's own store does not take what it is given. */
  'store',
  /** Its door has stood open for half a minute. */
  'held-open',
  /** The bolt of its door is not where the lock was told to have it. */
  'lock-disagrees',
  /** The exit button has been pressed for a minute: the door may be open to the street. */
  'exit-stuck',
  /** A beam of its people counter is blocked or dirty. */
  'beam-dirty',
  /** The fire alarm is over, and nobody is let in until somebody has said so. */
  'held-after-fire',
] as const

/** What has happened: it stands for a week after the last time. */
export const INCIDENTS = [
  /** Its door was opened though the lock was not released, nor the exit button pressed. */
  'forced',
  /** More came in than were let in. */
  'tail-gate',
  /** A valid kiosk tried to connect under another's name. */
  'takeover',
  /** A kiosk whose certificate was withdrawn tries to connect. */
  'withdrawn',
  /** Somebody came with a certificate that does not count: the handshake does not always say whose. */
  'certificate-refused',
  /** Two connections in one kiosk's name push each other out: a copied certificate. */
  'used-twice',
  /** A message or subscription was refused at the broker: topic, wildcard, retained, size. */
  'refused-at-broker',
  /** The broker kept what must not be kept, such as an old command; it was cleared unread. */
  'retained-garbage',
  /** A question came a second time, or from an earlier boot. */
  'replayed',
  /** A command reached it that was not signed, not for it, replayed, kept, or out of its time. */
  'command-refused',
  /** Its machine's clock leapt by minutes or more while it was relied on: somebody may set it. */
  'clock-leapt',
  /** The list it opens its door by was changed, played back, or is not its own, and was not believed. */
  'offline-list',
  /** Its boot number went back: an old disk, or a copy of it. */
  'boot-goes-back',
  /** It sent what nobody can read. */
  'unreadable',
  /** Somebody typed the PIN that says she is being forced: nothing at the kiosk shows that it was told. */
  'duress',
  /** So many PINs were tried at one of its readers that nobody is let in there for a while. */
  'reader-paused',
  /** One PIN was tried on card after card at one of its readers. */
  'many-cards',
  /** Rows of its journal are nowhere, or this hub's store is older than they are. */
  'rows-lost',
] as const

export type AlarmKind = (typeof CONDITIONS)[number] | (typeof INCIDENTS)[number]
