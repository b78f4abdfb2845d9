import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  decodeStatus,
  encodePaperSensor,
  encodeStatus,
  encodeStatusRequest,
  isPaperSensor,
  type StatusTopic,
} from '../../../device/wire/escpos-status.ts'
import { hex } from './hex.ts'

const status = suite('escpos status')
const TOPICS: readonly StatusTopic[] = [1, 2, 3, 4]

status('asks in real time, DLE EOT n', () => {
  assert.is(hex(encodeStatusRequest(4)), '10 04 04')
})

/** Bytes: Bixolon's and Epson's command manuals; 7E is what some drivers send for "out". */
const PAPER = [
  [0x12, 'ok'],
  [0x1e, 'near-end'],
  [0x72, 'out'],
  [0x7e, 'out'],
] as const

for (const [byte, paper] of PAPER) {
  status(`paper: ${byte.toString(16)} is ${paper}`, () => {
    assert.equal(decodeStatus(4, byte), { ok: true, status: { topic: 4, paper } })
  })
}

/** Bits by the meaning Epson's manual gives them. */
const CAUSES = [
  [1, 0x1a, 'offline'],
  [1, 0x32, 'waiting'],
  [1, 0x52, 'feedPressed'],
  [2, 0x16, 'coverOpen'],
  [2, 0x1a, 'feedPressed'],
  [2, 0x32, 'paperOut'],
  [2, 0x52, 'error'],
  [3, 0x16, 'recoverable'],
  [3, 0x1a, 'cutter'],
  [3, 0x32, 'unrecoverable'],
  [3, 0x52, 'passing'],
] as const

for (const [topic, byte, cause] of CAUSES) {
  status(`topic ${topic}: ${byte.toString(16)} means ${cause} and nothing else`, () => {
    const decoded = decodeStatus(topic, byte)
    assert.ok(decoded.ok)
    const said = Object.entries(decoded.status).filter(([, value]) => value === true)
    assert.equal(said, [[cause, true]])
    assert.is(encodeStatus(decoded.status), byte)
  })
}

status('every byte is either a status that reads back the same, or none', () => {
  for (const topic of TOPICS) {
    for (let byte = 0; byte < 256; byte++) {
      const decoded = decodeStatus(topic, byte)
      const isStatus = (byte & 0x93) === 0x12
      assert.is(decoded.ok, isStatus)
      if (decoded.ok)
        assert.equal(decodeStatus(topic, encodeStatus(decoded.status)), decoded)
    }
  }
})

status('a printer that answers nothing sensible has no status', () => {
  for (const byte of [0x00, 0xff, 0x11, 0x13])
    assert.equal(decodeStatus(4, byte), { ok: false, reason: 'not-a-status' })
})

status('the answer to GS r is never taken for a real-time status', () => {
  for (const paper of ['ok', 'near-end', 'out'] as const) {
    const byte = encodePaperSensor(paper)
    assert.ok(isPaperSensor(byte))
    for (const topic of TOPICS) assert.not(decodeStatus(topic, byte).ok)
  }
  for (let byte = 0; byte < 256; byte++)
    assert.not(isPaperSensor(byte) && decodeStatus(1, byte).ok)
})

status.run()
