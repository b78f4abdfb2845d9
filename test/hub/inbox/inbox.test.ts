// Events over a real broker: exactly once, in order, whatever the line does to them.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { forgetOld } from '../../../hub/inbox/forget.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import type { Store } from '../../../hub/store/store.ts'
import { THURSDAY_EVENING as at, startTestHub } from '../../support/hub.ts'
import { openLibrary } from '../../support/library.ts'
import { openVoice, rows } from '../../support/voice.ts'

const PATRON = 'patron-key-0001'
const visit: KioskEvent = { kind: 'visit', at, patron: PATRON }
const visits = (count: number): KioskEvent[] => Array.from({ length: count }, () => visit)
const GOSTA = { id: '31080000000013', owner: 'SE-Falun' }
const EPOCH = 1_763_500_000

const letIn = async ({ db }: Store): Promise<number> => {
  const days = await db.selectFrom('visit_count').selectAll().execute()
  return days.reduce((sum, { count }) => sum + count, 0)
}
const seqs = async ({ db }: Store): Promise<number[]> => {
  const taken = await db.selectFrom('inbox').select('seq').orderBy('seq').execute()
  return taken.map(({ seq }) => seq)
}
const placeOf = async ({ db }: Store, barcode: string): Promise<string> => {
  const item = db.selectFrom('item').select('place').where('barcode', '=', barcode)
  return (await item.executeTakeFirstOrThrow()).place
}

test('a batch is acknowledged with its last row, and each row has its effect once', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const ack = await kiosk.batch(EPOCH, 1, rows(1, ...visits(3)))
  assert.equal(ack, { upTo: 3 })
  await hub.inspect(async (store) => assert.is(await letIn(store), 3))
})

test('the same batch again is acknowledged again and changes nothing', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const batch = rows(1, ...visits(3))
  await kiosk.batch(EPOCH, 1, batch)
  assert.is((await kiosk.batch(EPOCH, 1, batch)).upTo, 3)
  assert.is((await kiosk.batch(EPOCH, 2, rows(2, ...visits(3)))).upTo, 4)
  await hub.inspect(async (store) => {
    assert.is(await letIn(store), 4)
    assert.equal(await seqs(store), [1, 2, 3, 4])
  })
})

test('after a gap nothing is taken until what is missing has come', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  assert.is((await kiosk.batch(EPOCH, 3, rows(3, ...visits(2)))).upTo, 0)
  assert.is((await kiosk.batch(EPOCH, 1, rows(1, ...visits(2)))).upTo, 2)
  assert.is((await kiosk.batch(EPOCH, 4, rows(4, ...visits(1)))).upTo, 2)
  assert.is((await kiosk.batch(EPOCH, 3, rows(3, ...visits(2)))).upTo, 4)
  await hub.inspect(async (store) => {
    assert.is(await letIn(store), 4)
    assert.equal(await seqs(store), [1, 2, 3, 4])
  })
})

test('rows that are nowhere any more are told and passed over', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  assert.is((await kiosk.oldestBatch(EPOCH, 8, rows(8, ...visits(2)))).upTo, 9)
  await hub.inspect(async (store) => {
    assert.is(await letIn(store), 2)
    const { reason } = await store.db
      .selectFrom('dead_letter')
      .select('reason')
      .executeTakeFirstOrThrow()
    assert.is(reason, `rows 1–7 of epoch ${EPOCH} are nowhere`)
  })
})

test('each boot counts from one, and an earlier one may still be told', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  assert.is((await kiosk.batch(EPOCH + 1, 1, rows(1, visit))).upTo, 1)
  assert.is((await kiosk.batch(EPOCH, 1, rows(1, visit, visit))).upTo, 2)
  await hub.inspect(async (store) => assert.is(await letIn(store), 3))
})

test('two kiosks have rows of the same number', async () => {
  await using hub = await startTestHub()
  await using one = await openVoice(hub.mqtt, 'svardsjo-1')
  await using other = await openVoice(hub.mqtt, 'svardsjo-2')
  await one.batch(EPOCH, 1, rows(1, visit))
  await other.batch(EPOCH, 1, rows(1, visit))
  await hub.inspect(async (store) => assert.is(await letIn(store), 2))
})

type BadRow = readonly [what: string, row: unknown, reason: string]
const BAD: readonly BadRow[] = [
  ['a text', 'opened the door', 'not-a-row'],
  ['a row without event', { seq: 2 }, 'not-a-row'],
  [
    'an event of tomorrow',
    { seq: 2, event: { kind: 'sneezed', at } },
    'wrong-shape at kind',
  ],
  [
    'a bin 99',
    { seq: 2, event: { kind: 'bin', at, bin: 99, full: true } },
    'wrong-shape at bin',
  ],
  ['a row of another number', { seq: 9, event: visit }, 'out-of-place'],
]

for (const [what, row, reason] of BAD)
  test(`a bad row is set aside and the rest is taken: ${what}`, async () => {
    await using hub = await startTestHub()
    await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
    const batch = [{ seq: 1, event: visit }, row, { seq: 3, event: visit }]
    assert.is((await kiosk.batch(EPOCH, 1, batch)).upTo, 3)
    assert.is((await kiosk.batch(EPOCH, 4, rows(4, visit))).upTo, 4)
    await hub.inspect(async (store) => {
      assert.is(await letIn(store), 3)
      const aside = await store.db.selectFrom('dead_letter').selectAll().execute()
      assert.equal(
        aside.map((one) => one.reason),
        [reason],
      )
    })
  })

test('a batch that cannot be opened is not acknowledged, and the next one is taken', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const elsewhere = await kiosk.sealed(
    'event',
    `${EPOCH}.5.6`,
    rows(5, visit, visit),
    EPOCH,
  )
  const outside = { v: 1, epoch: EPOCH, first: 1, last: 2, sealed: elsewhere }
  await kiosk.say('event', JSON.stringify(outside))
  await hub.logged('set aside a message', '"channel":"event"', 'sealed-for-another-place')
  assert.is((await kiosk.batch(EPOCH, 1, rows(1, visit))).upTo, 1)
})

test('a checkin puts the item where it belongs, and who had it is forgotten', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const lent: KioskEvent = {
    kind: 'checkout',
    at,
    loan: null,
    item: GOSTA,
    patron: PATRON,
    parts: 1,
  }
  const back: KioskEvent = {
    kind: 'checkin',
    at: at + 1,
    item: GOSTA,
    where: 'chute',
    bin: 1,
  }
  await kiosk.batch(EPOCH, 1, rows(1, lent, back))
  await hub.inspect(async (store) => {
    assert.is(await placeOf(store, GOSTA.id), 'shelf')
    const kept = await store.db.selectFrom('inbox').select('body').execute()
    for (const { body } of kept) assert.not.match(body ?? '', PATRON)
  })
})

test('what is known of a kiosk’s parts is the last that was told', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const pad = (connected: boolean): KioskEvent => ({
    kind: 'device',
    at,
    device: 'desk-pad',
    connected,
  })
  const bin: KioskEvent = { kind: 'bin', at, bin: 2, full: true }
  const paper: KioskEvent = { kind: 'paper', at, state: 'near-end' }
  const fire: KioskEvent = { kind: 'fire', at, on: true }
  const opened: KioskEvent = { kind: 'tamper', at, device: 'door-card-reader', on: true }
  const forced: KioskEvent = { kind: 'door', at, what: 'forced' }
  await kiosk.batch(
    EPOCH,
    1,
    rows(1, pad(false), pad(true), bin, paper, fire, opened, forced),
  )
  await hub.inspect(async ({ db }) => {
    const parts = await db.selectFrom('kiosk_part').selectAll().orderBy('part').execute()
    assert.equal(
      parts.map(({ part, state }) => `${part} ${state}`),
      [
        'bin-2 full',
        'desk-pad connected',
        'door forced',
        'door-card-reader-case tampered',
        'fire on',
        'paper near-end',
      ],
    )
  })
})

test('the hub is stopped and started: nothing is lost and nothing doubled', async () => {
  await using hub = await startTestHub()
  const tell = async (first: number, count: number) => {
    await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
    return (await kiosk.batch(EPOCH, first, rows(first, ...visits(count)))).upTo
  }
  assert.is(await tell(1, 5), 5)
  await hub.stop()
  await hub.start()
  assert.is(await tell(4, 5), 8)
  await hub.inspect(async (store) => {
    assert.is(await letIn(store), 8)
    assert.equal(await seqs(store), [1, 2, 3, 4, 5, 6, 7, 8])
  })
})

test('what no kiosk can repeat any more is forgotten, and how far each came is not', async () => {
  await using hub = await startTestHub()
  const kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  await kiosk.batch(EPOCH, 1, rows(1, ...visits(3)))
  await kiosk[Symbol.asyncDispose]()
  await hub.inspect(async (store) => {
    await forgetOld(store, Date.now())
    assert.equal(await seqs(store), [1, 2, 3])
    await forgetOld(store, Date.now() + 31 * 24 * 60 * 60_000)
    assert.equal(await seqs(store), [3])
  })
  await hub.start()
  await using again = await openVoice(hub.mqtt, 'svardsjo-1')
  assert.is((await again.batch(EPOCH, 1, rows(1, ...visits(3)))).upTo, 3)
  await hub.inspect(async (store) => assert.is(await letIn(store), 3))
})

test('a clock a year ahead takes a tenth of the kept answers at most, and the oldest (fault 12)', async () => {
  await using library = await openLibrary()
  const { store } = library
  const kept = async () =>
    (await store.db.selectFrom('ask_answer').select('id').orderBy('at').execute()).map(
      ({ id }) => id,
    )
  const ids = Array.from({ length: 20 }, (_, n) => `checkout-${n}`)
  const now = Date.now()
  for (const [n, id] of ids.entries()) {
    const answer = { kiosk: 'k-1', id, at: now - 20 + n, answer: '{}' }
    await store.db.insertInto('ask_answer').values(answer).execute()
  }
  const day = 24 * 60 * 60_000
  await forgetOld(store, now + 29 * day)
  assert.equal(await kept(), ids)
  await forgetOld(store, now + 365 * day)
  assert.equal(await kept(), ids.slice(2))
})

test.run()
