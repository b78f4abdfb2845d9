// `b24 sim fleet`: thousands of simulated kiosks against a rehearsal's hub, to see what a machine bears.
import { readFile } from 'node:fs/promises'
import { createFleet, type Fleet } from '../../device/simulator/fleet/fleet.ts'
import { type FleetPapers, readPapers } from '../../device/simulator/fleet/papers.ts'
import { type Phase, play, type Summary } from '../../device/simulator/fleet/scenario.ts'
import { openFilesAllowed, tooFewFiles } from './descriptors.ts'
import type { FleetOptions } from './options.ts'
import { openProgress } from './progress.ts'
import { nobodyAnswered, progressLine, summaryLines } from './words.ts'

/** sysexits.h: EX_NOINPUT, EX_UNAVAILABLE, EX_OSERR. */
const EXIT = { noPapers: 66, unavailable: 69, system: 71 }
/** Something was not as it should be: kiosks that are not back, rows not acknowledged. */
const FELL_SHORT = 1
const SHOW_EACH_MS = 100

export const runFleet = async (options: FleetOptions): Promise<void> => {
  const tooFew = tooFewFiles(options.kiosks, openFilesAllowed())
  if (tooFew !== undefined) return giveUp(tooFew, EXIT.system)
  const papers = await papersFrom(options)
  if (typeof papers === 'string') return giveUp(papers, EXIT.noPapers)
  const url = options.hub.href.replace(/\/$/, '')
  await using fleet = createFleet({ ...options, papers, url })
  const summary = await playShown(fleet, options)
  if (summary === undefined)
    return giveUp(nobodyAnswered(url, fleet.counts()), EXIT.unavailable)
  console.log(options.json ? JSON.stringify(summary) : summaryLines(summary))
  if (!summary.complete || summary.counts.online < summary.kiosks)
    process.exitCode = FELL_SHORT
}

const giveUp = (words: string, code: number): void => {
  console.error(words)
  process.exitCode = code
}

/** The papers, or in words why not. */
const papersFrom = async ({
  papers: path,
  kiosks,
}: FleetOptions): Promise<FleetPapers | string> => {
  const make = `Make them with:  npm run b24 -- sim prepare --kiosks ${kiosks}`
  const file = await readFile(path, 'utf8').catch((error: Error) => error)
  if (file instanceof Error)
    return `The kiosks’ papers cannot be read: ${file.message}. ${make}`
  const read = readPapers(file, kiosks)
  if (!read.ok) return `${path} cannot be used: ${read.problem}. ${make} --fresh`
  const found = read.papers.kiosks.length
  if (found < kiosks)
    return `${path} has papers for ${found} kiosks, not ${kiosks}. Take --kiosks ${found}, or: ${make} --fresh`
  return read.papers
}

const playShown = async (
  fleet: Fleet,
  { scenario, seconds, outageSeconds }: FleetOptions,
): Promise<Summary | undefined> => {
  const progress = openProgress()
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  let phase: Phase = 'switching on'
  const show = (): void => progress.show(progressLine(phase, fleet.size, fleet.counts()))
  const showing = setInterval(show, SHOW_EACH_MS)
  const plan = { scenario, seconds, outageSeconds, stop: stop.signal }
  try {
    return await play(fleet, plan, (entered) => {
      phase = entered
    })
  } finally {
    clearInterval(showing)
    progress.end()
  }
}
