// Alarms as the hub keeps them: faults 27, 30 and 32 of the fault table raise them.
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { forgetIncidents, openAlarms } from '../../../hub/alarms/alarms.ts'
import { openLibrary } from '../../support/library.ts'

const silent = pino({ enabled: false })

const opened = async () => {
  const library = await openLibrary()
  return { library, alarms: openAlarms(library.store, silent) }
}

/** Resolves once it is so: what is waited for needs some turns of the loop. */
const within = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

const told = { kiosk: 'k-1', kind: 'takeover', detail: 'as k-2' } as const

test('an alarm raised again and again is one, with its count', async () => {
  const { library, alarms } = await opened()
  await using _ = library
  for (let times = 0; times < 1000; times++) alarms.raise(told)
  const [alarm, ...others] = await alarms.open()
  assert.is(others.length, 0)
  assert.is(alarm?.count, 1000)
  assert.is(alarm?.kind, 'takeover')
  alarms.raise({ ...told, detail: 'as k-3' })
  const [later] = await alarms.open('k-1')
  assert.is(later?.count, 1001)
  assert.is(later?.first, alarm?.first)
  assert.is(later?.detail, 'as k-3')
})

test('an alarm on its way to a store that refuses is seen by whoever asks meanwhile (fault 10)', async () => {
  await using library = await openLibrary()
  const gates: (() => void)[] = []
  const refusing = {
    ...library.store,
    db: library.store.db,
    transaction: async () => {
      await new Promise<void>((open) => gates.push(open))
      throw Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })
    },
  }
  const alarms = openAlarms(refusing, silent)
  alarms.raise(told)
  const [first, second] = [alarms.open(), alarms.open()]
  await within(() => gates.length === 1)
  gates[0]?.()
  // The second is on its way by now, and the first is answered all the same.
  assert.equal(
    (await first).map(({ count }) => count),
    [1],
  )
  await within(() => gates.length === 2)
  gates[1]?.()
  assert.equal(
    (await second).map(({ count }) => count),
    [1],
  )
})

test('what is over is gone, and raised anew it begins at one', async () => {
  const { library, alarms } = await opened()
  await using _ = library
  alarms.raise(told)
  await alarms.open()
  alarms.over('k-1', 'takeover')
  assert.equal(await alarms.open(), [])
  alarms.raise(told)
  await alarms.open()
  alarms.over('k-1', 'takeover')
  alarms.raise(told)
  const [anew] = await alarms.open()
  assert.is(anew?.count, 1)
})

test('kiosks and kinds are told apart, and what is open outlives a restart', async () => {
  const { library, alarms } = await opened()
  await using _ = library
  alarms.raise(told)
  alarms.raise({ ...told, kind: 'replayed', detail: '' })
  alarms.raise({ ...told, kiosk: 'k-2' })
  await alarms[Symbol.asyncDispose]()
  const again = openAlarms(library.store, silent)
  assert.is((await again.open()).length, 3)
  assert.is((await again.open('k-2')).length, 1)
})

test('an incident is forgotten a week after its last time, a condition only when it is over', async () => {
  const { library, alarms } = await opened()
  await using _ = library
  alarms.raise(told)
  alarms.raise({ kiosk: 'k-1', kind: 'offline', detail: '' })
  const kindsAfter = async (days: number) => {
    await library.store.transaction((tx) =>
      forgetIncidents(tx, Date.now() + days * 24 * 60 * 60_000),
    )
    return (await alarms.open()).map(({ kind }) => kind).sort()
  }
  await alarms.open()
  assert.equal(await kindsAfter(6), ['offline', 'takeover'])
  assert.equal(await kindsAfter(8), ['offline'])
})

test.run()
