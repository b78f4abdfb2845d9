// The simulated devices under bytes that no host would send.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createFeigDevice } from '../../../device/simulator/feig-device.ts'
import { createFirmataDevice } from '../../../device/simulator/firmata-device.ts'
import { createFirmataParser } from '../../../device/simulator/firmata-protocol.ts'
import { paced } from '../../../device/simulator/pace.ts'
import { createPrinterDevice } from '../../../device/simulator/printer-device.ts'
import type { ByteDevice } from '../../../device/simulator/wires.ts'
import { LONGEST_BODY } from '../../../device/wire/feig-frame.ts'
import { encodeFeigRequest } from '../../../device/wire/feig-request.ts'
import { listening } from '../../support/listening.ts'
import { itemTag, uidOf } from '../../support/tags.ts'

const noise = fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 })

/** Plugs it in, and returns what it says. */
const hear = (device: ByteDevice): number[] => {
  const said: number[] = []
  device.plugged((bytes) => said.push(...bytes))
  return said
}

const hex = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')

test('a reader answers after any noise, and only for tags in its field', () => {
  fc.assert(
    fc.property(noise, (chunks) => {
      const reader = createFeigDevice()
      reader.put(itemTag(1))
      const said = hear(reader)
      for (const chunk of chunks) reader.receive(chunk)
      // Noise may promise the longest frame there is: as many bytes of resets end it.
      const reset = encodeFeigRequest({ kind: 'rf-reset' })
      const enough = LONGEST_BODY.advanced / reset.length + 10
      for (let i = 0; i < enough; i++) reader.receive(reset)
      const before = said.length
      reader.receive(encodeFeigRequest({ kind: 'inventory', more: false }))
      assert.match(hex(said.slice(before)), 'b0 00 01 03 00 e0 04 01 50 00 00 00 01')
    }),
    { numRuns: 30 },
  )
})

test('a reader says that a tag is not there', () => {
  const reader = createFeigDevice()
  const said = hear(reader)
  reader.receive(encodeFeigRequest({ kind: 'system-information', uid: uidOf(1) }))
  assert.is(hex(said.slice(0, 4)), '06 00 b0 01')
})

test('locked blocks are not written, and are told as locked', () => {
  const tag = itemTag(1)
  assert.equal(tag.lockBlock(0), { ok: true })
  assert.equal(tag.writeBlocks(0, new Uint8Array(4)), { ok: false, error: 0x12 })
  assert.equal(tag.writeBlocks(1, Uint8Array.of(1, 2, 3, 4)), { ok: true })
  const read = tag.readBlocks(0, 2)
  assert.ok(read.ok && read.locked[0] && !read.locked[1])
  assert.equal([...(read.ok ? read.bytes.slice(4) : [])], [1, 2, 3, 4])
  assert.equal(tag.readBlocks(27, 2), { ok: false, error: 0x10 })
  assert.equal(tag.lockBlock(0), { ok: false, error: 0x11 })
})

test('a board takes any noise, and its outputs stay in their range', () => {
  fc.assert(
    fc.property(noise, (chunks) => {
      const board = createFirmataDevice({ limits: [{ pin: 7, safe: 0, ms: 10_000 }] })
      const said = hear(board)
      for (const chunk of chunks) board.receive(chunk)
      board.unplugged()
      board.plugged((bytes) => said.push(...bytes))
      const before = said.length
      board.receive(Uint8Array.of(0xff, 0xf9))
      assert.equal(said.slice(before), [0xf9, 2, 5])
      assert.is(board.output(7), 0)
    }),
  )
})

test('Firmata commands are the same whole or byte by byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const whole = createFirmataParser().push(bytes)
      const parser = createFirmataParser()
      const single = [...bytes].flatMap((byte) => parser.push(Uint8Array.of(byte)))
      assert.equal(single, whole)
    }),
  )
})

test('a printer prints or skips any noise, and still answers', () => {
  fc.assert(
    fc.property(noise, (chunks) => {
      const printer = createPrinterDevice()
      const said = hear(printer)
      for (const chunk of chunks) printer.receive(chunk)
      // Longer than any command the noise may have begun.
      printer.receive(new Uint8Array(300).fill(0x0a))
      const before = said.length
      printer.receive(Uint8Array.of(0x10, 0x04, 0x04))
      assert.equal(said.slice(before), [0x12])
    }),
  )
})

test('a paced device answers later, in order', async () => {
  const said = listening<number>()
  const echo: ByteDevice = {
    plugged: (send) => {
      echo.receive = send
    },
    receive: () => {},
    unplugged: () => {},
  }
  const slow = paced(echo, { baudRate: 115_200, bitsPerByte: 10 })
  slow.plugged((bytes) => said.tell(bytes.length))
  slow.receive(new Uint8Array(30))
  slow.receive(new Uint8Array(60))
  assert.equal(said.all, [])
  assert.is(await said.next(), 30)
  assert.is(await said.next(), 60)
  slow.unplugged()
})

test.run()
