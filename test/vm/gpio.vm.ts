// The entrance on GPIO for real: one kiosk, one power-on; each test goes on where the last one ended.
import { test as tests } from 'uvu'
import * as assert from 'uvu/assert'
import { PULSE_LIMIT_MS } from '../../device/drivers/board-pins.ts'
import { tell } from './cache.ts'
import { plugChip } from './chips.ts'
import { CHIP, type Entrance, openEntrance, WIRING } from './entrance.ts'
import { inGuest } from './needs.ts'
import { doorRows, doorRowsIn, isLock, isOpen, letIn } from './visits.ts'

const test = inGuest(tests)
let opened: Promise<Entrance> | undefined
const entrance = (): Promise<Entrance> => {
  opened ??= openEntrance('gpio')
  return opened
}

/** sysfs numbers of lines, where another chip of eight stands before ours. */
const numbered = (line: number): number => 512 + 8 + line

test('what a dead process left high falls before the lines are used (fault 45)', async () => {
  const { machine, levels, startKiosk } = await entrance()
  await machine.run(`cd /sys/class/gpio
    for n in ${numbered(WIRING.lock)} ${numbered(WIRING.lights.go)}
    do echo $n > export && echo high > gpio$n/direction; done`)
  await levels.next(isLock(1))
  await startKiosk('gpioset')
  await levels.next(isLock(0))
  await levels.next(({ line, level }) => line === 'go' && level === 0)
})

test('a card and its PIN release the lock for a pulse within the limit of the port', async () => {
  const { levels, ...door } = await entrance()
  const up = await letIn({ levels, ...door })
  const down = await levels.next(isLock(0))
  const pulse = down.at - up.at
  tell(`the lock was released for ${Math.round(pulse)} ms of at most ${PULSE_LIMIT_MS}`)
  assert.ok(pulse > 0 && pulse <= PULSE_LIMIT_MS, `${pulse} ms`)
})

test('a door that opens and shuts ends the pulse', async () => {
  const at = await entrance()
  const before = (await doorRows(at)).length
  await letIn(at)
  at.pull('contact', true)
  await at.hub.has('the door was opened', (rows) => doorRowsIn(rows).length > before)
  at.pull('contact', false)
  await at.levels.next(isLock(0))
})

test('every slow change of the contact is told, in order', async () => {
  const at = await entrance()
  const before = (await doorRows(at)).length
  for (let n = 1; n <= 6; n += 1) {
    at.pull('contact', n % 2 === 1)
    await at.hub.has('one more change', (rows) => doorRowsIn(rows).length >= before + n)
  }
  const told = (await doorRows(at)).slice(before)
  // Who has just been let in has forced nothing.
  const opened = told.map((what) => (what === 'forced' ? 'opened' : what))
  assert.equal(opened, ['opened', 'closed', 'opened', 'closed', 'opened', 'closed'])
})

test('a burst of edges is not counted, and the level it ends with is the one told', async () => {
  const at = await entrance()
  const before = (await doorRows(at)).length
  const pull = `${await at.wire('contact')}/pull`
  const edges = 50
  await at.machine.run(`n=0; while [ $n -lt ${edges} ]; do n=$((n+1))
    echo pull-up > ${pull}; echo pull-down > ${pull}; done; echo pull-up > ${pull}`)
  await at.hub.has('the door stands open', (rows) => isOpen(doorRowsIn(rows).slice(before)))
  at.pull('contact', false)
  await at.hub.has('the door is shut', (rows) => !isOpen(doorRowsIn(rows).slice(before)))
  const told = (await doorRows(at)).length - before
  tell(`${told} changes were told of ${2 * edges + 2} edges`)
  assert.ok(told >= 2 && told <= 2 * edges + 2)
})

test('the exit button is heard, and its line is not driven', async () => {
  const at = await entrance()
  at.pull('exit', false)
  await at.hub.has('the button', (rows) => doorRowsIn(rows).includes('exit-button'))
  at.pull('exit', true)
  const directions = [WIRING.contact, WIRING.exit, WIRING.fire].map(
    (line) => `cat /sys/class/gpio/gpio${numbered(line)}/direction`,
  )
  assert.is(await at.machine.run(directions.join(' && ')), 'in\nin\nin')
})

test('a door held open is told', async () => {
  const at = await entrance()
  at.pull('contact', true)
  await at.hub.has('held open', (rows) => doorRowsIn(rows).includes('held-open'))
  at.pull('contact', false)
})

test('a chip that is pulled out is lost, and its lines are opened anew when it is back', async () => {
  const at = await entrance()
  const lines = (connected: boolean) => async () => {
    const before = (await at.hub.inbox()).length
    return at.hub.has(`the lines are ${connected}`, (rows) =>
      rows
        .slice(before)
        .some(({ body }) => body?.includes(`"door-lines","connected":${connected}`)),
    )
  }
  const lost = lines(false)()
  await plugChip(at.machine, CHIP.name, false)
  await lost
  const found = lines(true)()
  await plugChip(at.machine, CHIP.name, true)
  await found
  await at.machine.run('kill -0 $(cat /run/kiosk.pid)')
})

test('fire holds the lock released for longer than one limit, until it is over (fault 53)', async () => {
  const at = await entrance()
  at.pull('fire', true)
  const up = await at.levels.next(isLock(1))
  // By the guest's own clock: that it lasts is what is shown.
  await at.machine.run(`sleep ${Math.ceil((1.5 * PULSE_LIMIT_MS) / 1000)}`)
  at.pull('fire', false)
  const down = await at.levels.next(isLock(0))
  tell(`fire held the lock released for ${Math.round(down.at - up.at)} ms`)
  assert.ok(down.at - up.at > PULSE_LIMIT_MS, `${down.at - up.at} ms`)
})

tests.after(async () => {
  await (await opened)?.[Symbol.asyncDispose]()
})
tests.run()
