// A hub that is asked to end finishes what is in hand: nobody who was heard goes unanswered, and what
// it has taken in it says. With the broker inside every kiosk is told why its line ends.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { THURSDAY_EVENING as at, folderWithFiles } from '../support/hub.ts'
import { hubRecords } from '../support/hub-records.ts'
import { launch, type Program } from '../support/program.ts'
import { openVoice, rows, type Voice } from '../support/voice.ts'

const SERVER_SHUTTING_DOWN = 0x8b
const EPOCH = 7
const VISITS = 100

type House = AsyncDisposable & { folder: string; start(): Promise<Program> }

const openHouse = async (): Promise<House> => {
  const folder = await folderWithFiles()
  return {
    folder,
    start: () =>
      launch({
        script: 'hub/main.ts',
        args: ['--config', join(folder, 'hub.json')],
        log: join(folder, 'hub.log'),
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Of cards nobody has: each costs the hub a comparison, and each is one try. */
const entries = async (kiosk: Voice, count: number): Promise<Map<string, string>> => {
  const asked = new Map<string, string>()
  for (let n = 0; n < count; n += 1) {
    const id = `entry-${String(n).padStart(3, '0')}`
    const card = `2108000009${String(n).padStart(4, '0')}`
    asked.set(id, await kiosk.asking('entry', { card, pin: '1357', at }, id))
  }
  return asked
}

const sayVisits = async (kiosk: Voice): Promise<void> => {
  const visit: KioskEvent = { kind: 'visit', at, patron: 'patron-key-0001' }
  const bodies = rows(1, ...Array.from({ length: VISITS }, () => visit))
  const sealed = await kiosk.sealed('event', `${EPOCH}.1.${VISITS}`, bodies)
  const batch = { v: 1, epoch: EPOCH, first: 1, last: VISITS, sealed }
  await kiosk.say('event', JSON.stringify(batch))
}

const goodbyeTo = (kiosk: Voice): Promise<number | undefined> =>
  new Promise((resolve) =>
    kiosk.client.once('disconnect', ({ reasonCode }) => resolve(reasonCode)),
  )

test('a hub that is asked to end answers what is in hand, and says why the line ends', async () => {
  await using house = await openHouse()
  await using hub = await house.start()
  await using kiosk = await openVoice(hub.ready.mqtt ?? '', 'svardsjo-1', EPOCH)
  const goodbye = goodbyeTo(kiosk)
  const asked = await entries(kiosk, 12)
  const answers = [...asked.keys()].map((id) =>
    kiosk.next('answer', ({ body }) => body.id === id),
  )
  const ack = kiosk.next('ack')
  await Promise.all([
    sayVisits(kiosk),
    ...[...asked.values()].map((one) => kiosk.say('ask', one)),
  ])
  const ended = hub.end('SIGTERM')
  await Promise.all(answers)
  const taken = await kiosk.opened('ack', String(EPOCH), (await ack).body.sealed)
  assert.equal(taken, { upTo: VISITS })
  assert.is(await goodbye, SERVER_SHUTTING_DOWN)
  assert.is(await ended, 0)
})

test('what a hub has heard before it was asked to end, it knows after', async () => {
  await using house = await openHouse()
  const { read } = hubRecords(house, 'var')
  const tries = async () =>
    (await read<{ who: string }>('select who from pin_attempt')).length
  const before = await house.start()
  const kiosk = await openVoice(before.ready.mqtt ?? '', 'svardsjo-1', EPOCH)
  const [recorded = ''] = (await entries(kiosk, 1)).values()
  const answered = kiosk.next('answer')
  await kiosk.say('ask', recorded)
  await answered
  await before.end('SIGTERM')
  assert.is(await tries(), 1)
  await using after = await house.start()
  await using again = await openVoice(after.ready.mqtt ?? '', 'svardsjo-1', EPOCH)
  await again.say('ask', recorded)
  // Number 1 is the recorded one; what is asked after it is answered after it would have been.
  await again.asking('end', {}, 'number-1')
  await again.ask('end', { session: '0'.repeat(16) }, 'end-000001')
  await after.end('SIGTERM')
  const alarms = await read<{ kind: string }>(
    "select kind from alarm where kind = 'replayed'",
  )
  assert.is(alarms.length, 1)
  assert.is(await tries(), 1)
  assert.is(again.heard.filter(({ channel }) => channel === 'answer').length, 1)
})

test.run()
