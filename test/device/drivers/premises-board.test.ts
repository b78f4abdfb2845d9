// Lights, machines and the alarm's panel on a board, over real Firmata bytes.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openPremisesBoard } from '../../../device/drivers/premises-board.ts'
import { silent as log } from '../../../device/log.ts'
import type { PremisesBoard, PremisesEvent } from '../../../device/ports.ts'
import {
  createPremises,
  type SimulatedPremises,
} from '../../../device/simulator/premises.ts'
import type { SimulatorState } from '../../../device/simulator/protocol.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { RIGS, type Rig } from '../../support/wires.ts'

type Rooms = AsyncDisposable & {
  board: PremisesBoard
  simulated: SimulatedPremises
  events: Told<PremisesEvent>
  /** How the rooms are, once for each change. */
  states: Told<SimulatorState['premises']>
  plug(): Promise<void>
  unplug(): Promise<void>
}

const enter = async (rig: Rig): Promise<Rooms> => {
  const events = listening<PremisesEvent>()
  const states = listening<SimulatorState['premises']>()
  const simulated = createPremises(() => states.tell(simulated.state()))
  const path = rig.path('premises')
  await rig.wires.plug(path, simulated.board)
  const board = openPremisesBoard({ path, binding: rig.binding, log })
  board.listen(events.tell)
  return {
    board,
    simulated,
    events,
    states,
    plug: () => rig.wires.plug(path, simulated.board),
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => board.close(),
  }
}

const connected = (is: boolean) => (event: PremisesEvent) =>
  event.kind === 'board' && event.connected === is
const armed = (is: boolean) => (event: PremisesEvent) =>
  event.kind === 'armed' && event.on === is

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(
    `${name}: puts out the lights and cuts the machines, and gives them back`,
    async () => {
      await using rig = lay()
      await using rooms = await enter(rig)
      await rooms.events.next(connected(true))
      rooms.board.lights(false)
      rooms.board.machines(false)
      await rooms.states.next(({ lights, machines }) => !lights && !machines)
      rooms.board.lights(true)
      rooms.board.machines(true)
      await rooms.states.next(({ lights, machines }) => lights && machines)
    },
  )

  on(`${name}: a pulse arms the panel and another disarms it, and it says so`, async () => {
    await using rig = lay()
    await using rooms = await enter(rig)
    await rooms.events.next(armed(false))
    rooms.board.arm()
    await rooms.events.next(armed(true))
    rooms.board.disarm()
    await rooms.events.next(armed(false))
  })

  on(`${name}: a board that comes back is lit, and its panel is as it was`, async () => {
    await using rig = lay()
    await using rooms = await enter(rig)
    await rooms.events.next(armed(false))
    rooms.board.lights(false)
    rooms.board.arm()
    await rooms.events.next(armed(true))
    await rooms.unplug()
    await rooms.events.next(connected(false))
    rooms.board.disarm()
    await rooms.plug()
    await rooms.events.next(armed(true))
    const { lights, armed: isArmed } = rooms.simulated.state()
    assert.equal(
      [lights, isArmed],
      [true, true],
      'and a word to a lost board is never heard',
    )
  })
}

test.run()
