// The kiosk dies or hangs while the lock is released: nobody may find the door open afterwards.
import { test as tests } from 'uvu'
import * as assert from 'uvu/assert'
import { PULSE_LIMIT_MS } from '../../device/drivers/board-pins.ts'
import { tell } from './cache.ts'
import { type Entrance, openEntrance } from './entrance.ts'
import { inGuest } from './needs.ts'
import { isLock, letIn } from './visits.ts'

const test = inGuest(tests)
let opened: Promise<Entrance> | undefined
const entrance = (): Promise<Entrance> => {
  opened ??= openEntrance('kill')
  return opened
}

const SAFE = 'node /app/device/safe.js --config /data/kiosk.json'

test('kill -9 while the lock is released: the line falls with the kiosk (fault 5)', async () => {
  const at = await entrance()
  await at.startKiosk('gpioset')
  const up = await letIn(at)
  await at.killKiosk('KILL')
  const down = await at.levels.next(isLock(0))
  tell(`kill -9: the line was high for ${Math.round(down.at - up.at)} ms`)
  await at.machine.run('until ! ps | grep -v grep | grep -q "gpioset"; do sleep 0.2; done')
})

test('the guard alone is killed: the line falls, and the kiosk opens its lines anew', async () => {
  const at = await entrance()
  await at.startKiosk('gpioset')
  await letIn(at)
  const before = (await at.hub.inbox()).length
  await at.machine.run('kill -KILL $(pidof bash)')
  await at.levels.next(isLock(0))
  await at.hub.has('the lines lost and found', (rows) => {
    const told = rows.slice(before).filter(({ body }) => body?.includes('door-lines'))
    return told.some(({ body }) => body?.includes('true'))
  })
})

test('told to stop, the kiosk secures the lock first', async () => {
  const at = await entrance()
  await letIn(at)
  await at.killKiosk('TERM')
  await at.levels.next(isLock(0))
})

test('a kiosk that hangs releases no longer than the limit of the port', async () => {
  const at = await entrance()
  await at.startKiosk('gpioset')
  const up = await letIn(at)
  await at.machine.run('kill -STOP $(cat /run/kiosk.pid)')
  const down = await at.levels.next(isLock(0))
  tell(`a kiosk that hangs: the line was high for ${Math.round(down.at - up.at)} ms`)
  assert.ok(down.at - up.at <= PULSE_LIMIT_MS, `${down.at - up.at} ms`)
  await at.killKiosk('KILL')
})

test('by sysfs kill -9 leaves the line high, until the pass after the kiosk (fault 5)', async () => {
  const at = await entrance()
  await at.startKiosk('sysfs')
  await letIn(at)
  await at.killKiosk('KILL')
  const value = `cat ${await at.wire('lock')}/value`
  assert.is(await at.machine.run(`sleep 1; ${value}`), '1')
  const said = await at.machine.run(SAFE)
  assert.is(said, 'The lock is secured: every output of the entrance is low.')
  assert.is(await at.machine.run(value), '0')
})

test('a pass with the wrong label says which chips there are', async () => {
  const { machine } = await entrance()
  const wrong = `sed s/pinctrl-bcm2711/pinctrl-rp1/ /data/kiosk.json > /run/wrong.json`
  const said = await machine.run(
    `${wrong}; node /app/device/safe.js --config /run/wrong.json; [ $? = 69 ]`,
  )
  assert.match(said, 'there are: other-expander (lines 0–7), pinctrl-bcm2711 (lines 0–57)')
})

tests.after(async () => {
  await (await opened)?.[Symbol.asyncDispose]()
})
tests.run()
