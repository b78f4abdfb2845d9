import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createSplitter, type Format } from '../../../device/wire/splitter.ts'
import { bytes } from './hex.ts'

const splitter = suite('splitter')

/** `A5`, length of the rest, the rest; the rest must not hold 00. */
const format: Format<number[]> = {
  limit: 8,
  read(head) {
    const [start, length] = head
    if (start !== 0xa5) return { kind: 'skip', length: 1 }
    if (length === undefined || head.length < 2 + length) return { kind: 'more' }
    const frame = [...head.subarray(2, 2 + length)]
    return frame.includes(0)
      ? { kind: 'skip', length: 1 }
      : { kind: 'frame', frame, length: 2 + length }
  },
}

splitter('starts again one byte after a false start', () => {
  const frames = createSplitter(format)
  assert.equal(frames.push(bytes('A5 03 A5 01 00')), [])
  assert.is(frames.discarded, 5)
  assert.equal(frames.push(bytes('A5 04 A5 01 07 00')), [[7]])
  assert.is(frames.discarded, 8)
})

splitter('never holds more than its limit', () => {
  const frames = createSplitter(format)
  assert.equal(frames.push(bytes('A5 FF 01 02 03 04 05')), [])
  assert.is(frames.discarded, 0)
  assert.equal(frames.push(bytes('06')), [])
  assert.is(frames.discarded, 8)
})

splitter('silence gives back whole frames that stood behind a false start', () => {
  const frames = createSplitter(format)
  assert.equal(frames.push(bytes('A5 06 A5 01 07')), [])
  assert.equal(frames.silence(), [[7]])
  assert.is(frames.discarded, 2)
  assert.equal(frames.silence(), [])
  assert.equal(frames.push(bytes('A5 01 08')), [[8]])
})

splitter('keeps its own copy of what waits', () => {
  const frames = createSplitter(format)
  const shared = bytes('A5 02 07')
  frames.push(shared)
  shared.fill(0)
  assert.equal(frames.push(bytes('08')), [[7, 8]])
})

splitter.run()
