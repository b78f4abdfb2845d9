// The world: one hub, one broker and some kiosks with their people, and how each is started, struck
// down and started again.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { loadDemo } from '../../hub/circulation/demo.ts'
import { loadProfile } from '../../hub/registry/profile.ts'
import { openStore } from '../../hub/store/store.ts'
import { type Chance, chanceOf } from '../support/chance.ts'
import { closeAllOf, resetDisk } from './disk.ts'
import { createHands, type Hands } from './hands.ts'
import { createWatcher } from './invariants.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { inLife, type Life, newLife } from './life.ts'
import type { Mutant } from './mutants.ts'
import { drawFrom } from './native.ts'
import { createNetwork, type Network, type Wire } from './network.ts'
import { publishIn } from './packets.ts'
import * as parts from './parts.ts'
import { createPatron, type Patron } from './patron.ts'
import { PATRONS, secretsOf, writePopulation } from './population.ts'
import { hubRecords, journalRecords } from './records.ts'
import { createScan } from './scan.ts'
import { advance, forgetTimersOf, resetTime } from './time.ts'
import type { Trace } from './trace.ts'
import { forgetWorkOf, mayBeTold, quiet, resetWork } from './work.ts'

/** Something that is started, dies and is started again. `now` is undefined while it is down. */
export type Node<Running> = {
  readonly name: string
  life: Life | undefined
  now: Running | undefined
  /** It could not start: like a process that has ended with an error. */
  hasFailed: boolean
}

export type KioskNode = Node<parts.Kiosk> & {
  readonly index: number
  hands: Hands
  patron: Patron
}

export type Recorded = { wire: 'hub' | string; packet: Buffer }

export type World = {
  readonly chance: Chance
  readonly trace: Trace
  readonly ledger: Ledger
  readonly network: Network
  readonly hub: Node<parts.Hub>
  readonly broker: Node<parts.Broker>
  readonly kiosks: readonly KioskNode[]
  /** What was broken, in the order of being seen. */
  readonly violations: string[]
  /** PUBLISHes that the broker has passed on: it may say them again. */
  readonly recorded: readonly Recorded[]
  readonly nodes: readonly Node<unknown>[]
  start(node: Node<unknown>): void
  /** Ends a node at once. `silent`: as by a power cut, so that nobody hears of it. */
  kill(node: Node<unknown>, how: 'fin' | 'silent'): Promise<void>
  /** Looks whether everything that must always be so is so. */
  check(): Promise<void>
  end(): Promise<void>
}

export type WorldOptions = {
  seed: number
  kiosks: number
  trace: Trace
  mutant: Mutant
}

/** In memory where there is such a place: a commit there is as whole, and costs no disk. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const MOST_RECORDED = 200

export const createWorld = async (options: WorldOptions): Promise<World> => {
  const { seed, trace, mutant } = options
  const chance = chanceOf(seed)
  const root = mkdtempSync(join(ROOT, 'b24-simulation-'))
  const violations: string[] = []
  const fail = (what: string): void => {
    trace.tell('VIOLATION', what)
    violations.push(what)
  }
  resetTime()
  resetWork()
  drawFrom(chanceOf(seed ^ 0x5eed))
  resetDisk(chance, (sql, life) =>
    life?.name === 'hub' ? (mutant.sql?.(sql) ?? sql) : sql,
  )

  const ledger = createLedger(fail)
  const watcher = createWatcher(fail)
  const scan = createScan(secretsOf(options.kiosks), fail)
  const recorded: Recorded[] = []
  const passing = (wire: Wire, packet: Buffer): void => {
    const publish = publishIn(packet)
    if (publish === undefined) return
    scan.publish(publish)
    if (wire.to !== 'client') return
    recorded.push({ wire: network.connectionOf(wire).client.life.name, packet })
    if (recorded.length > MOST_RECORDED) recorded.shift()
  }
  const network = createNetwork(passing)
  const hub: Node<parts.Hub> = {
    name: 'hub',
    life: undefined,
    now: undefined,
    hasFailed: false,
  }
  const broker: Node<parts.Broker> = {
    name: 'broker',
    life: undefined,
    now: undefined,
    hasFailed: false,
  }
  const kiosks = Array.from({ length: options.kiosks }, (_, index): KioskNode => {
    const name = parts.nameOf(index)
    const hands = createHands(index, name, chance)
    const patron = createPatron(hands, chance)
    return { name, index, life: undefined, now: undefined, hasFailed: false, hands, patron }
  })
  const known = await settled(parts.enrolled(options.kiosks))
  const folders = new Map<string, string>()
  let starts = 0
  await settled(foundHub(root, options.kiosks, folders))

  /** A folder of its own for each life, with what the last one had on its disk. */
  const moveIn = (name: string): string => {
    starts += 1
    const folder = join(root, `${name}-${starts}`)
    mkdirSync(folder)
    const before = folders.get(name)
    if (before !== undefined)
      for (const file of readdirSync(before).filter((one) => !one.endsWith('-shm')))
        copyFileSync(join(before, file), join(folder, file))
    folders.set(name, folder)
    return folder
  }
  const running = (node: Node<unknown>, folder: string): Promise<unknown> => {
    const write = (line: string): void => scan.log(line)
    const place = { folder, dial: network.dial, log: { write }, ledger, mutant }
    const log = pino({ level: 'debug', base: null }, { write })
    const kiosk = kiosks.find((one) => one === node)
    if (kiosk !== undefined) return parts.startKiosk(place, kiosk.index, kiosk.hands)
    return node === hub
      ? parts.startHub(place, options.kiosks, log)
      : parts.startBroker(known, log)
  }
  const kill: World['kill'] = async (node, how) => {
    const { life } = node
    if (life === undefined) return
    trace.tell(node.name, how === 'fin' ? 'dies' : 'loses power')
    life.alive = false
    node.life = undefined
    node.now = undefined
    node.hasFailed = false
    forgetTimersOf(life)
    forgetWorkOf(life)
    network.end(life, how)
    const folder = folders.get(node.name)
    if (folder !== undefined) moveIn(node.name)
    await closeAllOf(life)
    if (folder !== undefined) rmSync(folder, { recursive: true })
  }
  return {
    chance,
    trace,
    ledger,
    network,
    hub,
    broker,
    kiosks,
    violations,
    recorded,
    nodes: [broker, hub, ...kiosks],
    start: (node) => {
      const life = newLife(node.name)
      node.life = life
      trace.tell(node.name, 'starts')
      const folder = node === broker ? '' : (folders.get(node.name) ?? moveIn(node.name))
      void inLife(life, () =>
        running(node, folder).then(
          (now) => {
            node.now = now
          },
          (error: unknown) => {
            trace.tell(node.name, `could not start: ${reasonOf(error)}`)
            life.disk.failing = 0
            node.hasFailed = true
          },
        ),
      )
    },
    kill,
    check: async () => {
      if (hub.life !== undefined) {
        const records = await hubRecords(hub.life)
        if (records !== undefined) watcher.hub(records)
      }
      for (const { life, name } of kiosks) {
        const rows = life && (await journalRecords(life))
        if (rows !== undefined) watcher.journal(name, rows)
      }
      watcher.acknowledged(ledger.rows)
    },
    end: async () => {
      for (const { life } of [hub, broker, ...kiosks]) {
        if (life === undefined) continue
        life.alive = false
        forgetTimersOf(life)
        forgetWorkOf(life)
        network.end(life, 'silent')
        await closeAllOf(life)
      }
      await quiet()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'an error'

/** Does work outside the simulation: everything it waits for is told at once. */
const settled = async <T>(work: Promise<T>): Promise<T> => {
  let isOver = false
  const over = (): void => {
    isOver = true
  }
  work.then(over, over)
  for (;;) {
    await quiet()
    if (isOver) return work
    const [next] = mayBeTold()
    if (next === undefined) throw new Error('what sets up the world waits for nothing')
    next.tell()
  }
}

/** The hub's store as it was left by whoever set it up. */
const foundHub = async (
  root: string,
  kiosks: number,
  folders: Map<string, string>,
): Promise<void> => {
  const folder = join(root, 'hub-0')
  mkdirSync(folder)
  folders.set('hub', folder)
  const path = join(root, 'population.json')
  await writePopulation(path, kiosks)
  const store = await openStore(join(folder, 'hub.sqlite'))
  await loadProfile(store, parts.CONSORTIUM)
  const now = Date.now()
  await loadDemo(store, parts.HUB_KEY, { path, now })
  await store.close()
  advance(PATRONS.length)
}
