// `npm run test:vm`: what only a kernel with GPIO, a real SIGKILL and a real power cut can show. Says
// what it does while it goes on, and where the guests' consoles are when something fails.
import { readdir } from 'node:fs/promises'
import { failuresIn } from '../support/failures.ts'
import { install } from '../support/packages.ts'
import { countsIn, failedIn, runSuites } from '../support/suites.ts'
import { CACHE } from './cache.ts'
import { missingPackages } from './needs.ts'

/** Ends what hangs; on two busy cores it takes a fourth of it. */
const LIMIT_MS = 3_600_000

/** `npm run test:vm -- power` runs the files whose name has `power` in it. */
const [wanted = ''] = process.argv.slice(2)

install(missingPackages())
const names = await readdir('test/vm')
const files = names
  .filter((name) => name.endsWith('.vm.ts') && name.includes(wanted))
  .sort()
const ran = await runSuites(
  files.map((name) => `vm/${name}`),
  { limitMs: LIMIT_MS, isLive: true },
)
for (const one of failuresIn(ran.output)) console.log(`${one}\n`)
if (ran.problem !== undefined) console.log(`FAILED: ${ran.problem}`)
const { passed, skipped } = countsIn(ran.output)
const failed = failedIn(ran)
if (failed > 0) console.log(`The consoles of the guests: ${CACHE}/console-*.log`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
