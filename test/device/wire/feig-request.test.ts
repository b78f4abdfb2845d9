import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createFeigSplitter, type FeigFrame } from '../../../device/wire/feig-frame.ts'
import { decodeFeigRequest, encodeFeigRequest } from '../../../device/wire/feig-request.ts'
import { FEIG_STATUS, type FeigStatus } from '../../../device/wire/feig-status.ts'
import { FEIG_REQUESTS, UID } from './feig-vectors.ts'
import { bytes, hex } from './hex.ts'

const requests = suite('feig requests')

for (const [request, form, vector] of FEIG_REQUESTS) {
  requests(`${request.kind}, ${form}: ${vector}`, () => {
    assert.is(hex(encodeFeigRequest(request, { form })), vector)
    const [frame, ...others] = createFeigSplitter().push(bytes(vector))
    assert.equal(others, [])
    assert.ok(frame)
    assert.equal(decodeFeigRequest(frame), { ok: true, request })
  })
}

const frameOf = (command: number, body: string): FeigFrame => ({
  form: 'standard',
  address: 0xff,
  command,
  body: bytes(body),
})

/** What a reader is asked, and the status it answers with. */
const REFUSED: readonly (readonly [string, FeigFrame, FeigStatus])[] = [
  ['a command nobody knows', frameOf(0x42, ''), 'unknown-command'],
  ['a tag command nobody knows', frameOf(0xb0, '7F 00'), 'unknown-command'],
  ['an inventory without mode', frameOf(0xb0, '01'), 'wrong-length'],
  ['a request to no tag in particular', frameOf(0xb0, '2B 00'), 'not-in-this-mode'],
  ['half a UID', frameOf(0xb0, '2B 01 E0 04 01'), 'wrong-length'],
  [
    'fewer blocks than promised',
    frameOf(0xb0, '24 01 E0 04 01 00 46 A8 47 AD 00 02 04 11 01 01 31'),
    'wrong-length',
  ],
]

for (const [what, frame, status] of REFUSED) {
  requests(`a reader refuses ${what}: ${status}`, () => {
    assert.equal(decodeFeigRequest(frame), { ok: false, status: FEIG_STATUS[status] })
  })
}

requests('numbers that fit no byte are a mistake of ours', () => {
  const read = { kind: 'read-blocks' as const, uid: UID, first: 0 }
  assert.throws(() => encodeFeigRequest({ ...read, count: 256 }), /a byte is/)
  assert.throws(
    () => encodeFeigRequest({ ...read, count: 1, uid: 'E004' }),
    /16 hex digits/,
  )
  const odd = { first: 0, blockSize: 4, bytes: bytes('11 01 01') }
  assert.throws(
    () => encodeFeigRequest({ kind: 'write-blocks', uid: UID, ...odd }),
    /whole number of blocks/,
  )
})

requests.run()
