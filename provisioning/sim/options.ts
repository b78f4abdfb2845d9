// What the simulated fleet can be told, and what it does unless told otherwise.
import type { Scenario } from '../../device/simulator/fleet/scenario.ts'

export type PrepareOptions = {
  kiosks: number
  folder: string
  broker: 'inside' | 'mosquitto'
  /** `mqtts://`, where kiosks will reach the broker. */
  hub: URL
  httpPort: number
  fresh: boolean
}

export type FleetOptions = {
  kiosks: number
  eventsPerMinute: number
  entriesPerMinute: number
  hub: URL
  /** File that `b24 sim prepare` wrote. */
  papers: string
  scenario: Scenario
  seconds: number
  outageSeconds: number
  json: boolean
}

/** Other ports than a hub has, so that a rehearsal beside one is a stranger to it. */
export const REHEARSAL = {
  folder: './var/rehearsal',
  hub: 'mqtts://127.0.0.1:9883',
  httpPort: 9424,
} as const
