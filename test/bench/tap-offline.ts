// `tap-offline`: the hub is gone; card bytes on a PTY to the release bytes on another, against one argon2id
// at the configured cost. In it is all that the kiosk does: both serial hops, the screen, the try on the disk.
import { hashRaw } from '@node-rs/argon2'
import { JOINT_COST } from '../../hub/protocol/joint.ts'
import { AINO, OMAR, PIN } from '../support/desk.ts'
import { openHouse } from '../support/house.ts'
import { hasList, journalOf, type KioskRow } from '../support/kiosk-records.ts'
import { type Metric, progress, quantile, timeEach } from './report.ts'
import { tap } from './tap.ts'

/** Together below the forty people that the branch takes: nobody leaves meanwhile. */
const WARM = 8
const TAPS = 30
const GOAL = 1.1

const slow = () => hashRaw(PIN, { ...JOINT_COST, salt: new Uint8Array(16) })

/** Each visit leaves two rows of the door, and the last one its first. */
const opened = (times: number) => (undone: { rows: readonly KioskRow[] }) =>
  undone.rows.filter(({ kind }) => kind === 'door').length >= 2 * times - 1

export const tapOffline = async (): Promise<readonly Metric[]> => {
  await using house = await openHouse()
  const screen = await house.screen('door')
  await hasList(house)
  await house.hub.end('SIGKILL')
  await screen.shows('door.ready', ({ frame }) => frame.offline)
  const [hashes, taps]: [number[], number[]] = [[], []]
  for (let n = 1; n <= WARM + TAPS; n++) {
    if (n % 10 === 0) progress(`tap-offline: ${n} of ${WARM + TAPS} taps`)
    await screen.shows('door.ready')
    hashes.push(...(await timeEach(1, slow)))
    taps.push(await tap(house, screen, n % 2 === 0 ? AINO : OMAR))
    await house.branch.hand({ do: 'open-door' })
    await journalOf(house, `tells of ${n} openings`, opened(n))
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
