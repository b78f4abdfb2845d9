// Presence somebody should know of: faults 19, 20, 24 and 32.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Alarm } from '../../../hub/alarms/alarms.ts'
import {
  createWatch,
  FLAPPING_STATES,
  SILENT_AFTER_MS,
  type Watch,
} from '../../../hub/link/watch.ts'
import type { StateMessage } from '../../../hub/protocol/envelope.ts'
import { startTestHub } from '../../support/hub.ts'
import { openVoice, rows } from '../../support/voice.ts'

type Standing = Parameters<Watch['speak']>[0]

const watched = (known: [string, number][] = [], standing: Standing | null = []) => {
  const told: string[] = []
  let at = 5_000
  const watch = createWatch({
    alarms: {
      raise: ({ kiosk, kind }: Alarm) => told.push(`${kiosk} ${kind}`),
      over: (kiosk, kind) => told.push(`${kiosk} no longer ${kind}`),
    },
    known: new Map(known),
    now: () => at,
  })
  if (standing !== null) watch.speak(standing)
  const pass = (ms: number): void => {
    at += ms
    watch.look()
  }
  const say = (status: StateMessage['status'], epoch: number, kiosk = 'k-1') =>
    watch.state(kiosk, { v: 1, status, epoch })
  return { watch, told, pass, say }
}

test('nothing heard for 90 s is an alarm, once, and over when it is heard again', () => {
  const { watch, told, pass, say } = watched()
  say('ready', 1)
  pass(SILENT_AFTER_MS - 1)
  assert.equal(told, [])
  pass(1)
  pass(1)
  assert.equal(told, ['k-1 offline'])
  watch.heard('k-1')
  assert.equal(told.slice(1), ['k-1 no longer offline'])
  pass(SILENT_AFTER_MS - 1)
  assert.is(told.length, 2)
})

test('what is wrong with a kiosk’s disk is an alarm, once for each, and over when it is well (faults 5 to 8)', () => {
  const { watch, told, say } = watched()
  const reduced = (storage: string) =>
    watch.state('k-1', { v: 1, status: 'reduced', epoch: 1, storage })
  reduced('full')
  reduced('full')
  say('lost', 1)
  assert.equal(told, ['k-1 disk'])
  reduced('failing')
  say('ready', 1)
  say('ready', 1)
  assert.equal(told.slice(1), ['k-1 disk', 'k-1 no longer disk'])
})

test('a kiosk known from before is missed too, one that was never there is not', () => {
  const { watch, told, pass } = watched([['k-1', 3]])
  watch.heard('never-set-up')
  pass(SILENT_AFTER_MS)
  assert.equal(told, ['k-1 offline'])
})

test('a will does not make a kiosk heard of', () => {
  const { told, pass, say } = watched()
  say('ready', 1)
  pass(SILENT_AFTER_MS - 10)
  say('lost', 1)
  pass(10)
  assert.equal(told, ['k-1 offline'])
})

test('who connects again and again is told once, and that he has calmed down', () => {
  const { told, pass, say } = watched()
  for (let n = 0; n < FLAPPING_STATES * 2; n++) {
    pass(1000)
    say('ready', 1 + n)
  }
  assert.equal(told, ['k-1 flapping'])
  pass(60_000)
  assert.equal(told.slice(1), ['k-1 no longer flapping'])
})

test('heartbeats are no flapping', () => {
  const { told, pass, say } = watched()
  for (let n = 0; n < 100; n++) {
    say('ready', 1)
    pass(30_000)
  }
  assert.equal(told, [])
})

test('a boot number that goes back is an alarm: an old disk, or a copy of it', () => {
  const { told, say } = watched([['k-1', 8]])
  say('ready', 9)
  say('lost', 3)
  assert.equal(told, [])
  say('ready', 8)
  assert.equal(told, ['k-1 boot-goes-back'])
})

test('beside a hub on duty nothing is told, and on duty only what is not told already', () => {
  const { watch, told, pass, say } = watched(
    [
      ['k-2', 3],
      ['k-3', 3],
    ],
    null,
  )
  for (let n = 0; n < FLAPPING_STATES * 2; n++) {
    pass(1000)
    say('ready', 9)
  }
  say('ready', 8)
  pass(SILENT_AFTER_MS)
  say('ready', 8)
  assert.equal(told, [])
  // The hub that was on duty has told of one, and heard of the first before this one did.
  watch.speak([
    { kiosk: 'k-1', kind: 'offline' },
    { kiosk: 'k-2', kind: 'offline' },
  ])
  assert.equal(told, ['k-3 offline'])
  say('ready', 8)
  assert.equal(told.slice(1), ['k-1 no longer offline'])
})

test('who flaps is not called calm by a hub that has not watched for a minute', () => {
  const { told, pass } = watched([['k-1', 3]], [{ kiosk: 'k-1', kind: 'flapping' }])
  pass(59_000)
  assert.equal(told, [])
  pass(1000)
  assert.equal(told, ['k-1 no longer flapping'])
})

test('rows that a hub restored from a backup has never had are an alarm, and are taken', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  const visit = {
    kind: 'visit',
    at: Date.UTC(2026, 10, 19),
    patron: 'patron-key-1',
  } as const
  assert.is((await kiosk.oldestBatch(7, 41, rows(41, visit))).upTo, 41)
  await hub.logged('"alarm":"rows-lost"', 'before 41 of boot 7')
})

test('the status page says what is wrong with a kiosk', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  await kiosk.state('ready', 7)
  await kiosk.state('ready', 6)
  await kiosk.say('event', 'no JSON')
  await hub.logged('"alarm":"unreadable"')
  await hub.logged('"alarm":"boot-goes-back"')
  const page = await (await fetch(hub.http)).text()
  assert.match(page, 'startnummer går bakåt')
  assert.match(page, 'kan läsas')
})

test('an alarm from before a restart is over when the kiosk is heard of', async () => {
  await using hub = await startTestHub()
  const before = await openVoice(hub.mqtt, 'svardsjo-1', 7)
  await before.state('ready', 7)
  await before[Symbol.asyncDispose]()
  await hub.inspect(async ({ db }) => {
    const times = { first: 1, last: 1, count: 1 }
    const alarm = { kiosk: 'svardsjo-1', kind: 'offline', detail: '', ...times }
    await db.insertInto('alarm').values(alarm).execute()
  })
  await hub.start()
  assert.match(await (await fetch(hub.http)).text(), 'inte hörts av')
  await using after = await openVoice(hub.mqtt, 'svardsjo-1', 8)
  await after.state('ready', 8)
  await hub.logged('"status":"ready","epoch":8')
  assert.not.match(await (await fetch(hub.http)).text(), 'inte hörts av')
})

test.run()
