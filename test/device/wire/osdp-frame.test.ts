import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { encodeOsdpCommand, type OsdpCommand } from '../../../device/wire/osdp-command.ts'
import {
  createOsdpSplitter,
  encodeOsdpFrame,
  type OsdpFrame,
} from '../../../device/wire/osdp-frame.ts'
import { encodeOsdpReply, type OsdpReply } from '../../../device/wire/osdp-reply.ts'
import { bytes, hex } from './hex.ts'
import { feed, joined, oneByOne, pieces } from './pieces.ts'

const osdp = suite('osdp packets')

const packet = (
  place: Partial<OsdpFrame>,
  { code, payload }: Pick<OsdpFrame, 'code' | 'payload'>,
): OsdpFrame => ({
  ...{ address: 0, isReply: false, sequence: 0, check: 'crc', security: null },
  ...{ mac: new Uint8Array(0), code, payload, ...place },
})
const raw = (code: number, payload = '') => ({ code, payload: bytes(payload) })
const say = (command: OsdpCommand) => encodeOsdpCommand(command)
const reply = (said: OsdpReply) => encodeOsdpReply(said)

const AT_65 = { address: 0x65 }
const REPLY = { isReply: true }
const ANYBODY = { address: 0x7f }

/** Each on the wire, with where it is printed. */
const VECTORS: readonly [what: string, OsdpFrame, string][] = [
  // SIA OSDP, annex E, "CRC examples" 1 and 2, "checksum examples" 1 and 2.
  [
    'COMSET to anybody',
    packet(ANYBODY, raw(0x6e, '00 80 25 00 00')),
    '53 7F 0D 00 04 6E 00 80 25 00 00 6E 38',
  ],
  ['ID', packet({}, say({ kind: 'id' })), '53 00 09 00 04 61 00 C0 66'],
  [
    'COMSET by check sum',
    packet({ ...ANYBODY, check: 'sum' }, raw(0x6e, '00 80 25 00 00')),
    '53 7F 0C 00 00 6E 00 80 25 00 00 0F',
  ],
  [
    'ID by check sum',
    packet({ check: 'sum' }, say({ kind: 'id' })),
    '53 00 08 00 00 61 00 44',
  ],
  // libosdp, tests/unit-tests (standards §5.1).
  ['POLL at 65', packet(AT_65, say({ kind: 'poll' })), '53 65 08 00 04 60 60 90'],
  ['ID at 65', packet(AT_65, say({ kind: 'id' })), '53 65 09 00 04 61 00 D9 7A'],
  [
    'ACK at 65',
    packet({ ...AT_65, ...REPLY, sequence: 2 }, reply({ kind: 'ack' })),
    '53 E5 08 00 06 40 B0 F0',
  ],
  [
    'PDCAP',
    packet(
      { ...AT_65, ...REPLY, sequence: 1 },
      reply({ kind: 'capabilities', capabilities: [{ code: 4, compliance: 4, count: 1 }] }),
    ),
    '53 E5 0B 00 05 46 04 04 01 B3 EC',
  ],
  [
    'NAK',
    packet({ ...AT_65, ...REPLY, sequence: 1 }, reply({ kind: 'nak', reason: 1 })),
    '53 E5 09 00 05 41 01 0E 8F',
  ],
  [
    'POLL by check sum',
    packet({ ...AT_65, check: 'sum' }, say({ kind: 'poll' })),
    '53 65 07 00 00 60 E1',
  ],
  [
    'ACK by check sum',
    packet({ ...AT_65, ...REPLY, sequence: 1, check: 'sum' }, reply({ kind: 'ack' })),
    '53 E5 07 00 01 40 80',
  ],
  [
    'RMAC_I under SCS_14',
    packet(
      { ...AT_65, ...REPLY, sequence: 1, security: { type: 0x14, body: bytes('01') } },
      raw(0x78, 'A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE AF'),
    ),
    '53 E5 1B 00 0D 03 14 01 78 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE AF CA BA',
  ],
  // OSDP.Net, PacketDecodingTest.cs: a buzzer's command and a reader's identity, as captured.
  [
    'BUZ as captured',
    packet({ sequence: 2 }, say({ kind: 'buzzer', tones: 1 })),
    '53 00 0D 00 06 6A 00 02 02 02 01 59 92',
  ],
  // Worked out over the same layout (standards §5.1).
  ['POLL', packet({}, say({ kind: 'poll' })), '53 00 08 00 04 60 EB AA'],
  ['ACK', packet(REPLY, reply({ kind: 'ack' })), '53 80 08 00 04 40 59 AC'],
  [
    'CAP',
    packet({ sequence: 2 }, say({ kind: 'capabilities' })),
    '53 00 09 00 06 62 00 F3 5D',
  ],
  [
    'LSTAT',
    packet({ sequence: 3 }, say({ kind: 'local-status' })),
    '53 00 08 00 07 64 3C BF',
  ],
  [
    'OUT',
    packet({ sequence: 1 }, raw(0x68, '00 05 32 00')),
    '53 00 0C 00 05 68 00 05 32 00 FA 12',
  ],
  [
    'LED green for 3 s',
    packet({ sequence: 2 }, raw(0x69, '00 00 02 01 00 02 00 1E 00 00 00 00 00 00')),
    '53 00 16 00 06 69 00 00 02 01 00 02 00 1E 00 00 00 00 00 00 6C 06',
  ],
  [
    'BUZ twice',
    packet({ sequence: 3 }, say({ kind: 'buzzer', tones: 2 })),
    '53 00 0D 00 07 6A 00 02 02 02 02 5B 1A',
  ],
  [
    'COMSET',
    packet({ sequence: 1 }, raw(0x6e, '01 00 C2 01 00')),
    '53 00 0D 00 05 6E 01 00 C2 01 00 C6 68',
  ],
  [
    'RAW, 26 bits',
    packet(
      { ...REPLY, sequence: 1 },
      reply({ kind: 'badge', hasParity: true, count: 26, bytes: bytes('2D 00 A2 00') }),
    ),
    '53 80 10 00 05 50 00 01 1A 00 2D 00 A2 00 75 17',
  ],
  [
    'KEYPAD 1234#',
    packet(
      { ...REPLY, sequence: 2 },
      reply({ kind: 'keys', keys: ['1', '2', '3', '4', '#'] }),
    ),
    '53 80 0F 00 06 53 00 05 31 32 33 34 0D 3F 15',
  ],
]

for (const [what, frame, wire] of VECTORS)
  osdp(`${what} is as printed, out and in`, () => {
    assert.is(hex(encodeOsdpFrame(frame)), wire)
    assert.equal(createOsdpSplitter().push(bytes(wire)), [frame])
  })

osdp('a mark before the packet is let go of', () => {
  assert.is(createOsdpSplitter().push(bytes('FF FF 53 00 08 00 04 60 EB AA')).length, 1)
})

const frame: fc.Arbitrary<OsdpFrame> = fc
  .record({
    address: fc.nat(127),
    isReply: fc.boolean(),
    sequence: fc.nat(3),
    check: fc.constantFrom('crc' as const, 'sum' as const),
    type: fc.option(fc.integer({ min: 0x11, max: 0x18 })),
    body: fc.uint8Array({ maxLength: 3 }),
    code: fc.nat(255),
    payload: fc.uint8Array({ maxLength: 60 }),
    mac: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  })
  .map(({ type, body, mac, ...rest }) => ({
    ...rest,
    security: type === null ? null : { type, body },
    mac: type !== null && type >= 0x15 ? mac : new Uint8Array(0),
  }))

osdp('packets come back whole, in one piece or byte by byte', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 4 }), (wanted) => {
      const stream = joined(wanted.map(encodeOsdpFrame))
      assert.equal(createOsdpSplitter().push(stream), wanted)
      assert.equal(feed(createOsdpSplitter(), oneByOne(stream)), wanted)
    }),
  )
})

osdp('a packet with any bit turned is not a packet, and the next is whole', () => {
  const poll = bytes('53 00 08 00 04 60 EB AA')
  for (let bit = 0; bit < poll.length * 8; bit++) {
    const stream = poll.slice()
    stream[bit >> 3] = (stream[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const splitter = createOsdpSplitter()
    assert.equal([...splitter.push(stream), ...splitter.silence()], [], `bit ${bit}`)
    assert.is(splitter.push(poll).length, 1)
  }
})

osdp('takes any bytes, and finds the same packets however they are cut (fault 37)', () => {
  fc.assert(
    fc.property(pieces, frame, pieces, (before, wanted, after) => {
      const parts = [...before, encodeOsdpFrame(wanted), ...after]
      const all = (cut: readonly Uint8Array[]): OsdpFrame[] => {
        const splitter = createOsdpSplitter()
        return [...feed(splitter, cut), ...splitter.silence()]
      }
      assert.equal(all(parts), all([joined(parts)]))
      assert.equal(all(parts), all(oneByOne(joined(parts))))
    }),
  )
})

osdp('after any noise and a silence, the next packet is whole (fault 37)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), frame, (noise, wanted) => {
      const splitter = createOsdpSplitter()
      splitter.push(noise)
      splitter.silence()
      assert.equal(splitter.push(encodeOsdpFrame(wanted)), [wanted])
    }),
  )
})

osdp('the longest packet has 1440 bytes, and a longer one is a mistake of ours', () => {
  const of = (length: number) => packet({}, { code: 1, payload: new Uint8Array(length) })
  assert.is(encodeOsdpFrame(of(1432)).length, 1440)
  assert.throws(() => encodeOsdpFrame(of(1433)), /too long/)
})

osdp.run()
