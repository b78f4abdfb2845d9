// Feeding a splitter as a serial line does: in pieces cut anywhere.
import fc from 'fast-check'
import type { Splitter } from '../../../device/wire/splitter.ts'

/** A stream cut into pieces of any length. */
export const pieces: fc.Arbitrary<readonly Uint8Array[]> = fc.array(
  fc.uint8Array({ maxLength: 40 }),
  { maxLength: 20 },
)

export const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]))

export const oneByOne = (bytes: Uint8Array): Uint8Array[] =>
  Array.from(bytes, (byte) => Uint8Array.of(byte))

export const feed = <Frame>(
  splitter: Pick<Splitter<Frame>, 'push'>,
  parts: readonly Uint8Array[],
): Frame[] => parts.flatMap((part) => splitter.push(part))
