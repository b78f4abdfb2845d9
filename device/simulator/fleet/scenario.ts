// What a fleet goes through, from the first kiosk that is switched on to the last row acknowledged.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'
import type { Counts } from './tally.ts'

/**
 * `steady`: nothing goes wrong. `outage`: a tenth of the kiosks lose their network for a while.
 * `storm`: all of them do, and come back together.
 */
export const SCENARIOS = ['steady', 'outage', 'storm'] as const
export type Scenario = (typeof SCENARIOS)[number]

export type Plan = {
  scenario: Scenario
  /** How long it goes on once all are switched on. */
  seconds: number
  /** How long the network is gone, besides. */
  outageSeconds: number
  /** Ends it early, with a summary. */
  stop?: AbortSignal
}

export type Phase = 'switching on' | 'running' | 'network gone' | 'coming back' | 'ending'

export type Summary = {
  scenario: Scenario
  kiosks: number
  /** Kiosks that were answered, within how long, and the most connections in one second. */
  switchedOn: { kiosks: number; seconds: number; peakConnects: number }
  /** After the network was back; `seconds` is null when not all came back in time. */
  back?: {
    seconds: number | null
    peakConnects: number
    entries: Counts['entries']
  }
  /** In the end: of connections and entries those since all were switched on, or since the network was back. */
  counts: Counts
  /** Every row has its acknowledgement. */
  complete: boolean
}

const PART_OUT = 0.1
/** Twice what a storm may last. */
const BACK_MS = 120_000
const LAST_ROWS_MS = 60_000

/** Undefined when not one of the first kiosks was answered. */
export const play = async (
  fleet: Fleet,
  plan: Plan,
  entered: (phase: Phase) => void,
): Promise<Summary | undefined> => {
  const began = performance.now()
  entered('switching on')
  if (!(await fleet.switchOn())) return undefined
  const { online: kiosks, peakConnects } = fleet.counts()
  const switchedOn = { kiosks, seconds: secondsSince(began), peakConnects }
  fleet.countAnew()
  fleet.live()
  const back = await weather(fleet, plan, entered)
  fleet.rest()
  entered('ending')
  const complete = await fleet.allAcknowledged(LAST_ROWS_MS)
  const { scenario } = plan
  const counts = fleet.counts()
  return {
    scenario,
    kiosks: fleet.size,
    switchedOn,
    ...(back && { back }),
    counts,
    complete,
  }
}

const weather = async (
  fleet: Fleet,
  { scenario, seconds, outageSeconds, stop }: Plan,
  entered: (phase: Phase) => void,
): Promise<Summary['back']> => {
  const wait = (s: number) =>
    sleep(s * 1000, undefined, stop && { signal: stop }).catch(() => {})
  entered('running')
  if (scenario === 'steady') return void (await wait(seconds))
  await wait(seconds / 2)
  entered('network gone')
  fleet.cut(scenario === 'storm' ? 1 : PART_OUT)
  await wait(outageSeconds)
  fleet.countAnew()
  fleet.mend()
  entered('coming back')
  const began = performance.now()
  const all = await fleet.allOnline(BACK_MS)
  const took = secondsSince(began)
  const { peakConnects, entries } = fleet.counts()
  entered('running')
  await wait(seconds / 2)
  return { seconds: all ? took : null, peakConnects, entries }
}

const secondsSince = (began: number): number =>
  Math.round((performance.now() - began) / 100) / 10
