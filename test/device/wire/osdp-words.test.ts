import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  decodeOsdpCommand,
  encodeOsdpCommand,
  LED_COLOURS,
  type OsdpCommand,
} from '../../../device/wire/osdp-command.ts'
import {
  decodeOsdpReply,
  encodeOsdpReply,
  type OsdpKey,
  type OsdpReply,
} from '../../../device/wire/osdp-reply.ts'
import { bytes } from './hex.ts'

const words = suite('osdp words')

const of = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const command: fc.Arbitrary<OsdpCommand> = fc.oneof(
  fc.constantFrom<OsdpCommand>(
    ...(['poll', 'id', 'capabilities', 'local-status'] as const).map((kind) => ({ kind })),
  ),
  fc.constantFrom(...LED_COLOURS).map((colour): OsdpCommand => ({ kind: 'led', colour })),
  fc
    .oneof(
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom('endless' as const, 'none' as const),
    )
    .map((tones): OsdpCommand => ({ kind: 'buzzer', tones })),
  of(16).map((key): OsdpCommand => ({ kind: 'set-key', key })),
  of(8).map((random): OsdpCommand => ({ kind: 'challenge', random })),
  of(16).map((cryptogram): OsdpCommand => ({ kind: 'proof', cryptogram })),
)

const badge = fc
  .tuple(fc.integer({ min: 1, max: 128 }), fc.boolean())
  .chain(([count, hasParity]) =>
    of(Math.ceil(count / 8)).map(
      (read): OsdpReply => ({
        ...{ kind: 'badge', hasParity, count, bytes: read },
      }),
    ),
  )

const reply: fc.Arbitrary<OsdpReply> = fc.oneof(
  fc.constantFrom<OsdpReply>({ kind: 'ack' }, { kind: 'busy' }),
  fc.integer({ min: 1, max: 9 }).map((reason): OsdpReply => ({ kind: 'nak', reason })),
  fc.tuple(fc.boolean(), fc.boolean()).map(
    ([tamper, power]): OsdpReply => ({
      ...{ kind: 'local-status', tamper, power },
    }),
  ),
  badge,
  fc
    .array(fc.constantFrom<OsdpKey>('0', '1', '5', '9', '*', '#'), { maxLength: 12 })
    .map((keys): OsdpReply => ({ kind: 'keys', keys })),
  fc.tuple(of(8), of(8), of(16)).map(
    ([uid, random, cryptogram]): OsdpReply => ({
      ...{ kind: 'challenged', uid, random, cryptogram },
    }),
  ),
  of(16).map((mac): OsdpReply => ({ kind: 'proved', mac })),
)

words('commands come back', () => {
  fc.assert(
    fc.property(command, (wanted) =>
      assert.equal(decodeOsdpCommand(encodeOsdpCommand(wanted)), {
        ok: true,
        command: wanted,
      }),
    ),
  )
})

words('replies come back', () => {
  fc.assert(
    fc.property(reply, (wanted) =>
      assert.equal(decodeOsdpReply(encodeOsdpReply(wanted)), { ok: true, reply: wanted }),
    ),
  )
})

words('whatever comes, nothing is thrown', () => {
  fc.assert(
    fc.property(fc.nat(255), fc.uint8Array({ maxLength: 80 }), (code, payload) => {
      decodeOsdpCommand({ code, payload })
      const read = decodeOsdpReply({ code, payload })
      if (read.ok && read.reply.kind === 'badge')
        assert.is(read.reply.bytes.length, Math.ceil(read.reply.count / 8))
    }),
  )
})

// As captured: OSDP.Net, PacketDecodingTest.cs.
words('a reader says who it is', () => {
  const payload = bytes('00 0E E3 10 10 00 00 74 97 23 06 06')
  assert.equal(decodeOsdpReply({ code: 0x45, payload }), {
    ok: true,
    reply: {
      ...{ kind: 'id', vendor: '000ee3', model: 0x10, version: 0x10, serial: 0x97740000 },
    },
  })
})

words('keys that are no part of a PIN are not read, * and # in either way are', () => {
  const payload = bytes('00 06 31 41 7F 0D 2A 23')
  assert.equal(decodeOsdpReply({ code: 0x53, payload }), {
    ok: true,
    reply: { kind: 'keys', keys: ['1', '*', '#', '*', '#'] },
  })
})

words(
  'more bits than there are, more keys than there are, and a half status are none',
  () => {
    for (const [code, payload] of [
      [0x50, '00 01 FF FF 00'],
      [0x50, '00 01 00 00'],
      [0x50, '00 01 1A 00 2D 00 A2'],
      [0x50, '00'],
      [0x53, '00 05 31'],
      [0x53, ''],
      [0x48, '01'],
      [0x76, '00 01 02'],
      [0x78, '00'],
      [0x46, '04 04'],
      [0x41, ''],
    ] as const)
      assert.equal(decodeOsdpReply({ code, payload: bytes(payload) }), {
        ...{ ok: false, reason: 'malformed' },
      })
  },
)

words.run()
