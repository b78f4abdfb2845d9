// `npm run simulate -- --seed n [--seeds k] [--steps m] [--kiosks k] [--trace]`: hub, broker, kiosks
// and everything between them in this one process, as the seed will have it.
import { readOptions } from './options.ts'

const read = readOptions(process.argv.slice(2))
if (!read.ok) {
  for (const problem of read.problems) console.error(problem)
  process.exit(64)
}
const { options } = read

// Time, chance and disk are replaced before any module of the product is read.
const { realNow, installTime } = await import('./time.ts')
const { installWork } = await import('./work.ts')
const { installNative } = await import('./native.ts')
const { installDisk } = await import('./disk.ts')
installTime()
installWork()
await installNative()
installDisk()
const { simulate } = await import('./simulate.ts')
const { tellRan } = await import('./report.ts')

const say = (line: string): void => void process.stdout.write(`${line}\n`)
for (let seed = options.seed; seed < options.seed + options.seeds; seed += 1) {
  const began = realNow()
  const ran = await simulate({ ...options, seed, print: options.trace ? say : undefined })
  if (options.json) say(JSON.stringify(ran))
  else tellRan(ran, { ...options, tookMs: realNow() - began }, say)
  if (ran.violations.length > 0) process.exitCode = 1
}
