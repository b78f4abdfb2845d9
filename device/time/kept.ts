// Reads how the machine's clock is kept. Plain files first: systemd-timesyncd touches one when it has set
// the clock, and the kernel shows its clock chips; timedatectl only where another program keeps time.
import { execFile } from 'node:child_process'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kept } from './trust.ts'

const SYNCHRONIZED = '/run/systemd/timesync/synchronized'
const CHIPS = '/sys/class/rtc'
/** The chip that the kernel has set its clock by when it started says 1. */
const SET_BY = 'rtc0/hctosys'
const ASK_LIMIT_MS = 2000

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const chipSetTheClock = (root: string): Promise<boolean> =>
  readFile(join(root, CHIPS, SET_BY), 'utf8').then(
    (text) => text.trim() === '1',
    () => false,
  )

/** chrony, ntpd: the kernel says whether its clock is disciplined. False where nobody can be asked. */
const timedatectl = (): Promise<boolean> =>
  new Promise((resolve) => {
    const words = ['show', '--property=NTPSynchronized', '--value']
    execFile('timedatectl', words, { timeout: ASK_LIMIT_MS }, (error, said) =>
      resolve(error === null && said.trim() === 'yes'),
    )
  })

/** By plain files, below `root`: `/` but in a test. Never rejects. */
export const readKept = async (root = '/'): Promise<Kept> => {
  const [synchronized, chip] = await Promise.all([
    isThere(join(root, SYNCHRONIZED)),
    chipSetTheClock(root),
  ])
  return { synchronized, chip }
}

/** The same, and where no file says so another program may: within 2 s. Never rejects. */
export const askKept = async (): Promise<Kept> => {
  const kept = await readKept()
  return kept.synchronized ? kept : { ...kept, synchronized: await timedatectl() }
}
