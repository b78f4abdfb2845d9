// `fleet`: what the hub costs with a thousand kiosks and with ten thousand, each telling six rows a
// minute through a Mosquitto with TLS, and how the cost of one kiosk grows between the two.
import { setTimeout as sleep } from 'node:timers/promises'
import { createFleet, type Fleet } from '../../device/simulator/fleet/fleet.ts'
import { openRehearsal } from '../support/rehearsal.ts'
import { costOf } from './cost.ts'
import { fleetSize } from './fleet-size.ts'
import { type Metric, progress } from './report.ts'

const EVENTS_PER_MINUTE = 6
/** Of a busy evening: each is one argon2id at the hub. */
const ENTRIES_PER_MINUTE = 0.1
const MINUTE_MS = 60_000
const MEMORY_GOAL_MB = 512
const LAST_ROWS_MS = 60_000

type Measured = {
  kiosks: number
  /** From its start until it was ready. */
  startSeconds: number
  cpuPerMinute: number
  megabytes: number
}

export const fleet = async (): Promise<readonly Metric[]> => {
  const most = fleetSize()
  const few = await measured(most / 10)
  const many = await measured(most)
  const row = 'fleet'
  const each = ({ cpuPerMinute, kiosks }: Measured): number =>
    (cpuPerMinute * 1000) / kiosks
  const of = (metric: string, { kiosks }: Measured): string => `${metric}-${kiosks}`
  const memory = (one: Measured): Metric => ({
    ...{ row, metric: of('hub-memory', one), value: one.megabytes, unit: 'MB' },
    ...{ ratio: one.megabytes / MEMORY_GOAL_MB, goal: 1 },
  })
  const perKiosk = (many.megabytes - few.megabytes) / (many.kiosks - few.kiosks)
  return [
    ...[few, many].flatMap((one): Metric[] => [
      { row, metric: of('hub-start', one), value: one.startSeconds, unit: 's' },
      { row, metric: of('hub-cpu', one), value: one.cpuPerMinute, unit: 's/min' },
      { row, metric: of('cpu-each', one), value: each(one), unit: 'ms/min' },
      memory(one),
    ]),
    { row, metric: 'memory-each', value: perKiosk * 1024, unit: 'kB' },
    {
      ...{ row, metric: 'cpu-growth', value: each(many) / each(few), unit: 'times' },
      ...{ ratio: each(many) / each(few), goal: 1 },
    },
  ]
}

const measured = async (kiosks: number): Promise<Measured> => {
  progress(`fleet: papers for ${kiosks} kiosks`)
  await using rehearsal = await openRehearsal({ kiosks, broker: 'Mosquitto' })
  await using running = createFleet({
    papers: await rehearsal.papers(),
    url: rehearsal.url,
    eventsPerMinute: EVENTS_PER_MINUTE,
    entriesPerMinute: ENTRIES_PER_MINUTE,
  })
  progress(`fleet: switching ${kiosks} kiosks on`)
  await running.switchOn()
  running.live()
  progress(`fleet: ${inWords(running)}; a minute`)
  await running.allAcknowledged(LAST_ROWS_MS)
  const [before, began] = [await costOf(rehearsal.hub.pid), performance.now()]
  await sleep(MINUTE_MS)
  const after = await costOf(rehearsal.hub.pid)
  const minutes = (performance.now() - began) / MINUTE_MS
  running.rest()
  if (!(await running.allAcknowledged(LAST_ROWS_MS)))
    throw new Error(`rows are left after a minute: ${inWords(running)}`)
  progress(`fleet: ${inWords(running)}`)
  return {
    kiosks,
    startSeconds: rehearsal.startSeconds,
    cpuPerMinute: (after.seconds - before.seconds) / minutes,
    megabytes: after.megabytes,
  }
}

const inWords = (running: Fleet): string => {
  const { online, rows, entries } = running.counts()
  return `${online} of ${running.size} online, ${rows.acknowledged} of ${rows.told} rows, entries p99 ${entries.p99 ?? '-'} ms, ${entries.late} late`
}
