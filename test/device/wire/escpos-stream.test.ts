import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ESCPOS, encodeReceipt } from '../../../device/wire/escpos.ts'
import {
  encodePaperRequest,
  encodeStatusRequest,
} from '../../../device/wire/escpos-status.ts'
import { createEscposSplitter } from '../../../device/wire/escpos-stream.ts'
import { bytes } from './hex.ts'
import { onPaper } from './paper.ts'
import { feed, joined, oneByOne, pieces } from './pieces.ts'

const stream = suite('escpos stream')

const printed = (parts: readonly Uint8Array[]) =>
  onPaper(feed(createEscposSplitter(), parts))

const receipt = encodeReceipt(
  {
    branch: 'Mora',
    when: '19 nov 2026',
    heading: 'Lån',
    lines: [{ text: 'Åke', right: '17 dec' }],
    closing: [],
  },
  { codePage: 'cp865' },
)

stream('a receipt in single bytes is the same receipt', () => {
  assert.equal(printed(oneByOne(receipt)), printed([receipt]))
})

stream('a status request between the lines is answered there and prints nothing', () => {
  const asked = encodeStatusRequest(4)
  const events = printed([bytes('41 0A'), asked, bytes('42 0A')])
  assert.equal(
    events.map(({ kind }) => kind),
    ['line', 'status-request', 'line'],
  )
  assert.equal(events[1], { kind: 'status-request', topic: 4 })
})

stream('the order to clear the buffer forgets the line that waits', () => {
  const order = Uint8Array.from(ESCPOS.clear())
  for (const parts of [[order], oneByOne(order)])
    assert.equal(printed([bytes('41'), ...parts, bytes('42 0A')]), [
      { kind: 'line', line: { text: 'B', bold: false, align: 'left', large: false } },
    ])
})

stream('the question whether all is printed keeps its place between the lines', () => {
  const events = printed([bytes('41 0A'), encodePaperRequest(), bytes('42 0A')])
  assert.equal(
    events.map(({ kind }) => kind),
    ['line', 'paper-request', 'line'],
  )
})

stream('each of the ways to cut cuts once', () => {
  for (const cut of ['1D 56 00', '1D 56 01', '1D 56 30', '1D 56 42 00', '1D 56 41 10'])
    assert.equal(
      printed([bytes(`${cut} 0A`)]).map(({ kind }) => kind),
      ['cut', 'line'],
    )
})

stream('init forgets modes, page and the line that waits', () => {
  const events = printed([bytes('1B 45 01 1D 21 11 1B 61 02 1B 74 10 41 1B 40 86 0A')])
  assert.equal(events, [
    { kind: 'line', line: { text: 'å', bold: false, align: 'left', large: false } },
  ])
})

stream('a line that never ends is printed in pieces, not kept', () => {
  const [first] = printed(Array.from({ length: 100 }, () => new Uint8Array(100).fill(0x41)))
  assert.ok(first?.kind === 'line')
  assert.ok(first.line.text.length <= 1024)
})

stream('a command cut off by silence does not eat the next receipt', () => {
  const splitter = createEscposSplitter()
  splitter.push(bytes('1B'))
  splitter.silence()
  assert.equal(onPaper(splitter.push(receipt)), printed([receipt]))
  assert.is(splitter.discarded, 1)
})

stream('takes any bytes, and prints the same however they are cut', () => {
  const merged = (parts: readonly Uint8Array[]) =>
    printed(parts).filter(({ kind }) => kind !== 'feed')
  fc.assert(
    fc.property(pieces, (parts) => {
      assert.equal(merged(parts), merged([joined(parts)]))
      assert.equal(merged(parts), merged(oneByOne(joined(parts))))
    }),
  )
})

stream('after any noise, a receipt that begins on a new line is whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const splitter = createEscposSplitter()
      splitter.push(noise)
      splitter.silence()
      assert.equal(onPaper(splitter.push(receipt)), printed([receipt]))
    }),
  )
})

stream.run()
