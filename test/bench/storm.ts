// `storm`: ten thousand kiosks return after their broker was gone, while patrons go on coming to the
// doors of those that are back; against the rate at which that broker takes connections over TLS.
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type SecureContext, type TLSSocket } from 'node:tls'
import { generate } from 'mqtt-packet'
import { toShow } from '../../device/link/dial.ts'
import { createFleet } from '../../device/simulator/fleet/fleet.ts'
import type { FleetPapers } from '../../device/simulator/fleet/papers.ts'
import { openRehearsal } from '../support/rehearsal.ts'
import { costOf } from './cost.ts'
import { fleetSize } from './fleet-size.ts'
import { type Metric, progress } from './report.ts'

const EVENTS_PER_MINUTE = 1
/** So many that the 99th of a hundred is a number, and argon2id leaves time for anything else. */
const ENTRIES_A_MINUTE = 240
const OUTAGE_MS = 20_000
const BACK_LIMIT_MS = 180_000
const LAST_ROWS_MS = 120_000
const GOAL = { backSeconds: 60, inOneSecond: 0.05, entryMs: 1000, hubMegabytes: 512 }
/** For the accept rate: bare connections, so many at the same time. */
const BARE = { most: 1000, atOnce: 50 }

export const storm = async (): Promise<readonly Metric[]> => {
  const kiosks = fleetSize()
  progress(`storm: papers for ${kiosks} kiosks`)
  await using rehearsal = await openRehearsal({ kiosks, broker: 'Mosquitto' })
  const papers = await rehearsal.papers()
  const rate = await acceptRate(papers, rehearsal.url)
  progress(`storm: the broker takes ${Math.round(rate)} connections a second`)
  await using fleet = createFleet({
    papers,
    url: rehearsal.url,
    eventsPerMinute: EVENTS_PER_MINUTE,
    entriesPerMinute: ENTRIES_A_MINUTE / kiosks,
  })
  await fleet.switchOn()
  if (!(await fleet.allOnline(BACK_LIMIT_MS))) throw new Error('not every kiosk came')
  fleet.live()
  progress(`storm: ${kiosks} kiosks are on; the broker goes`)
  await rehearsal.breakBroker()
  await sleep(OUTAGE_MS)
  fleet.countAnew()
  await rehearsal.startBroker()
  const began = performance.now()
  progress('storm: the broker is back')
  const showing = setInterval(() => {
    const { online, peakConnects, entries } = fleet.counts()
    progress(`storm: ${online} back, ${peakConnects} in a second, entry p99 ${entries.p99}`)
  }, 10_000)
  const all = await fleet.allOnline(BACK_LIMIT_MS)
  const seconds = (performance.now() - began) / 1000
  clearInterval(showing)
  const { peakConnects, entries, troubles, online } = fleet.counts()
  const { megabytes } = await costOf(rehearsal.hub.pid)
  fleet.rest()
  const complete = await fleet.allAcknowledged(LAST_ROWS_MS)
  progress(
    `storm: ${online} back, ${entries.late} answers late, rows complete: ${complete}`,
  )
  progress(`storm: ${JSON.stringify(troubles)}`)
  if (!complete) throw new Error('rows are left after the storm')
  const back = all ? seconds : Number.POSITIVE_INFINITY
  const share = peakConnects / kiosks
  const p99 = entries.p99 ?? Number.NaN
  const row = 'storm'
  const most = (value: number, goal: number) => ({ ratio: value / goal, goal: 1 })
  return [
    { row, metric: 'kiosks', value: kiosks, unit: 'kiosks' },
    { row, metric: 'accept-rate', value: rate, unit: '1/s' },
    { row, metric: 'all-at-that-rate', value: kiosks / rate, unit: 's' },
    { row, metric: 'all-back', value: back, unit: 's', ...most(back, GOAL.backSeconds) },
    { row, metric: 'all-back-to-rate', value: back / (kiosks / rate), unit: 'times' },
    {
      ...{ row, metric: 'in-one-second', value: share * 100, unit: '%' },
      ...most(share, GOAL.inOneSecond),
    },
    { row, metric: 'entries', value: entries.asked - entries.alone, unit: 'asked' },
    { row, metric: 'entry-p99', value: p99, unit: 'ms', ...most(p99, GOAL.entryMs) },
    {
      ...{ row, metric: 'hub-memory', value: megabytes, unit: 'MB' },
      ...most(megabytes, GOAL.hubMegabytes),
    },
  ]
}

/** Handshake, CONNECT and CONNACK, and nothing more. */
const acceptRate = async (papers: FleetPapers, url: string): Promise<number> => {
  const some = papers.kiosks.slice(0, BARE.most)
  const shown = some.map(({ kiosk, certificate, key }) => ({
    kiosk,
    context: toShow({ ca: papers.ca, certificate, key }),
  }))
  const left = shown.values()
  const open: TLSSocket[] = []
  const hand = async (): Promise<void> => {
    for (const { kiosk, context } of left) open.push(await bare(url, kiosk, context))
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: BARE.atOnce }, hand))
  const seconds = (performance.now() - began) / 1000
  for (const socket of open) socket.destroy()
  return some.length / seconds
}

const bare = (
  url: string,
  clientId: string,
  secureContext: SecureContext,
): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(url)
    const socket = connect({ host, port: Number(port), secureContext }).setNoDelay()
    socket.once('secureConnect', () => {
      const hello = { protocolId: 'MQTT', protocolVersion: 5, clean: true } as const
      socket.write(generate({ cmd: 'connect', clientId, keepalive: 20, ...hello }))
    })
    socket.once('data', () => resolve(socket))
    socket.on('error', reject)
  })
