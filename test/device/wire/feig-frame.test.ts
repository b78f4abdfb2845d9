import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  createFeigSplitter,
  encodeFeigFrame,
  type FeigFrame,
  LONGEST_BODY,
} from '../../../device/wire/feig-frame.ts'
import { bytes } from './hex.ts'
import { feed, joined, oneByOne, pieces } from './pieces.ts'

const frames = suite('feig frames')

const frame: fc.Arbitrary<FeigFrame> = fc
  .record({
    form: fc.constantFrom('standard' as const, 'advanced' as const),
    address: fc.nat(255),
    command: fc.nat(255),
    body: fc.uint8Array({ maxLength: 250 }),
  })
  .map((found) => ({ ...found }))

// Printed in several open Arduino projects.
const INVENTORY = bytes('07 FF B0 01 00 1C 56')
const READ: FeigFrame = {
  form: 'standard',
  address: 0xff,
  command: 0xb0,
  body: bytes('01 00'),
}

frames('frames come back, whole, in one piece or byte by byte', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 4 }), (wanted) => {
      const stream = joined(wanted.map(encodeFeigFrame))
      assert.equal(createFeigSplitter().push(stream), wanted)
      assert.equal(feed(createFeigSplitter(), oneByOne(stream)), wanted)
    }),
  )
})

frames('an advanced frame may be longer than a standard one, and has an end too', () => {
  for (const form of ['standard', 'advanced'] as const) {
    const longest = { ...READ, form, body: new Uint8Array(LONGEST_BODY[form]).fill(0x5a) }
    assert.equal(createFeigSplitter().push(encodeFeigFrame(longest)), [longest])
    const longer = { ...longest, body: new Uint8Array(LONGEST_BODY[form] + 1) }
    assert.throws(() => encodeFeigFrame(longer), /too long/)
  }
})

frames('noise is let go of byte by byte and counted', () => {
  const splitter = createFeigSplitter()
  assert.equal(splitter.push(joined([bytes('00 01 02 00 04 03'), INVENTORY])), [READ])
  assert.is(splitter.discarded, 6)
})

frames('a frame behind a false start is found once the line is silent', () => {
  const splitter = createFeigSplitter()
  assert.equal(splitter.push(joined([bytes('FE'), INVENTORY])), [])
  assert.equal(splitter.silence(), [READ])
  assert.is(splitter.discarded, 1)
})

frames('a frame cut off at any place is dropped by silence, and the next is whole', () => {
  for (const form of ['standard', 'advanced'] as const) {
    const stream = encodeFeigFrame({ ...READ, form })
    for (let length = 1; length < stream.length; length++) {
      const splitter = createFeigSplitter()
      assert.equal(splitter.push(stream.subarray(0, length)), [])
      assert.equal(splitter.silence(), [])
      assert.is(splitter.discarded, length)
      assert.equal(splitter.push(INVENTORY), [READ])
    }
  }
})

frames('a frame with any bit turned is not a frame', () => {
  for (let bit = 0; bit < INVENTORY.length * 8; bit++) {
    const stream = INVENTORY.slice()
    stream[bit >> 3] = (stream[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const splitter = createFeigSplitter()
    assert.equal([...splitter.push(stream), ...splitter.silence()], [], `bit ${bit}`)
    assert.equal(splitter.push(INVENTORY), [READ])
  }
})

frames('takes any bytes, and finds the same frames however they are cut', () => {
  fc.assert(
    fc.property(pieces, frame, pieces, (before, wanted, after) => {
      const parts = [...before, encodeFeigFrame(wanted), ...after]
      const all = (cut: readonly Uint8Array[]): FeigFrame[] => {
        const splitter = createFeigSplitter()
        return [...feed(splitter, cut), ...splitter.silence()]
      }
      assert.equal(all(parts), all([joined(parts)]))
      assert.equal(all(parts), all(oneByOne(joined(parts))))
    }),
  )
})

frames('after any noise and a silence, the next frame is whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), frame, (noise, wanted) => {
      const splitter = createFeigSplitter()
      splitter.push(noise)
      splitter.silence()
      assert.equal(splitter.push(encodeFeigFrame(wanted)), [wanted])
    }),
  )
})

frames.run()
