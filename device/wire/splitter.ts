// Cuts a byte stream into frames: bounded memory, starts again one byte after a false start.

/** What a format makes of the bytes at the head of the stream (never empty). */
export type Step<Frame> =
  | { kind: 'frame'; frame: Frame; length: number }
  /** Belongs to the format but means nothing by itself. */
  | { kind: 'pass'; length: number }
  /** Garbage; counted. */
  | { kind: 'skip'; length: number }
  /** Could be the beginning of a frame. */
  | { kind: 'more' }

export type Splitter<Frame> = {
  /** Adds bytes, any number of them, and returns the frames they completed. */
  push(bytes: Uint8Array): Frame[]
  /** The line was silent for longer than a frame allows: what waits is no frame's beginning.
   *  Returns whole frames that stood behind the false start; the rest is discarded. */
  silence(): Frame[]
  /** Bytes that belonged to no frame, since the beginning. */
  readonly discarded: number
}

export type Format<Frame> = {
  /** The head of the stream is read; never called with no bytes. Lengths are at least 1. */
  read(head: Uint8Array): Step<Frame>
  /** More than the longest frame; a head that is not whole by then is skipped. */
  limit: number
}

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  if (a.length === 0) return b.slice()
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** A splitter that holds at most `limit` bytes between calls. */
export const createSplitter = <Frame>(format: Format<Frame>): Splitter<Frame> => {
  let waiting: Uint8Array = new Uint8Array(0)
  let discarded = 0

  const step = (head: Uint8Array): Step<Frame> => {
    const found = format.read(head)
    return found.kind === 'more' && head.length >= format.limit
      ? { kind: 'skip', length: 1 }
      : found
  }

  const take = (from: number): Frame[] => {
    const frames: Frame[] = []
    let at = from
    while (at < waiting.length) {
      const found = step(waiting.subarray(at))
      if (found.kind === 'more') break
      if (found.kind === 'frame') frames.push(found.frame)
      if (found.kind === 'skip') discarded += found.length
      at += found.length
    }
    waiting = waiting.slice(at)
    return frames
  }

  return {
    push(bytes) {
      waiting = joined(waiting, bytes)
      return take(0)
    },
    silence() {
      const frames: Frame[] = []
      while (waiting.length > 0) {
        discarded += 1
        frames.push(...take(1))
      }
      return frames
    },
    get discarded() {
      return discarded
    },
  }
}
