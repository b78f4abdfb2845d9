// `npm run bench [-- row …]`: measured ratios on stdout, progress on stderr.
import { doorTiming } from './bench/door-timing.ts'
import { events } from './bench/events.ts'
import { fleet } from './bench/fleet.ts'
import { pad } from './bench/pad.ts'
import { power } from './bench/power.ts'
import { inOneLine, type Metric } from './bench/report.ts'
import { storm } from './bench/storm.ts'
import { tapOffline } from './bench/tap-offline.ts'
import { tapOnline } from './bench/tap-online.ts'

const ROWS: Record<string, () => Promise<readonly Metric[]>> = {
  'tap-online': tapOnline,
  'tap-offline': tapOffline,
  'door-timing': doorTiming,
  events,
  pad,
  power,
  fleet,
  storm,
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ROWS)
const unknown = wanted.filter((row) => !(row in ROWS))
if (unknown.length > 0) {
  console.error(`No row ${unknown.join(', ')}. There are: ${Object.keys(ROWS).join(', ')}.`)
  process.exitCode = 64
} else {
  for (const row of wanted)
    for (const metric of (await ROWS[row]?.()) ?? []) console.log(inOneLine(metric))
}
