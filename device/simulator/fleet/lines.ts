// The network of a fleet: every kiosk's line, which can be cut and mended, for some or all of them.
import { type Duplex, PassThrough } from 'node:stream'
import type { Dial } from '../../link/dial.ts'

export type Lines = {
  /** The kiosk's own way to the hub, on which `dial` is tried while it is whole. */
  through(kiosk: number, dial: Dial): Dial
  /** Breaks the lines off without a word, and lets no new one be laid until they are mended. */
  cut(kiosks: Iterable<number>): void
  mend(): void
}

export const layLines = (): Lines => {
  const open = new Map<number, Duplex>()
  const broken = new Set<number>()
  return {
    through: (kiosk, dial) => (hub) => {
      if (broken.has(kiosk)) return new PassThrough().destroy(cutOff())
      const line = dial(hub)
      open.set(kiosk, line)
      line.once('close', () => {
        if (open.get(kiosk) === line) open.delete(kiosk)
      })
      return line
    },
    cut: (kiosks) => {
      for (const kiosk of kiosks) {
        broken.add(kiosk)
        open.get(kiosk)?.destroy()
      }
    },
    mend: () => broken.clear(),
  }
}

const cutOff = (): Error =>
  Object.assign(new Error('the line is cut'), { code: 'ENETUNREACH' })
