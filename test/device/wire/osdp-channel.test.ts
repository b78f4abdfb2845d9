import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Channel,
  openMessage,
  sealMessage,
} from '../../../device/wire/osdp-channel.ts'
import { encodeOsdpCommand } from '../../../device/wire/osdp-command.ts'
import { createOsdpSplitter, encodeOsdpFrame } from '../../../device/wire/osdp-frame.ts'
import {
  cryptogram,
  DEFAULT_KEY,
  initialMac,
  macOf,
  seal,
  sessionKeys,
  unseal,
} from '../../../device/wire/osdp-keys.ts'
import { bytes, hex } from './hex.ts'

const channel = suite('osdp secure channel')

// SIA OSDP, annex E: SCBK-D, RND.A B0…B7, RND.B A0…A7. Also libosdp, test-sc-sia-vectors.c; each
// once more by openssl (standards §5.1).
const RND_A = bytes('B0 B1 B2 B3 B4 B5 B6 B7')
const RND_B = bytes('A0 A1 A2 A3 A4 A5 A6 A7')
const KEYS = sessionKeys(DEFAULT_KEY, RND_A)
const SERVER = cryptogram(KEYS, RND_B, RND_A)

const packed = (of: Uint8Array): string => hex(of).replaceAll(' ', '')

channel('the keys of a session are those of annex E', () => {
  assert.is(packed(DEFAULT_KEY), '303132333435363738393A3B3C3D3E3F')
  assert.is(packed(KEYS.enc), 'BF8DC2A8329ACB8C67C6D0CD9A451682')
  assert.is(packed(KEYS.mac1), '5E86C676603BDEE2D8BEAFE178637332')
  assert.is(packed(KEYS.mac2), '6FDA86E857777E81132035758239172E')
})

channel('the proofs and the first MAC are those of annex E', () => {
  assert.is(packed(cryptogram(KEYS, RND_A, RND_B)), 'FDE5D2F428EC16312471EA3C02BD7796')
  assert.is(packed(SERVER), '26D3356E07762D262801FC8E6665A891')
  assert.is(packed(initialMac(KEYS, SERVER)), 'B2A30057EB98BA2229EC1F875662B524')
})

const FRESH: Channel = {
  keys: KEYS,
  panel: new Uint8Array(16),
  reader: initialMac(KEYS, SERVER),
}

const place = { address: 0, sequence: 3 }
// A poll and the badge that answers it, in the session of annex E: worked out by hand with openssl.
channel(
  'a poll and the badge that answers it are sealed as by openssl, byte for byte',
  () => {
    const poll = sealMessage(FRESH, 'panel', place, encodeOsdpCommand({ kind: 'poll' }))
    assert.match(packed(encodeOsdpFrame(poll.frame)), /^53000E000F02156069BDC654/)
    const badge = { code: 0x50, payload: bytes('00 01 1A 00 2D 00 A2 00') }
    const told = sealMessage(poll.channel, 'reader', place, badge)
    assert.match(
      packed(encodeOsdpFrame(told.frame)),
      /^53801E000F02185052BFF028AA1B5BDEF4F7ED5BA0408E3E26E81940/,
    )
  },
)

const text = fc.uint8Array({ maxLength: 80 })
const exchange = fc.array(
  fc.record({ code: fc.nat(255), payload: text, answer: fc.nat(255), back: text }),
  { minLength: 1, maxLength: 6 },
)

channel('whatever is said, both ends read it and nobody else does', () => {
  fc.assert(
    fc.property(exchange, (said) => {
      let panel = FRESH
      let reader = FRESH
      for (const { code, payload, answer, back } of said) {
        const out = sealMessage(panel, 'panel', place, { code, payload })
        const heard = openMessage(reader, 'panel', out.frame)
        assert.equal(heard.ok && heard.message, { code, payload })
        if (payload.length > 3)
          assert.not(hex(encodeOsdpFrame(out.frame)).includes(hex(payload)))
        assert.ok(heard.ok)
        if (!heard.ok) return
        const reply = sealMessage(heard.channel, 'reader', place, {
          ...{ code: answer, payload: back },
        })
        const read = openMessage(out.channel, 'reader', reply.frame)
        assert.ok(read.ok)
        if (!read.ok) return
        assert.equal(read.message, { code: answer, payload: back })
        panel = read.channel
        reader = reply.channel
      }
    }),
  )
})

channel('a message with any bit turned is not opened (threat 8)', () => {
  const message = { code: 0x50, payload: bytes('00 01 1A 00 2D 00 A2 00') }
  for (const said of [message, { ...message, payload: new Uint8Array(0) }]) {
    const { frame } = sealMessage(FRESH, 'reader', place, said)
    const turned = (of: Uint8Array, bit: number): Uint8Array =>
      of.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    const opens = (changed: Partial<typeof frame>): boolean =>
      openMessage(FRESH, 'reader', { ...frame, ...changed }).ok
    assert.ok(opens({}))
    for (let bit = 0; bit < frame.payload.length * 8; bit++)
      assert.not(opens({ payload: turned(frame.payload, bit) }))
    for (let bit = 0; bit < 32; bit++) assert.not(opens({ mac: turned(frame.mac, bit) }))
    assert.not(opens({ code: 0x53 }))
    assert.not(opens({ sequence: 2 }))
    assert.not(opens({ address: 1 }))
    assert.not(opens({ mac: new Uint8Array(0) }))
  }
})

channel('a reply played again is not opened, even by its number (threat 8)', () => {
  const badge = { code: 0x50, payload: bytes('00 01 1A 00 2D 00 A2 00') }
  const poll = encodeOsdpCommand({ kind: 'poll' })
  const asked = sealMessage(FRESH, 'panel', place, poll)
  const told = sealMessage(asked.channel, 'reader', place, badge)
  const asked2 = sealMessage(told.channel, 'panel', place, poll)
  assert.equal(openMessage(asked2.channel, 'reader', told.frame), {
    ...{ ok: false, reason: 'mac' },
  })
})

channel('what is clear, or authenticated but readable, is not taken (threat 9)', () => {
  const { frame } = sealMessage(FRESH, 'reader', place, { code: 0x50, payload: RND_A })
  const clear = { ok: false, reason: 'clear' }
  const open = (changed: Partial<typeof frame>) =>
    openMessage(FRESH, 'reader', { ...frame, ...changed })
  assert.equal(open({ security: null, mac: new Uint8Array(0) }), clear)
  for (const type of [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17])
    assert.equal(open({ security: { type, body: new Uint8Array(0) } }), clear, `${type}`)
})

channel('padding is 80 and zeros, and nothing else', () => {
  const iv = Uint8Array.of(...RND_A, ...RND_B)
  fc.assert(
    fc.property(text, (plain) =>
      assert.equal(unseal(KEYS, seal(KEYS, plain, iv), iv), plain),
    ),
  )
  for (const length of [0, 1, 15, 17])
    assert.is(unseal(KEYS, new Uint8Array(length), iv), undefined)
})

channel('the MAC of whole blocks has no padding, of half ones it has', () => {
  const iv = new Uint8Array(16)
  assert.equal(
    macOf(KEYS, bytes('01 80'), iv),
    macOf(KEYS, Uint8Array.of(1, 0x80, 0x80, ...new Uint8Array(13)), iv),
  )
  assert.is(macOf(KEYS, new Uint8Array(16), iv).length, 16)
})

channel('any packet of the channel survives the wire', () => {
  fc.assert(
    fc.property(text, fc.nat(255), (payload, code) => {
      const { frame } = sealMessage(FRESH, 'panel', place, { code, payload })
      assert.equal(createOsdpSplitter().push(encodeOsdpFrame(frame)), [frame])
    }),
  )
})

channel.run()
