// An entrance in a guest: the delivered kiosk on simulated GPIO, hands at its doorway and its card
// reader, and a hub on this machine that it reaches over the network.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ScreenAction } from '../../device/screen-protocol.ts'
import { type DemoFiles, prepareState } from '../../provisioning/demo/state.ts'
import { type HubRecords, hubRecords } from '../support/hub-records.ts'
import { listening, type Told } from '../support/listening.ts'
import { launch, type Program } from '../support/program.ts'
import { addChip, farEnd } from './chips.ts'
import { makeDisk } from './disk.ts'
import type { FromHands, ToHands } from './guest/hands.ts'
import type { Machine } from './machine.ts'
import { bootPrepared } from './prepared.ts'

/** A Thursday evening when nobody works there, as both clocks show it. */
const EVENING = '2026-11-19T18:42:00'
export const CHIP = { name: 'door', label: 'pinctrl-bcm2711', lines: 58 }
export const WIRING = {
  ...{ lock: 17, contact: 27, exit: 22, fire: 23 },
  lights: { ready: 5, go: 6, no: 12 },
} as const
/** Bits in megabytes for a journal, and so small that it is soon copied. */
const DATA_MB = 64
/** In an emulated machine beside others. Only what never comes is given up. */
const PATIENCE_MS = 120_000
const SCREENS_PORT = 2401
const KIOSK = '/app/device/main.js --config /data/kiosk.json'

export type Wire = 'lock' | 'go' | 'contact' | 'exit' | 'fire'
export type Level = Extract<FromHands, { line: string }>

export type Entrance = AsyncDisposable & {
  readonly machine: Machine
  /** The disk that the kiosk writes, as a file here. */
  readonly data: string
  readonly hub: HubRecords
  /** Levels of the outputs as they change. */
  readonly levels: Told<Level>
  /** Names of what the door's screen shows. */
  readonly screen: Told<string>
  pull(wire: Wire, up: boolean): void
  /** Folder of the line's far end in the guest. */
  wire(wire: Wire): Promise<string>
  /** Holds a card to the reader. */
  card(number: string): void
  act(action: ScreenAction): void
  /** Resolves when the hub has heard that the kiosk has its lines and its card reader. */
  startKiosk(lockBy: 'gpioset' | 'sysfs'): Promise<void>
  /** Resolves when its process is gone. */
  killKiosk(signal: 'KILL' | 'TERM'): Promise<void>
  /** Power off and on: the same disks, a new machine. */
  powerCycle(): Promise<void>
}

export const openEntrance = async (name: string): Promise<Entrance> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-entrance-'))
  const files = await prepareState({
    ...{ screensPort: SCREENS_PORT, httpPort: 0, mqttPort: 0 },
    ...{ var: folder, fresh: false },
  })
  const hub = await startHub(files)
  const data = join(folder, 'data.img')
  await makeDisk(data, DATA_MB, await dataTree(folder, files, hub))
  const levels = listening<Level>(PATIENCE_MS)
  const screen = listening<string>(PATIENCE_MS)
  const hear = (words: string): void => {
    const told: FromHands = JSON.parse(words)
    if ('shows' in told) screen.tell(told.shows)
    else if (['lock', 'go'].includes(told.line)) levels.tell(told)
  }
  const records = hubRecords({ folder }, 'hub', PATIENCE_MS)
  let boots = 0
  const powerOn = async (): Promise<Machine> => {
    const machine = await bootWithChips(`${name}-${++boots}`, data)
    createInterface({ input: machine.port('hands') }).on('line', hear)
    return machine
  }
  let machine = await powerOn()
  const say = (told: ToHands): void =>
    void machine.port('hands').write(`${JSON.stringify(told)}\n`)

  return {
    get machine() {
      return machine
    },
    data,
    hub: records,
    levels,
    screen,
    pull: (wire, up) => say({ pull: wire, up }),
    wire: (wire) => machine.run(`cat /run/wires/${wire}`),
    card: (number) => void machine.port('card').write(`${number}\r`),
    act: (action) => say({ act: action }),
    startKiosk: async (lockBy) => {
      const before = (await records.inbox()).at(-1)?.epoch ?? 0
      await machine.run(`cd /data && sed -i 's/"lockBy":"[a-z]*"/"lockBy":"${lockBy}"/' kiosk.json
        node ${KIOSK} > /run/kiosk.out 2> /dev/console &
        echo $! > /run/kiosk.pid`)
      await records.has('the kiosk has its lines and its reader', (rows) => {
        const found = rows.filter(
          ({ epoch, body }) => epoch > before && body?.includes('"connected":true'),
        )
        return ['door-lines', 'door-card-reader'].every((device) =>
          found.some(({ body }) => body?.includes(device)),
        )
      })
    },
    killKiosk: async (signal) => {
      await machine.run(`kill -${signal} $(cat /run/kiosk.pid)
        while kill -0 $(cat /run/kiosk.pid) 2> /dev/null; do sleep 0.05; done`)
    },
    powerCycle: async () => {
      await machine.cutPower()
      machine = await powerOn()
    },
    [Symbol.asyncDispose]: async () => {
      await machine.cutPower()
      await hub.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const startHub = async (files: DemoFiles): Promise<Program> => {
  const hub = await launch({
    script: 'hub/main.ts',
    args: ['--config', files.hubConfig],
    log: files.log('hub'),
  })
  const clock = new URL('/demo/clock', hub.ready.http)
  await fetch(clock, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: Date.parse(`${EVENING}Z`), speed: 1 }),
  })
  return hub
}

/** The demo's kiosk with its door alone, on GPIO, and the hub where the guest knows this machine. */
const dataTree = async (
  folder: string,
  files: DemoFiles,
  hub: Program,
): Promise<string> => {
  const { simulator, desk, chute, ...config } = JSON.parse(
    await readFile(files.kioskConfig, 'utf8'),
  )
  const { port } = new URL(hub.ready.mqtt ?? '')
  const tree = join(folder, 'data')
  await mkdir(tree)
  const kiosk = {
    ...config,
    hub: { ...config.hub, url: `mqtt://localhost:${port}` },
    var: '/data/kiosk',
    door: {
      card: { path: '/dev/ttyS1' },
      lines: { kind: 'gpio', chip: CHIP.label, lockBy: 'gpioset', ...WIRING },
    },
  }
  await writeFile(join(tree, 'kiosk.json'), JSON.stringify(kiosk))
  return tree
}

/** The door is shut, nobody presses the button, nothing burns; another chip stands before ours. */
const bootWithChips = async (name: string, data: string): Promise<Machine> => {
  const machine = await bootPrepared({
    ...{ name, data, clock: EVENING, ports: ['hands'], lines: ['card'] },
  })
  await addChip(machine, { name: 'other', label: 'other-expander', lines: 8 })
  const chip = await addChip(machine, CHIP)
  const { lock, contact, exit, fire, lights } = WIRING
  const wires = Object.entries({ lock, go: lights.go, contact, exit, fire }).map(
    ([wire, line]) => `${wire}=${farEnd(chip, line)}`,
  )
  await machine.run(`mkdir -p /run/wires && cd /run/wires
    for wire in ${wires.join(' ')}; do echo \${wire#*=} > \${wire%%=*}; done
    echo pull-up > ${farEnd(chip, exit)}/pull
    cd /data && node /app/test/vm/guest/hands.js /dev/ports/hands ${SCREENS_PORT} ${wires.join(' ')} > /dev/console 2>&1 &`)
  return machine
}
