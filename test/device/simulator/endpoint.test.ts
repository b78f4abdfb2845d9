import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { silent as log } from '../../../device/log.ts'
import { createBranch } from '../../../device/simulator/branch.ts'
import { createClock } from '../../../device/simulator/clock.ts'
import { simulatorEndpoint } from '../../../device/simulator/endpoint.ts'
import { readHand } from '../../../device/simulator/hands.ts'
import type { ToSimulatorPage } from '../../../device/simulator/protocol.ts'
import { createWires } from '../../../device/simulator/wires.ts'
import { listening } from '../../support/listening.ts'

const about = {
  branch: 'Mora',
  topic: 'b24/v1/dalarna/mora/mora-1',
  zone: 'Europe/Stockholm',
  screens: { door: '/door', desk: '/desk', chute: '/chute' },
}

const build = () =>
  createBranch({
    config: { cards: [], books: [] },
    about,
    wires: createWires(),
    clock: createClock(),
    onPin: () => {},
  })

test('a page gets the state at once, and the latest after a burst, not all of them', async () => {
  await using branch = await build()
  const states = listening<ToSimulatorPage>()
  const endpoint = simulatorEndpoint(branch, log)
  const visit = endpoint.visit((text) => states.tell(JSON.parse(text)))
  assert.is(states.all.length, 1)
  for (let unsent = 1; unsent <= 50; unsent++) branch.observe({ unsent })
  assert.is(states.all.length, 1)
  const { state } = await states.next(({ state }) => state.journal.unsent > 0)
  assert.is(state.journal.unsent, 50)
  assert.is(states.all.length, 2)
  visit.close()
})

test('a page moves hands; what cannot be done and what is no hand does nothing', async () => {
  await using branch = await build()
  const states = listening<ToSimulatorPage>()
  const visit = simulatorEndpoint(branch, log).visit((text) =>
    states.tell(JSON.parse(text)),
  )
  for (const text of ['', '{', '[]', '{"do":"rob"}', '{"do":"fire"}', '{"do":"open-door"}'])
    visit.receive(text)
  visit.receive('{"do":"fire","on":true}')
  await states.next(({ state }) => state.door.fire)
  visit.close()
})

test('hands have bounds', () => {
  assert.equal(readHand('{"do":"jam","on":true}'), { do: 'jam', on: true })
  for (const text of [
    '{"do":"fill-bin","bin":7,"level":0.5}',
    '{"do":"fill-bin","bin":1,"level":2}',
    '{"do":"clock","now":-1,"speed":1}',
    '{"do":"type-pin","at":"door","digits":"12345678901"}',
    '{"do":"hold-card","at":"door","number":"a\\u0007"}',
    `{"do":"jam","on":true,"x":"${'x'.repeat(2_000)}"}`,
  ])
    assert.is(readHand(text), undefined)
})

test('the tape keeps the last two hundred messages, numbered', async () => {
  await using branch = await build()
  for (let at = 0; at < 300; at++)
    branch.tape({ at, lane: 'door', direction: 'out', channel: 'ask', what: 'entry' })
  const { tape } = branch.state()
  assert.is(tape.length, 200)
  assert.is(tape.at(-1)?.n, 300)
})

test.run()
