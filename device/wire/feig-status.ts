// The status byte of a FEIG reply, and the error byte of the tag that may follow it.

/** Names are ours; the numbers are the reader's. */
export const FEIG_STATUS = {
  ok: 0x00,
  'no-tag': 0x01,
  'data-corrupt': 0x02,
  'write-failed': 0x03,
  'address-unknown': 0x04,
  'wrong-tag-type': 0x05,
  'not-authenticated': 0x08,
  collision: 0x0b,
  'general-error': 0x0e,
  busy: 0x0f,
  'memory-fault': 0x10,
  'out-of-range': 0x11,
  'login-needed': 0x13,
  'read-protected': 0x15,
  'write-protected': 0x16,
  'unknown-command': 0x80,
  'wrong-length': 0x81,
  'not-in-this-mode': 0x82,
  'rf-fault': 0x83,
  'rf-warning': 0x84,
  overflow: 0x93,
  'more-to-come': 0x94,
  'tag-error': 0x95,
  'hardware-warning': 0xf1,
} as const

export type FeigStatus = keyof typeof FEIG_STATUS

const NAMES = new Map<number, FeigStatus>(
  (Object.keys(FEIG_STATUS) as FeigStatus[]).map((name) => [FEIG_STATUS[name], name]),
)

/** `undefined` for a number no reader is known to send. */
export const feigStatusName = (status: number): FeigStatus | undefined => NAMES.get(status)
