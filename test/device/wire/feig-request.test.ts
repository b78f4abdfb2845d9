import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createFeigSplitter } from '../../../device/wire/feig-frame.ts'
import { decodeFeigRequest, encodeFeigRequest } from '../../../device/wire/feig-request.ts'
import { FEIG_REQUESTS } from './feig-vectors.ts'
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

requests.run()
