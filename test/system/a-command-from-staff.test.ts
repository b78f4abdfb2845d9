// Way 4: a command from staff. API → audit → signature → broker → kiosk → lock → done → API.
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CommandAnswer } from '../../hub/api/client.ts'
import { openTokens } from '../../hub/identity/tokens.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'

const command = suite('a command from staff')
const through = needing(command, 'socat')

type Give = (order: object) => Promise<CommandAnswer>

const staffOf = async (house: House): Promise<Give> => {
  const tokens = openTokens(join(house.folder, 'hub', 'identity', 'tokens.jsonl'))
  const now = Date.now()
  const times = { now, until: now + 3_600_000 }
  const secret = await tokens.add('karin.desk', { branches: ['*'], may: ['*'] }, times)
  return async (order) => {
    const response = await fetch(`${house.hub.ready.http}/api/branches/svardsjo/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ why: 'the plumber is at the door', ...order }),
    })
    assert.is(response.status, 200)
    return (await response.json()) as CommandAnswer
  }
}

const lockIs = (house: House, lock: 'released' | 'secured') =>
  house.branchIs(`the lock is ${lock}`, ({ door }) => door.lock === lock)

through(
  'lets one in, holds the door open and ends it, and is refused while it burns',
  async () => {
    await using house = await openHouse()
    const screen = await house.screen('door')
    await screen.shows('door.ready')
    const give = await staffOf(house)
    const [one] = (await give({ do: 'let-in' })).results
    assert.is(one?.is, 'done')
    await lockIs(house, 'released')
    await screen.shows('door.granted')
    await house.branch.hand({ do: 'open-door' })
    await house.branch.hand({ do: 'close-door' })
    await lockIs(house, 'secured')
    await give({ do: 'hold-open', minutes: 5 })
    await lockIs(house, 'released')
    await give({ do: 'end' })
    await lockIs(house, 'secured')
    await give({ do: 'hold-open', minutes: 5 })
    await lockIs(house, 'released')
    await give({ do: 'lockdown' })
    await lockIs(house, 'secured')
    await give({ do: 'end' })
    await house.branch.hand({ do: 'fire', on: true })
    await screen.showsAny(({ overlay }) => overlay?.kind === 'evacuation')
    const [refused] = (await give({ do: 'let-in' })).results
    assert.equal([refused?.is, refused?.reason], ['refused', 'fire'])
    const records = hubRecords(house)
    await records.has('each command', (rows) => {
      const told = rows.filter(({ kind }) => kind === 'command')
      return told.length === 7 && told.at(-1)?.body?.includes('"fire"') === true
    })
    const outcomes = await records.read<{ outcome: string }>(
      "select outcome from audit where outcome like 'refused%'",
    )
    assert.equal(outcomes, [{ outcome: 'refused fire' }])
    await screen.close()
  },
)

command.run()
