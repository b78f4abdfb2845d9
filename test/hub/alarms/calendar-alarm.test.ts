// Hours that nobody has planned for long are an alarm while there is time to plan them (fault 18).
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openAlarms } from '../../../hub/alarms/alarms.ts'
import { watchCalendars } from '../../../hub/alarms/calendar-alarm.ts'
import { openLibrary } from '../../support/library.ts'

const log = pino({ enabled: false })
const through = JSON.stringify({
  country: 'SE',
  weeks: { usual: [] },
  through: '2026-12-31',
})
const noon = (day: string): number => Date.parse(`${day}T12:00+01:00`)

test('sixty days before the last planned day there is an alarm, once, until more is planned', async () => {
  await using library = await openLibrary()
  const { store } = library
  const plan = (calendar: string) =>
    store.db.updateTable('branch').set({ calendar }).where('id', '=', 'svardsjo').execute()
  const alarms = openAlarms(store, log)
  const clock = { time: noon('2026-11-01'), now: () => clock.time }
  const all = ['svardsjo-1', 'svardsjo-2', 'mora-1'].map((kiosk) => ({
    at: { consortium: 'dalarna', branch: kiosk.slice(0, -2), kiosk },
  }))
  const due = async (): Promise<string[]> =>
    (await alarms.open()).map(({ kiosk, kind, count }) => `${kiosk} ${kind} ${count}`)

  await plan(through)
  await using watch = await watchCalendars({ store, kiosks: { all }, alarms, clock, log })
  assert.equal(await due(), [], '1 November: sixty days are planned')
  clock.time = noon('2026-11-02')
  await watch.look()
  assert.equal(await due(), ['svardsjo-1 calendar-ends 1'])
  clock.time = noon('2026-11-03')
  await watch.look()
  assert.equal(await due(), ['svardsjo-1 calendar-ends 1'], 'told once')
  await plan(through.replace('2026-12-31', '2027-12-31'))
  clock.time = noon('2026-11-04')
  await watch.look()
  assert.equal(await due(), [])
  await alarms[Symbol.asyncDispose]()
})

test.run()
