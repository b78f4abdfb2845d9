// The power goes while kiosk and hub write: fault 3, experiment E2. `npm run bench -- power` does it
// two hundred times.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { chanceOf, seeded } from '../support/chance.ts'
import { powerCuts, powerNeeds } from '../support/power.ts'

const missing = powerNeeds()
if (missing !== undefined)
  console.log(
    `SKIPPED the power cuts: need ${missing}. That nothing is lost is not proven.`,
  )
const withPower = missing === undefined ? test : test.skip

const random = (): (() => number) => {
  const chance = chanceOf(seeded('power cuts'))
  return () => chance.below(1000) / 1000
}

withPower(
  'whenever the power goes, kiosk and hub have what they acknowledged (fault 3, E2)',
  async () => {
    const cuts = await powerCuts({ rounds: 5, random: random() })
    assert.ok(cuts.acknowledged > 100, `${cuts.acknowledged} rows`)
    assert.equal([cuts.lost, cuts.damaged], [0, 0])
  },
)

withPower('a database that does not wait for the disk is found out', async () => {
  const cuts = await powerCuts({ rounds: 4, synchronous: 'normal', random: random() })
  assert.ok(cuts.lost > 0, `none of ${cuts.acknowledged} rows was lost`)
})

test.run()
