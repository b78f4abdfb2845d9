// Puts the simulated branch round a kiosk: its wires, clock and network cable instead of real ones,
// its page beside the screens, and there what the kiosk says and knows.
import { join } from 'node:path'
import type { KioskConfiguration } from '../hub/protocol/configuration.ts'
import { topicOf } from '../hub/protocol/topics.ts'
import type { CardReaderConfig, KioskConfig, SimulatorConfig } from './config.ts'
import type { SerialBinding } from './drivers/serial.ts'
import type { Journal } from './journal/journal.ts'
import type { Link } from './link/link.ts'
import type { Logger } from './log.ts'
import type { Opening } from './opening.ts'
import { readReaderKey } from './reader-key.ts'
import type { Screens } from './screen/screens.ts'
import { createBranch, SIMULATED_PATHS } from './simulator/branch.ts'
import { layCable } from './simulator/cable.ts'
import type { ReaderKind } from './simulator/card-reader.ts'
import type { SettableClock } from './simulator/clock.ts'
import { simulatorEndpoint } from './simulator/endpoint.ts'
import { recallStock, rememberStock } from './simulator/remembered.ts'
import { createWires } from './simulator/wires.ts'

export type SimulationOptions = {
  config: KioskConfig
  simulator: SimulatorConfig
  /** OSDP readers are as they left their factory, to be given their key. */
  install: boolean
  clock: SettableClock
  screens: Screens
  log: Logger
}

export type Simulation = AsyncDisposable & {
  readonly binding: SerialBinding
  /** The hub, through the cable that can be pulled out. */
  readonly hubUrl: string
  follow(kiosk: { link: Link; journal: Journal }): void
  opening(opening: Opening): void
  configured(configuration: KioskConfiguration): void
}

export const startSimulation = async (options: SimulationOptions): Promise<Simulation> => {
  const { config, simulator, install, clock, screens, log } = options
  const { protocol, hostname: host, port } = new URL(config.hub.url)
  const wires = createWires()
  const cable = await layCable({ host, port: Number(port || 1883) })
  const about = aboutOf(config, screens.url)
  const stock = join(config.var, 'simulator.json')
  const branch = await createBranch({
    config: simulator,
    about,
    wires,
    clock,
    cable,
    paths: pathsOf(config),
    readers: {
      door: readerOf(config.door?.card, install),
      desk: readerOf(config.desk?.card, install),
    },
    ...(config.chute && { bins: Math.max(...config.chute.bins.map(({ bin }) => bin)) }),
    secured: config.security.secured,
    paced: true,
    onPin: (at, digits) => screens.act(at, { do: 'pin', digits }),
    memory: recallStock(stock),
  })
  const tellHub = () => void setHubClock(simulator.hubHttp, clock, log)
  const remembered = rememberStock(branch, stock)
  const leave = [
    clock.onSet(tellHub),
    screens.onShow((role, { screen }) =>
      branch.observe({ shown: { ...branch.state().shown, [role]: screen } }),
    ),
  ]
  screens.mount('simulator', simulatorEndpoint(branch, log))
  return {
    binding: wires.binding,
    hubUrl: `${protocol}//127.0.0.1:${cable.port}`,
    follow: ({ link, journal }) => {
      const unread = (err: unknown) => log.error({ err }, 'the journal cannot be counted')
      const count = () =>
        void journal.unsent().then((unsent) => branch.observe({ unsent }), unread)
      leave.push(
        journal.onAppend(count),
        link.onOnline((online) => {
          branch.observe({ online })
          if (online) tellHub()
        }),
        link.observe((traffic) => {
          branch.tape(traffic)
          if (traffic.ms !== undefined) branch.observe({ lastAnswerMs: traffic.ms })
          if (traffic.channel === 'ack') count()
        }),
      )
      count()
    },
    opening: (opening) => branch.observe({ opening }),
    configured: ({ branch: { name, zone } }) => {
      Object.assign(about, { branch: name, zone })
      branch.observe({})
    },
    [Symbol.asyncDispose]: async () => {
      for (const unsubscribe of leave) unsubscribe()
      remembered[Symbol.dispose]()
      await branch[Symbol.asyncDispose]()
      await wires[Symbol.asyncDispose]()
      await cable[Symbol.asyncDispose]()
    },
  }
}

const aboutOf = (config: KioskConfig, url: string) => ({
  branch: config.branch,
  topic: topicOf(config, 'ask').replace(/\/ask$/, ''),
  zone: 'Europe/Stockholm',
  screens: { door: `${url}/door`, desk: `${url}/desk`, chute: `${url}/chute` },
})

/** An OSDP reader that was installed has the key that stands in the kiosk's file. */
const readerOf = (card: CardReaderConfig | undefined, install: boolean): ReaderKind => {
  if (card?.kind !== 'osdp') return { kind: card?.kind ?? 'barcode' }
  const { kind, address, key } = card
  const read = readReaderKey(key)
  return { kind, address, key: read.ok && !install ? read.key : null }
}

const pathsOf = ({ door, desk, chute, premises }: KioskConfig): typeof SIMULATED_PATHS => ({
  ...SIMULATED_PATHS,
  ...(door && { 'door-card-reader': door.card.path }),
  ...(door?.lines.kind === 'firmata' && { 'door-board': door.lines.path }),
  ...(desk && {
    'desk-card-reader': desk.card.path,
    'desk-pad': desk.pad.path,
    'desk-printer': desk.printer.path,
  }),
  ...(premises && { 'premises-board': premises.board.path }),
  ...(chute && { 'chute-reader': chute.reader.path, 'chute-board': chute.board.path }),
})

const SET_LIMIT_MS = 1500

/** The hub decides by the same simulated time; it is told again whenever it is back. */
const setHubClock = async (hubHttp: string, clock: SettableClock, log: Logger) => {
  try {
    const { status } = await fetch(new URL('/demo/clock', hubHttp), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now: clock.now(), speed: clock.speed }),
      signal: AbortSignal.timeout(SET_LIMIT_MS),
    })
    if (status >= 300) log.warn({ status }, "the hub's clock was not set")
  } catch (err) {
    log.warn({ err }, "the hub's clock could not be set")
  }
}
