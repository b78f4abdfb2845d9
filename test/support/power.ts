// Cuts the power (E2 of the threats' reference): a disk image, mounted; what has not been synced is
// in memory only. The image is copied at a random instant, the copy mounted and opened with our own
// code, and held against what had been promised until then. Needs root and loop devices.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { connect } from '../../device/journal/connection.ts'
import { openJournal } from '../../device/journal/journal.ts'
import { openStore } from '../../hub/store/store.ts'
import { bundled } from './bundled.ts'

export type Synchronous = 'full' | 'normal' | 'off'

export type Cuts = {
  rounds: number
  /** Rows that were promised before each cut, all rounds together. */
  acknowledged: number
  /** Of those, how many were nowhere after it. */
  lost: number
  /** Files that SQLite found damaged. */
  damaged: number
}

export type PowerOptions = {
  rounds: number
  synchronous?: Synchronous
  random: () => number
  /** After each round. */
  progress?: (so: Cuts) => void
}

const IMAGE_BYTES = 32 * 1024 * 1024
/** Of one life of the writer; then it begins on a new disk. */
const CUTS_A_LIFE = 10
const LONGEST_MS = 200

const done = (command: string, ...words: string[]): boolean =>
  spawnSync(command, words, { stdio: 'ignore' }).status === 0

type Bench = { folder: string; image: string; disk: string; promises: string }

const mount = (image: string, folder: string): void => {
  if (!done('mount', '-o', 'loop', image, folder))
    throw new Error(`${image} could not be mounted`)
}
const unmount = (folder: string): void => {
  if (!done('umount', folder)) throw new Error(`${folder} could not be unmounted`)
}

const newDisk = async (folder: string): Promise<Bench> => {
  const bench = {
    folder,
    image: join(folder, 'disk.img'),
    disk: join(folder, 'disk'),
    promises: join(folder, 'promises'),
  }
  await mkdir(bench.disk, { recursive: true })
  await writeFile(bench.image, '')
  await truncate(bench.image, IMAGE_BYTES)
  await writeFile(bench.promises, '')
  if (!done('mkfs.ext4', '-q', '-F', bench.image)) throw new Error('no ext4 could be made')
  mount(bench.image, bench.disk)
  return bench
}

const inScratch = async <T>(run: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-power-'))
  // In memory: what the image itself waits for is not what is measured.
  if (!done('mount', '-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder))
    throw new Error('no scratch disk could be mounted')
  try {
    return await run(folder)
  } finally {
    done('umount', '-l', folder)
    await rm(folder, { recursive: true })
  }
}

const isStopped = async (child: ChildProcess): Promise<boolean> => {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return /^State:\s+T/m.test(status)
}

type Promised = { rows: Map<string, number>; taken: Map<string, number> }

/** Epoch → how far it was promised; a line that is not whole was not said yet. */
const promisedIn = (text: string): Promised => {
  const found: Promised = { rows: new Map(), taken: new Map() }
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  for (const [word, epoch = '', seq] of lines.map((line) => line.split(' '))) {
    if (word === 'row') found.rows.set(epoch, Number(seq))
    if (word === 'taken') found.taken.set(epoch, Number(seq))
  }
  return found
}

type Found = { journal: Set<string>; inbox: Set<string>; damaged: number }

const onDisk = async (disk: string): Promise<Found> => {
  const journal = await openJournal(join(disk, 'journal.sqlite'))
  let damaged = journal.storage() === 'well' ? 0 : 1
  await journal[Symbol.asyncDispose]()
  const file = await connect(join(disk, 'journal.sqlite'), 'read')
  const waiting = await file.all<{ epoch: number; seq: number }>(
    'select epoch, seq from event',
  )
  const [check] = await file.all<{ integrity_check: string }>('pragma integrity_check')
  if (check?.integrity_check !== 'ok') damaged += 1
  await file.close()
  const store = await openStore(join(disk, 'hub.sqlite'))
  const taken = await store.db.selectFrom('inbox').select(['epoch', 'seq']).execute()
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(
    store.db,
  )
  if (rows[0]?.integrity_check !== 'ok') damaged += 1
  await store.close()
  const keys = (all: { epoch: number; seq: number }[]) =>
    new Set(all.map(({ epoch, seq }) => `${epoch}.${seq}`))
  return { journal: keys(waiting), inbox: keys(taken), damaged }
}

/** Of what was promised, how much there was and how much is nowhere. */
const compared = (promised: Promised, { journal, inbox }: Found) => {
  let [acknowledged, lost] = [0, 0]
  for (const [epoch, upTo] of promised.rows)
    for (let seq = 1; seq <= upTo; seq += 1) {
      const key = `${epoch}.${seq}`
      const isTaken = seq <= (promised.taken.get(epoch) ?? 0)
      acknowledged += 1
      if (!inbox.has(key) && (isTaken || !journal.has(key))) lost += 1
    }
  return { acknowledged, lost }
}

/** What a writer had promised in these words, held against what this folder has after the cut. */
export const heldAgainst = async (
  promises: string,
  folder: string,
): Promise<Omit<Cuts, 'rounds'>> => {
  const found = await onDisk(folder)
  return { ...compared(promisedIn(promises), found), damaged: found.damaged }
}

/** The power goes now. What the writer had promised by then, and what is on the disk after. */
const cut = async (bench: Bench, child: ChildProcess): Promise<Omit<Cuts, 'rounds'>> => {
  const [copy, after] = [join(bench.folder, 'copy.img'), join(bench.folder, 'after')]
  child.kill('SIGSTOP')
  while (!(await isStopped(child)));
  await copyFile(bench.image, copy)
  const promises = await readFile(bench.promises, 'utf8')
  child.kill('SIGCONT')
  await mkdir(after, { recursive: true })
  mount(copy, after)
  try {
    return await heldAgainst(promises, after)
  } finally {
    unmount(after)
  }
}

const begun = async (bench: Bench, synchronous: Synchronous): Promise<ChildProcess> => {
  const words = [await bundled('power-writer.ts'), bench.disk, bench.promises, synchronous]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout !== null) await once(child.stdout, 'data')
  return child
}

export const powerCuts = ({
  rounds,
  synchronous = 'full',
  random,
  progress = () => {},
}: PowerOptions): Promise<Cuts> =>
  inScratch(async (folder) => {
    const so: Cuts = { rounds: 0, acknowledged: 0, lost: 0, damaged: 0 }
    while (so.rounds < rounds) {
      const bench = await newDisk(folder)
      const child = await begun(bench, synchronous)
      const dead = new Promise((resolve) => child.once('close', resolve))
      try {
        for (let n = 0; n < CUTS_A_LIFE && so.rounds < rounds; n += 1) {
          // The instant is what chance decides here; nothing is waited for.
          await wait(random() * LONGEST_MS)
          const { acknowledged, lost, damaged } = await cut(bench, child)
          so.rounds += 1
          so.acknowledged += acknowledged
          so.lost += lost
          so.damaged += damaged
          progress(so)
        }
      } finally {
        child.kill('SIGKILL')
        await dead
        unmount(bench.disk)
      }
    }
    return so
  })

/** Undefined when power can be cut here, else what is missing. */
export const powerNeeds = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'root, on Linux'
  if (!done('losetup', '-f')) return 'loop devices'
  return done('mkfs.ext4', '-V') ? undefined : 'mkfs.ext4'
}
