// How the two Firmata boards are wired: pins of a 20-pin board, and what each level means.
// Every input is pulled up, so a broken wire reads as open door, fire or blocked beam.

/** The entrance. The lock is the only output on its port of eight: firmata-io writes whole ports,
 *  and a lamp must never repeat an old word to the lock. */
export const DOOR_PINS = {
  /** High = strike energised = released. */
  lock: 7,
  /** Reed contact to ground: low = door closed. */
  contact: 4,
  /** Button to ground: low = pressed. */
  exit: 5,
  /** The fire panel's resting contact to ground: high = fire, or the loop is cut. */
  fire: 6,
  /** One lamp each; high = lit. */
  lights: { ready: 8, go: 12, no: 13 },
  /** From here on only where it is fitted. Bolt contact to ground: low = thrown. */
  bolt: 2,
  /** Service key inside, to ground: low = turned. */
  key: 3,
  /** Light barriers across the doorway, street side and room side: high = something is in it. */
  beams: { a: 10, b: 11 },
  /** High = it sounds. */
  buzzer: 9,
} as const

/** The premises. Arming is alone on its port of eight, as the lock is on the entrance's. */
export const PREMISES_PINS = {
  /** A pulse of high arms, or disarms, the alarm's panel. */
  arm: 7,
  disarm: 8,
  /** The panel's contact to ground: low = disarmed, high = armed, or the wire is broken. */
  armed: 4,
  /** High = dark, and without power: at rest they are lit and powered. */
  lights: 12,
  machines: 13,
} as const

/** How long an alarm panel is pulsed. */
export const PANEL_PULSE_MS = 500

/** The return chute. */
export const CHUTE_PINS = {
  flap: 9,
  sorter: 10,
  /** Light barrier: low = light arrives, high = something is in the beam. */
  beam: 4,
  lights: { ready: 7, working: 8, thanks: 12, attention: 13 },
} as const

/** Servo angles in degrees. The spring holds the flap at `closed`; `rest` holds the sorter level. */
export const FLAP = { closed: 0, open: 90 } as const
export const SORTER = { rest: 0, perBin: 30 } as const

/** Bins a chute may have: one analog input each, A0 first. */
export const MOST_BINS = 6

/** The board's own limit: lock secured and flap closed this long after they were opened. */
export const PULSE_LIMIT_MS = 10_000

/** Analog readings are 0…1023 for a bin from empty to full. */
export const ANALOG_FULL = 1023

/** Pulse width in microseconds that johnny-five sends for an angle of 0…180 degrees. */
export const pulseFor = (degrees: number): number => Math.trunc(600 + degrees * 10)
