// Which certificates were issued to which kiosk, and which are withdrawn: a file of lines that is
// only added to, so that the command can withdraw one while the hub runs.
import { statSync } from 'node:fs'
import { z } from 'zod'
import { addLines, isTorn } from '../durable-file.ts'
import { readIfThere } from './read-if-there.ts'

const serial = z.string().regex(/^[0-9a-f]{2,40}$/)
const line = z.union([
  z.object({ issued: serial, kiosk: z.string().max(40), notAfter: z.int() }),
  z.object({ withdrawn: serial, at: z.int() }),
])
type Line = z.infer<typeof line>

/** Instants are ms since 1970 UTC. */
export type Certificate = {
  serial: string
  kiosk: string
  notAfter: number
  withdrawn: number | undefined
}

export type Register = {
  /** Every certificate on record, oldest first. */
  all(): Promise<readonly Certificate[]>
  issued(certificate: { serial: string; kiosk: string; notAfter: number }): Promise<void>
  /** Withdraws every certificate of the kiosk; answers how many were in force until now. */
  withdraw(kiosk: string, now: number): Promise<number>
  /** Changes whenever the file does; never empty. */
  version(): string
}

export const openRegister = (path: string): Register => {
  const add = (lines: readonly Line[]): Promise<void> => addLines(path, lines)
  const all = async () => folded((await readIfThere(path)) ?? '', path)
  return {
    all,
    issued: ({ serial: issued, kiosk, notAfter }) => add([{ issued, kiosk, notAfter }]),
    withdraw: async (kiosk, now) => {
      const inForce = (await all()).filter(
        (one) => one.kiosk === kiosk && one.withdrawn === undefined,
      )
      await add(inForce.map((one) => ({ withdrawn: one.serial, at: now })))
      return inForce.length
    },
    version: () => {
      const { ino, size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {}
      return `${ino} ${size} ${mtimeMs}`
    },
  }
}

/** Throws at a line that cannot be read: to pass over it might let a withdrawn kiosk in again. */
const folded = (text: string, path: string): Certificate[] => {
  const found = new Map<string, Certificate>()
  for (const [index, written] of text.split('\n').entries()) {
    if (written === '' || isTorn(written)) continue
    const read = lineOf(written)
    if (read === undefined)
      throw new Error(
        `${path} line ${index + 1} cannot be read: restore it from the backup`,
      )
    if ('issued' in read) {
      const { issued: serial, kiosk, notAfter } = read
      found.set(serial, { serial, kiosk, notAfter, withdrawn: undefined })
    } else {
      const known = found.get(read.withdrawn)
      if (known !== undefined) found.set(known.serial, { ...known, withdrawn: read.at })
    }
  }
  return [...found.values()]
}

const lineOf = (written: string): Line | undefined => {
  try {
    return line.safeParse(JSON.parse(written)).data
  } catch {
    return undefined
  }
}
