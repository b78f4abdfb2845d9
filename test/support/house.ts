// The whole house for system tests: hub and kiosk as processes of their own, MQTT on TCP or by mutual
// TLS through a Mosquitto, and the simulated branch in this process at the far end of pseudo terminals.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../device/screen-protocol.ts'
import {
  createBranch,
  SIMULATED_PATHS,
  type SimulatedBranch,
} from '../../device/simulator/branch.ts'
import { createClock } from '../../device/simulator/clock.ts'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import type { Wires } from '../../device/simulator/wires.ts'
import { type DemoFiles, prepareState } from '../../provisioning/demo/state.ts'
import { type Beside, openBeside } from './beside.ts'
import { launch, type Program } from './program.ts'
import { createPtys } from './pty.ts'
import { openScreen, type ScreenClient } from './screen.ts'
import { until } from './until.ts'

export type House = AsyncDisposable & {
  readonly branch: SimulatedBranch
  /** The cables between the branch and the kiosk. */
  readonly wires: Wires
  /** Folder of all state: `hub/`, `kiosk/`, `log/`. */
  readonly folder: string
  hub: Program
  kiosk: Program
  startHub(): Promise<void>
  startKiosk(): Promise<void>
  /** Sets the hub's clock, such as `2026-11-19T17:42:00+01:00`. */
  visitAt(instant: string): Promise<void>
  screen(role: Role): Promise<ScreenClient>
  /** Resolves when the branch looks so. */
  branchIs(what: string, fits: (state: SimulatorState) => boolean): Promise<SimulatorState>
  /** All that hub and kiosk have logged. */
  logs(): Promise<string>
}

/** A Thursday evening when nobody works there. */
const EVENING = '2026-11-19T19:42:00+01:00'

type HouseOptions = {
  /** What the processes of the house are given in their environment. */
  env?: Readonly<Record<string, string>>
  /** By mutual TLS through a Mosquitto, instead of the broker inside. */
  beside?: boolean
  /** Called before the hub comes to its Mosquitto. */
  before?: (beside: Beside, hubFolder: string) => Promise<void>
}

/** Hub and kiosk take the evening for now: what a screen says depends on no hour of ours. */
export const openHouse = async (options: HouseOptions = {}): Promise<House> => {
  const { env = {} } = options
  const shift = Date.parse(EVENING) - Date.now()
  const folder = await mkdtemp(join(tmpdir(), 'b24-house-'))
  const files = await prepareState({ ...ANY_PORT, var: folder, fresh: false })
  const wires = createPtys()
  const branch = await furnish(folder, files, wires)
  const beside = options.beside === true ? await putBeside(folder, files) : undefined
  const startHub = () =>
    launch({
      script: 'hub/main.ts',
      args: ['--config', files.hubConfig],
      log: files.log('hub'),
      env,
    })
  const startKiosk = () =>
    launch({
      script: 'device/main.ts',
      args: ['--config', files.kioskConfig],
      log: files.log('kiosk'),
      env,
      shift,
    })
  if (beside !== undefined) await options.before?.(beside, join(folder, 'hub'))
  const hub = await startHub()
  if (beside === undefined) await keepAddresses(files, hub)
  await setClock(hub, EVENING)
  const house: House = {
    branch,
    wires,
    folder,
    hub,
    kiosk: await startKiosk(),
    startHub: async () => {
      house.hub = await startHub()
      await setClock(house.hub, EVENING)
    },
    startKiosk: async () => {
      house.kiosk = await startKiosk()
    },
    visitAt: (instant) => setClock(house.hub, instant),
    screen: (role) => openScreen(portOf(house.kiosk, 'screens'), role),
    branchIs: (what, fits) =>
      until({ now: branch.state, onChange: branch.onChange }, what, fits),
    logs: async () =>
      (
        await Promise.all(
          [files.log('hub'), files.log('kiosk')].map((file) => readFile(file, 'utf8')),
        )
      ).join('\n'),
    [Symbol.asyncDispose]: async () => {
      await house.kiosk.end()
      await house.hub.end()
      await beside?.[Symbol.asyncDispose]()
      await branch[Symbol.asyncDispose]()
      await wires[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return house
}

const ANY_PORT = { screensPort: 0, httpPort: 0, mqttPort: 0 }

/** The demo's own branch, with its devices behind pseudo terminals instead of in the kiosk. */
const furnish = async (
  folder: string,
  { kioskConfig }: DemoFiles,
  wires: Wires,
): Promise<SimulatedBranch> => {
  const text = await readFile(kioskConfig, 'utf8')
  const { simulator, ...config } = JSON.parse(text.replaceAll('"sim:', `"${folder}/`))
  await writeFile(kioskConfig, JSON.stringify(config), { mode: 0o600 })
  const paths = Object.fromEntries(
    Object.entries(SIMULATED_PATHS).map(([key, path]) => [
      key,
      path.replace('sim:', `${folder}/`),
    ]),
  ) as typeof SIMULATED_PATHS
  return createBranch({
    config: simulator,
    about: {
      branch: '',
      topic: '',
      zone: 'Europe/Stockholm',
      screens: { door: '', desk: '', chute: '' },
    },
    wires,
    paths,
    clock: createClock(),
    onPin: () => {},
  })
}

type Configuration = Record<string, object>

const edit = async (
  path: string,
  change: (config: Configuration) => object,
): Promise<void> => {
  const config = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...config, ...change(config) }), { mode: 0o600 })
}

const putBeside = async (folder: string, files: DemoFiles): Promise<Beside> => {
  const beside = await openBeside(join(folder, 'hub'))
  const { consortium, branch, kiosk } = JSON.parse(
    await readFile(files.kioskConfig, 'utf8'),
  )
  const tls = await beside.papers({ consortium, branch, kiosk })
  await edit(files.hubConfig, () => ({ mqtt: beside.mqtt }))
  await edit(files.kioskConfig, ({ hub }) => ({ hub: { ...hub, url: beside.url, tls } }))
  return beside
}

/** The ports the hub got are the ones it keeps when it is started again. */
const keepAddresses = async (files: DemoFiles, hub: Program): Promise<void> => {
  await edit(files.hubConfig, ({ http, mqtt }) => ({
    http: { ...http, port: portOf(hub, 'http') },
    mqtt: { ...mqtt, port: portOf(hub, 'mqtt') },
  }))
  await edit(files.kioskConfig, (config) => ({
    hub: { ...config.hub, url: hub.ready.mqtt },
  }))
}

const portOf = (program: Program, name: string): number =>
  Number(new URL(program.ready[name] ?? '').port)

const setClock = async (hub: Program, instant: string): Promise<void> => {
  const answer = await fetch(`${hub.ready.http}/demo/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: Date.parse(instant), speed: 1 }),
  })
  if (answer.status !== 204) throw new Error(`the clock answers ${answer.status}`)
}
