// ESC/POS real-time status: `DLE EOT n`, answered by one byte at once, even while it prints.
// Bits 1 and 4 of every answer are set, bits 0 and 7 clear: anything else is not an answer.

/** 1 printer, 2 cause of being offline, 3 error, 4 paper. */
export type StatusTopic = 1 | 2 | 3 | 4

export type PrinterStatus =
  | { topic: 1; offline: boolean; waiting: boolean; feedPressed: boolean }
  | {
      topic: 2
      coverOpen: boolean
      feedPressed: boolean
      paperOut: boolean
      error: boolean
    }
  /** `recoverable`: after the cause is removed; `passing`: by itself, as when too hot. */
  | {
      topic: 3
      recoverable: boolean
      cutter: boolean
      unrecoverable: boolean
      passing: boolean
    }
  | { topic: 4; paper: 'ok' | 'near-end' | 'out' }

export type StatusDecoded =
  | { ok: true; status: PrinterStatus }
  | { ok: false; reason: 'not-a-status' }

const DLE = 0x10
const EOT = 0x04
const FIXED_MASK = 0x93
const FIXED = 0x12

const BIT2 = 0x04
const BIT3 = 0x08
const BIT5 = 0x20
const BIT6 = 0x40
const NEAR_END = BIT2 | BIT3
const PAPER_OUT = BIT5 | BIT6

/** `10 04 n`. */
export const encodeStatusRequest = (topic: StatusTopic): Uint8Array =>
  Uint8Array.of(DLE, EOT, topic)

const statusOf = (topic: StatusTopic, byte: number): PrinterStatus => {
  const on = (bits: number): boolean => (byte & bits) !== 0
  switch (topic) {
    case 1:
      return { topic, offline: on(BIT3), waiting: on(BIT5), feedPressed: on(BIT6) }
    case 2:
      return {
        topic,
        coverOpen: on(BIT2),
        feedPressed: on(BIT3),
        paperOut: on(BIT5),
        error: on(BIT6),
      }
    case 3:
      return {
        topic,
        recoverable: on(BIT2),
        cutter: on(BIT3),
        unrecoverable: on(BIT5),
        passing: on(BIT6),
      }
    case 4:
      return { topic, paper: on(PAPER_OUT) ? 'out' : on(NEAR_END) ? 'near-end' : 'ok' }
  }
}

/** Reads the answer to `DLE EOT topic`, a byte 0…255. */
export const decodeStatus = (topic: StatusTopic, byte: number): StatusDecoded =>
  (byte & FIXED_MASK) === FIXED
    ? { ok: true, status: statusOf(topic, byte) }
    : { ok: false, reason: 'not-a-status' }

const PAPER = { ok: 0, 'near-end': NEAR_END, out: PAPER_OUT } as const

const bitsOf = (status: PrinterStatus): number => {
  const bits = (...set: readonly (readonly [boolean, number])[]): number =>
    set.reduce((sum, [on, bit]) => (on ? sum | bit : sum), 0)
  switch (status.topic) {
    case 1:
      return bits(
        [status.offline, BIT3],
        [status.waiting, BIT5],
        [status.feedPressed, BIT6],
      )
    case 2:
      return bits(
        [status.coverOpen, BIT2],
        [status.feedPressed, BIT3],
        [status.paperOut, BIT5],
        [status.error, BIT6],
      )
    case 3:
      return bits(
        [status.recoverable, BIT2],
        [status.cutter, BIT3],
        [status.unrecoverable, BIT5],
        [status.passing, BIT6],
      )
    case 4:
      return PAPER[status.paper]
  }
}

/** The byte a printer answers with. */
export const encodeStatus = (status: PrinterStatus): number => FIXED | bitsOf(status)

/** `GS r 1`: unlike the above it waits its turn, so its answer says all before it is printed. */
export const encodePaperRequest = (): Uint8Array => Uint8Array.of(0x1d, 0x72, 0x01)

const SENSOR_MASK = 0x90
const SENSOR = { ok: 0x00, 'near-end': 0x03, out: 0x0c } as const

/** The byte a printer answers `GS r 1` with; never the form of a real-time status. */
export const encodePaperSensor = (paper: keyof typeof SENSOR): number => SENSOR[paper]

/** Is this byte an answer to `GS r 1`? */
export const isPaperSensor = (byte: number): boolean => (byte & SENSOR_MASK) === 0
