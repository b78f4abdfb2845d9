// `tap-offline`: the hub is gone; card bytes on a PTY to the release bytes on another, against one argon2id
// at the configured cost. In it is all that the kiosk does: both serial hops, the screen, the try on the disk.
import { hashRaw } from '@node-rs/argon2'
import { JOINT_COST } from '../../hub/protocol/joint.ts'
import { AINO, OMAR, PIN } from '../support/desk.ts'
import { openHouse } from '../support/house.ts'
import { hasList } from '../support/kiosk-records.ts'
import { type Metric, progress, quantile, timeEach } from './report.ts'
import { tap } from './tap.ts'

const WARM = 20
const TAPS = 100
const GOAL = 1.1

const slow = () => hashRaw(PIN, { ...JOINT_COST, salt: new Uint8Array(16) })

export const tapOffline = async (): Promise<readonly Metric[]> => {
  await using house = await openHouse()
  const screen = await house.screen('door')
  await hasList(house)
  await house.hub.end('SIGKILL')
  await screen.shows('door.ready', ({ frame }) => frame.offline)
  const [hashes, taps]: [number[], number[]] = [[], []]
  for (let n = 1; n <= WARM + TAPS; n++) {
    if (n % 20 === 0) progress(`tap-offline: ${n} of ${WARM + TAPS} taps`)
    await screen.shows('door.ready')
    hashes.push(...(await timeEach(1, slow)))
    taps.push(await tap(house, screen, n % 2 === 0 ? AINO : OMAR))
    await house.branch.hand({ do: 'open-door' })
    await house.branch.hand({ do: 'close-door' })
  }
  await screen.close()
  const [hash, p50, p99] = [
    quantile(hashes.slice(WARM), 0.5),
    quantile(taps.slice(WARM), 0.5),
    quantile(taps.slice(WARM), 0.99),
  ]
  const row = 'tap-offline'
  return [
    { row, metric: 'argon2id-p50', value: hash, unit: 'ms' },
    { row, metric: 'p50', value: p50, unit: 'ms', ratio: p50 / hash, goal: GOAL },
    { row, metric: 'p99', value: p99, unit: 'ms', ratio: p99 / hash },
  ]
}
