import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  decodePn532Answer,
  decodePn532Command,
  encodePn532Answer,
  encodePn532Command,
  type Pn532Answer,
  type Pn532Command,
} from '../../../device/wire/pn532.ts'
import {
  createPn532Splitter,
  encodePn532Frame,
  LONGEST_BODY,
  type Pn532Data,
  type Pn532Frame,
  WAKE_UP,
} from '../../../device/wire/pn532-frame.ts'
import { bytes, hex } from './hex.ts'
import { feed, joined, oneByOne, pieces } from './pieces.ts'

const pn532 = suite('pn532')

// NXP UM0701-02 by way of standards §3.3, each check sum worked out there once more.
const COMMANDS: readonly [Pn532Command, string][] = [
  [{ kind: 'firmware-version' }, '00 00 FF 02 FE D4 02 2A 00'],
  [{ kind: 'sam-configuration' }, '00 00 FF 03 FD D4 14 01 17 00'],
  [{ kind: 'cards', most: 1 }, '00 00 FF 04 FC D4 4A 01 00 E1 00'],
]
const VERSION = '00 00 FF 06 FA D5 03 32 01 06 07 E8 00'
const ACK = '00 00 FF 00 FF 00'
const NACK = '00 00 FF FF 00 00'

for (const [command, wire] of COMMANDS)
  pn532(`${command.kind} goes out as printed`, () => {
    const frame = encodePn532Command(command)
    assert.is(hex(encodePn532Frame(frame)), wire)
    assert.equal(createPn532Splitter().push(bytes(wire)), [frame])
    assert.equal(decodePn532Command(frame), { ok: true, command })
  })

pn532('the version comes in as printed', () => {
  const [frame] = createPn532Splitter().push(bytes(VERSION))
  assert.is(frame?.kind, 'data')
  const answer: Pn532Answer = {
    ...{ kind: 'firmware-version', ic: 0x32, version: 1, revision: 6, support: 7 },
  }
  assert.equal(decodePn532Answer('firmware-version', frame as Pn532Data), {
    ok: true,
    answer,
  })
  assert.is(hex(encodePn532Frame(encodePn532Answer(answer))), VERSION)
})

pn532('ACK and NACK are those of the manual', () => {
  assert.is(hex(encodePn532Frame({ kind: 'ack' })), ACK)
  assert.is(hex(encodePn532Frame({ kind: 'nack' })), NACK)
  assert.equal(createPn532Splitter().push(bytes(`${ACK}${NACK}`)), [
    { kind: 'ack' },
    { kind: 'nack' },
  ])
})

pn532('the wake-up is let go of, and the frame behind it is whole', () => {
  const splitter = createPn532Splitter()
  const [command] = COMMANDS[1] ?? []
  const frame = encodePn532Command(command ?? { kind: 'sam-configuration' })
  assert.equal(splitter.push(joined([WAKE_UP, encodePn532Frame(frame)])), [frame])
  assert.is(splitter.discarded, 2)
})

const data: fc.Arbitrary<Pn532Frame> = fc.record({
  kind: fc.constant('data' as const),
  to: fc.constantFrom('chip' as const, 'host' as const),
  code: fc.nat(255),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ minLength: 250, maxLength: LONGEST_BODY }),
  ),
})
const frame: fc.Arbitrary<Pn532Frame> = fc.oneof(
  { weight: 4, arbitrary: data },
  fc.constantFrom<Pn532Frame>({ kind: 'ack' }, { kind: 'nack' }, { kind: 'error' }),
)
/** fast-check's records have no prototype. */
const plain = <T>(value: T): T => (typeof value === 'object' ? { ...value } : value)

pn532('frames, normal and extended, come back whole however they are cut', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 4 }), (wanted) => {
      const stream = joined(wanted.map(encodePn532Frame))
      assert.equal(createPn532Splitter().push(stream), wanted.map(plain))
      assert.equal(feed(createPn532Splitter(), oneByOne(stream)), wanted.map(plain))
    }),
  )
})

pn532('the longest body goes, a longer one is a mistake of ours', () => {
  const of = (length: number): Pn532Frame => ({
    ...{ kind: 'data', to: 'host', code: 0x4b, body: new Uint8Array(length) },
  })
  const longest = of(LONGEST_BODY)
  assert.equal(createPn532Splitter().push(encodePn532Frame(longest)), [longest])
  assert.throws(() => encodePn532Frame(of(LONGEST_BODY + 1)), /too long/)
})

pn532('a frame with any bit turned is not that frame, and the next one is whole', () => {
  const whole = bytes(VERSION)
  // Preamble and postamble carry nothing: any number of zeros may stand there, or none.
  for (let bit = 8; bit < (whole.length - 1) * 8; bit++) {
    const stream = whole.slice()
    stream[bit >> 3] = (stream[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const splitter = createPn532Splitter()
    const read = [...splitter.push(stream), ...splitter.silence()]
    assert.not(
      read.some((one) => one.kind === 'data'),
      `bit ${bit}`,
    )
    assert.is(splitter.push(whole).length, 1)
  }
})

pn532('takes any bytes, and finds the same frames however they are cut (fault 37)', () => {
  fc.assert(
    fc.property(pieces, frame, pieces, (before, wanted, after) => {
      const parts = [...before, encodePn532Frame(wanted), ...after]
      const all = (cut: readonly Uint8Array[]): Pn532Frame[] => {
        const splitter = createPn532Splitter()
        return [...feed(splitter, cut), ...splitter.silence()]
      }
      assert.equal(all(parts), all([joined(parts)]))
      assert.equal(all(parts), all(oneByOne(joined(parts))))
    }),
  )
})

pn532('after any noise and a silence, the next frame is whole (fault 37)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), frame, (noise, wanted) => {
      const splitter = createPn532Splitter()
      splitter.push(noise)
      splitter.silence()
      assert.equal(splitter.push(encodePn532Frame(wanted)), [plain(wanted)])
    }),
  )
})

const uid = fc
  .constantFrom(4, 7, 10)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
const card = fc
  .tuple(uid, fc.nat(0xffff), fc.nat(255), fc.uint8Array({ maxLength: 253 }))
  .map(([of, atqa, sak, ats]) => ({
    ...{ uid: of, atqa, sak },
    ats: (sak & 0x20) === 0 ? null : ats,
  }))
const answer: fc.Arbitrary<Pn532Answer> = fc.oneof(
  fc.array(card, { maxLength: 1 }).map((cards): Pn532Answer => ({ kind: 'cards', cards })),
  fc.constantFrom<Pn532Answer>(
    { kind: 'field' },
    { kind: 'tries' },
    { kind: 'sam-configuration' },
  ),
)

pn532(
  'answers come back: cards of 4, 7 and 10 bytes, with what they are and their ATS',
  () => {
    fc.assert(
      fc.property(answer, (wanted) => {
        const read = decodePn532Answer(wanted.kind, encodePn532Answer(wanted))
        assert.equal(read, { ok: true, answer: wanted })
      }),
    )
  },
)

pn532('two cards are both told', () => {
  const of = (...one: number[]) => ({
    ...{ uid: Uint8Array.from(one), atqa: 0x0004, sak: 0x08, ats: null },
  })
  const two: Pn532Answer = { kind: 'cards', cards: [of(1, 2, 3, 4), of(5, 6, 7, 8)] }
  assert.is(
    hex(encodePn532Answer(two).body),
    '02 01 00 04 08 04 01 02 03 04 02 00 04 08 04 05 06 07 08',
  )
  assert.equal(decodePn532Answer('cards', encodePn532Answer(two)), {
    ok: true,
    answer: two,
  })
})

const BAD_CARDS = [
  ['', 'nothing'],
  ['03', 'three cards'],
  ['01', 'a card that is not there'],
  ['01 01 00 04 08 05 01 02 03 04 05', 'a UID of five'],
  ['01 01 00 04 08 04 01 02 03', 'a UID cut off'],
  ['01 01 00 04 08 04 01 02 03 04 00', 'more than was told'],
  ['01 01 00 44 20 04 01 02 03 04', 'no ATS where there must be one'],
  ['01 01 00 44 20 04 01 02 03 04 00', 'an ATS that does not count itself'],
  ['01 01 00 44 20 04 01 02 03 04 05 75 77', 'an ATS cut off'],
  [`01 01 00 44 20 04 01 02 03 04 FF${' 00'.repeat(254)}`, 'an ATS of 255'],
] as const

for (const [wire, what] of BAD_CARDS)
  pn532(`${what} is no card`, () => {
    const body = bytes(wire)
    const read = decodePn532Answer('cards', { kind: 'data', to: 'host', code: 0x4b, body })
    assert.equal(read, { ok: false, reason: 'malformed' })
  })

pn532('whatever the chip says, nothing is thrown, and only its own answer is read', () => {
  const kinds = [
    'firmware-version',
    'sam-configuration',
    'tries',
    'field',
    'cards',
  ] as const
  fc.assert(
    fc.property(data, fc.constantFrom(...kinds), (said, kind) => {
      const read = decodePn532Answer(kind, said as Pn532Data)
      if (read.ok) assert.is(read.answer.kind, kind)
      decodePn532Command(said as Pn532Data)
    }),
  )
})

pn532.run()
