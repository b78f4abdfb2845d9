// A small fleet of real links against a real hub, on either broker: what it says it did is what the
// hub's store has.
import { type Context, suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createFleet } from '../../../../device/simulator/fleet/fleet.ts'
import { play } from '../../../../device/simulator/fleet/scenario.ts'
import type { Store } from '../../../../hub/store/store.ts'
import type { BrokerName } from '../../../support/brokers.ts'
import { needing } from '../../../support/packages.ts'
import { openRehearsal } from '../../../support/rehearsal.ts'

const KIOSKS = 8
/** Nobody waits longer for what never comes. */
const LIMIT_MS = 20_000

/** Rows of the inbox, and how many there would be if each kiosk's were there once and without a gap. */
const rowsIn = async ({ db }: Store) => {
  const kiosks = await db
    .selectFrom('inbox')
    .select((eb) => [
      'kiosk',
      eb.fn.countAll<number>().as('rows'),
      eb.fn.max('seq').as('last'),
    ])
    .groupBy('kiosk')
    .execute()
  const sum = (of: (kiosk: (typeof kiosks)[number]) => number): number =>
    kiosks.reduce((all, kiosk) => all + of(kiosk), 0)
  const { visits } = await db
    .selectFrom('visit_count')
    .select((eb) => eb.fn.sum<number | null>('count').as('visits'))
    .executeTakeFirstOrThrow()
  return {
    kiosks: kiosks.length,
    rows: sum(({ rows }) => rows),
    expected: sum(({ last }) => Number(last)),
    visits: visits ?? 0,
  }
}

const fleetOn = (broker: BrokerName): void => {
  const on = suite<Context>(`device/simulator/fleet on ${broker}`)
  const test = broker === 'Mosquitto' ? needing(on, 'mosquitto') : on

  test('each row a fleet tells is taken once, also when the broker breaks off', async () => {
    await using rehearsal = await openRehearsal({ kiosks: KIOSKS, broker })
    await using fleet = createFleet({
      papers: await rehearsal.papers(),
      url: rehearsal.url,
      eventsPerMinute: 600,
      entriesPerMinute: 10,
    })
    assert.ok(await fleet.switchOn())
    assert.is(fleet.counts().online, KIOSKS)
    fleet.live()
    await fleet.visit()
    await rehearsal.breakBroker()
    assert.ok(await fleet.nobodyOnline(LIMIT_MS))
    await fleet.visit()
    await rehearsal.startBroker()
    assert.ok(await fleet.allOnline(LIMIT_MS))
    fleet.rest()
    assert.ok(await fleet.allAcknowledged(LIMIT_MS))

    const { rows, entries, troubles } = fleet.counts()
    assert.is(rows.acknowledged, rows.told)
    assert.ok(entries.granted > 0, 'somebody was let in')
    assert.ok(entries.alone > 0, 'somebody came while the hub was gone')
    const { granted, late, alone, refused } = entries
    const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0)
    assert.is(granted + late + alone + refusals, entries.asked)
    assert.ok(Object.keys(troubles).some((why) => why.startsWith('network: ')))
    const stored = await rehearsal.inspect(rowsIn)
    assert.is(stored.kiosks, KIOSKS)
    assert.is(stored.rows, rows.told)
    assert.is(stored.expected, rows.told)
    assert.is(stored.visits, granted)
  })

  on.run()
}

fleetOn('the broker inside')
fleetOn('Mosquitto')

const scenario = suite('device/simulator/fleet scenario')

scenario('a storm cuts every line at once, and all come back', async () => {
  await using rehearsal = await openRehearsal({
    kiosks: KIOSKS,
    broker: 'the broker inside',
  })
  await using fleet = createFleet({
    papers: await rehearsal.papers(),
    url: rehearsal.url,
    eventsPerMinute: 60,
    entriesPerMinute: 0,
  })
  const phases: string[] = []
  const plan = { scenario: 'storm', seconds: 0.2, outageSeconds: 0.2 } as const
  const summary = await play(fleet, plan, (phase) => phases.push(phase))
  assert.equal(phases, [
    ...['switching on', 'running', 'network gone', 'coming back', 'running', 'ending'],
  ])
  assert.is(summary?.switchedOn.kiosks, KIOSKS)
  assert.ok(summary?.back?.seconds !== null, 'all came back')
  assert.ok(summary?.complete)
  assert.is(summary?.counts.online, KIOSKS)
  assert.is(summary?.counts.connects, KIOSKS)
})

scenario.run()
