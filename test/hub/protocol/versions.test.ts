// Fault 53: what an earlier build said is understood by this one, for as long as it is served.
// recorded/v<n>.json holds what builds of protocol n put on the wire; it is never made anew.
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readIncoming } from '../../../device/link/incoming.ts'
import { readRows } from '../../../hub/inbox/rows.ts'
import { decode, type Heard } from '../../../hub/link/decode.ts'
import { ASKS, type AskKind } from '../../../hub/protocol/asks.ts'
import { kioskConfiguration } from '../../../hub/protocol/configuration.ts'
import {
  type AckMessage,
  type AnswerMessage,
  type AskMessage,
  acked,
  type ConfigMessage,
  type EventBatch,
} from '../../../hub/protocol/envelope.ts'
import { eventRows } from '../../../hub/protocol/events.ts'
import { bootKeys, deriveKeys, open } from '../../../hub/protocol/seal.ts'
import type { Channel } from '../../../hub/protocol/topics.ts'
import { PROTOCOL_VERSION } from '../../../hub/protocol/topics.ts'

type Recorded = {
  secret: string
  kiosk: string
  epoch: number
  messages: {
    state: object
    reported: object
    event: EventBatch
    asks: AskMessage[]
    answers: { kind: AskKind; message: AnswerMessage }[]
    ack: AckMessage
    config: ConfigMessage
  }
}

const FOLDER = 'test/hub/protocol/recorded'
const files = readdirSync(FOLDER).sort()
const readRecorded = (file: string): Recorded =>
  JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))

const bytes = (message: object, more: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ ...message, ...more }))

const openedAs = async (
  { secret, kiosk, epoch }: Recorded,
  channel: Channel,
  { id, sealed }: { id: string; sealed: string },
): Promise<unknown> => {
  const shared = new Uint8Array(Buffer.from(secret, 'base64url'))
  const key = channel === 'config' ? deriveKeys(shared).seal : bootKeys(shared)(epoch)
  const opened = open(key, { kiosk, channel, id }, sealed)
  assert.ok(opened.ok, `${channel} ${id} opens`)
  return opened.body
}

test('every protocol version that is served has been recorded', () => {
  const served = [PROTOCOL_VERSION - 2, PROTOCOL_VERSION - 1, PROTOCOL_VERSION]
  const wanted = served.filter((v) => v >= 1).map((v) => `v${v}.json`)
  assert.equal(files.slice(-wanted.length), wanted)
})

for (const file of files) {
  const { messages } = readRecorded(file)

  test(`the hub understands what kiosks of ${file} say, and fields it does not know`, async () => {
    const recorded = readRecorded(file)
    const heard: [Heard, object][] = [
      ['state', messages.state],
      ['reported', messages.reported],
      ['event', messages.event],
      ...messages.asks.map((ask): [Heard, object] => ['ask', ask]),
    ]
    for (const [channel, message] of heard)
      for (const more of [{}, { mood: 'of tomorrow' }])
        assert.ok(decode(channel, bytes(message, more)).ok, channel)
    for (const { id, n, kind, sealed } of messages.asks) {
      const request = await openedAs(recorded, 'ask', { id: `${n}.${id}`, sealed })
      assert.ok(ASKS[kind as AskKind].request.safeParse(request).success, kind)
    }
  })

  test(`the hub understands every row that kiosks of ${file} tell`, async () => {
    const { epoch, first, last, sealed } = messages.event
    const at = { id: `${epoch}.${first}.${last}`, sealed }
    const bodies = eventRows.parse(await openedAs(readRecorded(file), 'event', at))
    const rows = readRows(bodies, messages.event)
    assert.is(rows.length, last - first + 1)
    for (const row of rows) assert.ok(row.ok, `row ${row.seq}`)
  })

  test(`a kiosk understands what hubs of ${file} say, and fields it does not know`, async () => {
    const recorded = readRecorded(file)
    for (const more of [{}, { mood: 'of tomorrow' }]) {
      assert.ok(readIncoming('ack', bytes(messages.ack, more)).ok)
      assert.ok(readIncoming('config', bytes(messages.config, more)).ok)
    }
    for (const { kind, message } of messages.answers) {
      assert.ok(readIncoming('answer', bytes(message)).ok)
      const answer = await openedAs(recorded, 'answer', message)
      assert.ok(ASKS[kind].answer.safeParse(answer).success, kind)
    }
    const ack = { id: String(messages.ack.epoch), sealed: messages.ack.sealed }
    assert.is(acked.parse(await openedAs(recorded, 'ack', ack)).upTo, 13)
    const { version, sealed } = messages.config
    const config = await openedAs(recorded, 'config', { id: String(version), sealed })
    assert.ok(kioskConfiguration.safeParse(config).success)
  })
}

test('a message of a newer protocol is refused by name at both ends, never misread', () => {
  const state = { v: PROTOCOL_VERSION + 1, status: 'ready', epoch: 1 }
  assert.equal(decode('state', bytes(state)), { ok: false, reason: 'newer-protocol' })
  const ack = { v: PROTOCOL_VERSION + 1, epoch: 1, sealed: 'x'.repeat(40) }
  assert.equal(readIncoming('ack', bytes(ack)), { ok: false, reason: 'newer-protocol' })
})

test('a refusal for a reason of tomorrow is still a refusal, so nobody borrows without the hub', () => {
  for (const kind of [
    'entry',
    'identify',
    'checkout',
    'renew',
    'account',
    'item',
  ] as const) {
    const parsed = ASKS[kind].answer.safeParse({ ok: false, reason: 'of-tomorrow' })
    assert.ok(parsed.success, kind)
    assert.is(parsed.data.ok, false)
  }
})

test('a patron whose language this kiosk has no words in is let in all the same', () => {
  const granted = { ok: true, patron: 'patron-key-0001', language: 'se' }
  const parsed = ASKS.entry.answer.parse(granted)
  assert.equal(parsed, { ...granted, language: 'sv' })
})

test.run()
