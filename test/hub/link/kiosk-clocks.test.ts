// A kiosk whose clock is far off is told to staff (faults 12 and 13), and let its patrons in all the same.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { THURSDAY_EVENING as at, startTestHub } from '../../support/hub.ts'
import { openVoice } from '../../support/voice.ts'

const AINO = { card: '21080000000015', pin: '2468' }
const HOUR_MS = 60 * 60_000

const OFF = [
  ['an hour behind', -HOUR_MS, '60 min behind'],
  ['a year ahead', 365 * 24 * HOUR_MS, '525600 min ahead'],
  ['in 1970', -at, 'min behind'],
] as const

for (const [how, offMs, detail] of OFF)
  test(`a clock ${how} is an alarm until it is right, and keeps nobody out`, async () => {
    await using hub = await startTestHub()
    await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
    const enter = async (its: number, id: string): Promise<void> =>
      assert.ok((await kiosk.ask('entry', { ...AINO, at: its }, id)).ok)
    await enter(at, 'right-now')
    assert.not.match(hub.log(), '"alarm":"clock"')
    await enter(at + offMs, 'far-off-1')
    await hub.logged('"alarm":"clock"', '"kiosk":"svardsjo-1"', detail)
    await enter(at, 'right-again')
    await hub.inspect(async ({ db }) =>
      assert.equal(await db.selectFrom('alarm').select('kind').execute(), []),
    )
  })

test.run()
