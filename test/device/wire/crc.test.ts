import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  crc16Aug,
  crc16CcittFalse,
  crc16Mcrf4xx,
  crc16X25,
} from '../../../device/wire/crc.ts'
import { bytes } from './hex.ts'

const crc = suite('crc')
const ascii = (text: string) => new TextEncoder().encode(text)

// The check value of a CRC is that of "123456789" (Williams, "A painless guide to CRC").
crc('tag contents: CCITT-FALSE, check 29B1', () => {
  assert.is(crc16CcittFalse(ascii('123456789')), 0x29b1)
})

// ISO 28560-3, the example beside the CRC's definition.
crc('tag contents: the standard’s own example', () => {
  assert.is(crc16CcittFalse(ascii('RFID tag data model')), 0x1aee)
})

crc('tag contents: an all-zero block is not its own check sum', () => {
  assert.is(crc16CcittFalse(new Uint8Array(32)), 0xf14c)
})

crc('over the air: X-25 (ISO/IEC 13239), check 906E', () => {
  assert.is(crc16X25(ascii('123456789')), 0x906e)
})

crc('reader frames: MCRF4XX, check 6F91', () => {
  assert.is(crc16Mcrf4xx(ascii('123456789')), 0x6f91)
})

// Inventory as published in open Arduino projects for FEIG readers.
crc('reader frames: a frame with its own check sum leaves zero', () => {
  assert.is(crc16Mcrf4xx(bytes('07 FF B0 01 00 1C 56')), 0)
})

crc('OSDP packets: AUG-CCITT, check E5CC', () => {
  assert.is(crc16Aug(ascii('123456789')), 0xe5cc)
})

crc.run()
