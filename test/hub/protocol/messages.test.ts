import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { z } from 'zod'
import { ASKS, ENTRY_REFUSALS, reasonOf, refuseEntry } from '../../../hub/protocol/asks.ts'
import { entryRulesOf, kioskConfiguration } from '../../../hub/protocol/configuration.ts'
import {
  acked,
  ackMessage,
  answerMessage,
  askMessage,
  configMessage,
  eventBatch,
  reportedMessage,
  stateMessage,
} from '../../../hub/protocol/envelope.ts'
import { eventRows, kioskEvent } from '../../../hub/protocol/events.ts'

const sealed = 'x'.repeat(40)
const id = 'ask-0001'
const ref = { id: '31080000000013', owner: 'SE-Falun' }
const at = Date.UTC(2026, 10, 19, 16)
const configuration = {
  version: 1,
  branch: {
    id: 'svardsjo',
    name: 'Svärdsjö',
    member: 'falun',
    isil: 'SE-Falun',
    zone: 'Europe/Stockholm',
    phone: '023-000 00',
    emergency: '112',
  },
  week: [{ day: 1, from: '07:00', to: '24:00', mode: 'self-service' }],
  unlockMs: 5000,
  minimumAge: 18,
  loanDays: 28,
}

type Row = readonly [what: string, schema: z.ZodType, message: unknown]

const usual = [{ day: 5, from: '22:00', to: '02:00', mode: 'self-service' }]
const calendar = { country: 'SE', weeks: { usual } }

const GOOD: readonly Row[] = [
  ['a calendar', kioskConfiguration, { ...configuration, calendar }],
  ['state', stateMessage, { v: 1, status: 'ready', epoch: 1 }],
  [
    'state with a field of tomorrow',
    stateMessage,
    { v: 1, status: 'lost', epoch: 9, mood: 1 },
  ],
  ['a batch of one', eventBatch, { v: 1, epoch: 1, first: 1, last: 1, sealed }],
  ['a batch of 500', eventBatch, { v: 1, epoch: 1, first: 1, last: 500, sealed }],
  ['ack', ackMessage, { v: 1, epoch: 1, sealed }],
  ['ack of nothing', acked, { upTo: 0 }],
  ['ask', askMessage, { v: 1, id, epoch: 1, n: 1, kind: 'entry', sealed }],
  ['answer', answerMessage, { v: 1, id, sealed }],
  ['config', configMessage, { v: 1, version: 1, sealed }],
  ['reported', reportedMessage, { v: 1, version: 0 }],
  ['a configuration', kioskConfiguration, configuration],
  [
    'a configuration with a key to seal cards',
    kioskConfiguration,
    { ...configuration, cardKey: { x: 'x'.repeat(43), y: 'y'.repeat(43) } },
  ],
  ['an entry', ASKS.entry.request, { card: '21080000000015', pin: '2468', at }],
  ['an entry by the card alone', ASKS.entry.request, { card: '21080000000015', at }],
  [
    'an entry with ten thousand inside',
    ASKS.entry.request,
    { card: '21080000000015', pin: '2468', at, inside: 10_000 },
  ],
  [
    'rules for the door',
    kioskConfiguration,
    { ...configuration, entry: { minimumAge: 16 } },
  ],
  ['an item nobody owns', ASKS.item.request, { item: { ...ref, owner: null } }],
  ['a checkin', kioskEvent, { kind: 'checkin', at, item: ref, where: 'chute', bin: null }],
  [
    'people counted',
    kioskEvent,
    { kind: 'counted', at, in: 2, out: 1, inside: 7, why: 'passage' },
  ],
  [
    'more than were let in',
    kioskEvent,
    { kind: 'tail-gate', at, counted: 5, expected: 1, score: 95 },
  ],
  [
    'a bolt that did not move',
    kioskEvent,
    { kind: 'door-trouble', at, what: 'lock-disagrees', on: true },
  ],
  [
    'a configuration with a long release',
    kioskConfiguration,
    { ...configuration, extendedUnlockMs: 20_000 },
  ],
  ['rows of any kind', eventRows, [{ seq: 1 }, 'rubbish', null]],
]

const BAD: readonly Row[] = [
  [
    'fewer than none inside',
    kioskEvent,
    { kind: 'counted', at, in: 0, out: 1, inside: -1, why: 'passage' },
  ],
  [
    'a long release of an hour',
    kioskConfiguration,
    { ...configuration, extendedUnlockMs: 3_600_000 },
  ],
  ['epoch 0', stateMessage, { v: 1, status: 'ready', epoch: 0 }],
  ['a status of tomorrow', stateMessage, { v: 1, status: 'tired', epoch: 1 }],
  ['a batch of 501', eventBatch, { v: 1, epoch: 1, first: 1, last: 501, sealed }],
  [
    'a batch that ends before it begins',
    eventBatch,
    { v: 1, epoch: 1, first: 2, last: 1, sealed },
  ],
  ['a batch without body', eventBatch, { v: 1, epoch: 1, first: 1, last: 1 }],
  ['a seq beyond exact numbers', acked, { upTo: 2 ** 53 }],
  ['version 0', ackMessage, { v: 0, epoch: 1, sealed }],
  ['a half seq', acked, { upTo: 1.5 }],
  ['an ask without its number', askMessage, { v: 1, id, epoch: 1, kind: 'entry', sealed }],
  [
    'an ask id of 7',
    askMessage,
    { v: 1, id: 'a'.repeat(7), epoch: 1, n: 1, kind: 'entry', sealed },
  ],
  [
    'an ask id of 65',
    askMessage,
    { v: 1, id: 'a'.repeat(65), epoch: 1, n: 1, kind: 'entry', sealed },
  ],
  [
    'an ask id with a slash',
    askMessage,
    { v: 1, id: 'ask/00001', epoch: 1, n: 1, kind: 'entry', sealed },
  ],
  ['a body too long', answerMessage, { v: 1, id, sealed: 'x'.repeat(60_001) }],
  ['config version 0', configMessage, { v: 1, version: 0, sealed }],
  ['a text', stateMessage, 'ready'],
  ['nothing', askMessage, null],
  ['a card of four', ASKS.entry.request, { card: '2108', pin: '2468', at }],
  ['a card in small letters', ASKS.entry.request, { card: 'abcde', pin: '2468', at }],
  ['a PIN of three', ASKS.entry.request, { card: '21080000000015', pin: '246', at }],
  [
    'more inside than a house can hold',
    ASKS.entry.request,
    { card: '21080000000015', pin: '2468', at, inside: 10_001 },
  ],
  [
    'rules for the door without an age',
    kioskConfiguration,
    { ...configuration, entry: { coVisitors: 2 } },
  ],
  ['an item without id', ASKS.item.request, { item: { id: '', owner: null } }],
  ['no parts', ASKS.checkout.request, { session: 's'.repeat(16), item: ref, parts: 0 }],
  ['a bin 0', kioskEvent, { kind: 'bin', at, bin: 0, full: true }],
  ['an event of tomorrow', kioskEvent, { kind: 'sneezed', at }],
  ['an event before 1970', kioskEvent, { kind: 'started', at: -1 }],
  ['no rows', eventRows, []],
  ['501 rows', eventRows, Array.from({ length: 501 }, () => null)],
  ['a day 8', kioskConfiguration, week({ day: 8, from: '07:00', to: '22:00' })],
  ['25 o’clock', kioskConfiguration, week({ day: 1, from: '07:00', to: '25:00' })],
  [
    'an evening before its morning',
    kioskConfiguration,
    week({ day: 1, from: '22:00', to: '07:00' }),
  ],
  [
    'a calendar without a usual week',
    kioskConfiguration,
    { ...configuration, calendar: { country: 'SE', weeks: {} } },
  ],
  [
    'a season that ends before it begins',
    kioskConfiguration,
    {
      ...configuration,
      calendar: {
        ...calendar,
        seasons: [{ begins: '2026-08-31', ends: '2026-06-01', week: 'usual' }],
      },
    },
  ],
  [
    'an exception on a day there is not',
    kioskConfiguration,
    {
      ...configuration,
      calendar: {
        ...calendar,
        exceptions: [{ begins: '2026-02-29', ends: '2026-02-29', hours: [] }],
      },
    },
  ],
  [
    'a lock released for a minute',
    kioskConfiguration,
    { ...configuration, unlockMs: 60_000 },
  ],
]

function week(period: { day: number; from: string; to: string }) {
  return { ...configuration, week: [{ ...period, mode: 'self-service' }] }
}

for (const [what, schema, message] of GOOD)
  test(`accepted: ${what}`, () => {
    assert.is(schema.safeParse(message).success, true)
  })

for (const [what, schema, message] of BAD)
  test(`not accepted: ${what}`, () => {
    assert.is(schema.safeParse(message).success, false)
  })

test('a configuration without rules for the door has those of its age', () => {
  const rules = entryRulesOf(kioskConfiguration.parse(configuration))
  assert.is(rules.minimumAge, 18)
  assert.equal(rules.methods, ['card-pin'])
  assert.equal([rules.consentBelow, rules.agreement, rules.debtLimit], [0, 1, null])
})

test('a login method of tomorrow is passed over, and no method at all means card and PIN', () => {
  const methodsOf = (...methods: string[]) => {
    const entry = { minimumAge: 18, methods }
    return entryRulesOf(kioskConfiguration.parse({ ...configuration, entry })).methods
  }
  assert.equal(methodsOf('palm', 'card'), ['card'])
  assert.equal(methodsOf('palm'), ['card-pin'])
})

test('every refusal at the door is told by a reason that every kiosk knows, and exactly (fault 53)', () => {
  const firstKiosks = [
    ...['unknown-card', 'wrong-pin', 'locked-out', 'blocked'],
    ...['member-not-in-force', 'no-agreement', 'under-age', 'closed'],
  ]
  for (const reason of ENTRY_REFUSALS) {
    const answer = refuseEntry(reason)
    assert.ok(firstKiosks.includes(answer.reason), reason)
    const read = ASKS.entry.answer.parse(answer)
    assert.is(read.ok || reasonOf(read), reason)
  }
  const tomorrow = { ok: false, reason: 'closed', exactly: 'of-tomorrow' }
  const read = ASKS.entry.answer.parse(tomorrow)
  assert.is(read.ok || reasonOf(read), 'closed')
})

test('unknown fields are dropped, known ones kept', () => {
  const message = stateMessage.parse({ v: 1, status: 'ready', epoch: 3, mood: 'good' })
  assert.equal(message, { v: 1, status: 'ready', epoch: 3 })
})

test.run()
