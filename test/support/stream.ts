// Kiosks at work: each tells of a visit and asks at the door, and again when it was answered.

import type { Kiosk } from './pair.ts'
import { until } from './until.ts'

/** One question, with whether it was answered; the cards are nobody's, and each is asked for once. */
export type AskedOnce = { kiosk: string; card: string; answered: boolean }

export type Stream = {
  readonly asked: readonly AskedOnce[]
  /** Visits told so far, by kiosk. */
  readonly told: ReadonlyMap<string, number>
  /** Resolves when every kiosk has been answered this many times more. */
  answered(times: number): Promise<void>
  /** Resolves when the last question has ended. */
  stop(): Promise<void>
}

export const startStream = (kiosks: readonly Kiosk[], at: number): Stream => {
  const asked: AskedOnce[] = []
  const told = new Map<string, number>()
  const listeners = new Set<() => void>()
  let isOver = false

  const work = async ({ name, link, journal }: Kiosk, index: number): Promise<void> => {
    for (let n = 1; !isOver; n += 1) {
      await journal.append({ kind: 'visit', at, patron: 'patron-key-0001' })
      told.set(name, n)
      const card = `2108${index}${String(n).padStart(9, '0')}`
      const { ok } = await link.ask('door', 'entry', { card, pin: '1357', at })
      asked.push({ kiosk: name, card, answered: ok })
      for (const listener of listeners) listener()
    }
  }
  const working = Promise.all(kiosks.map(work))
  const fewest = (): number => {
    const counts = kiosks.map(
      ({ name }) => asked.filter((one) => one.kiosk === name && one.answered).length,
    )
    return Math.min(...counts)
  }
  const onChange = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    asked,
    told,
    answered: async (times) => {
      const wanted = fewest() + times
      await until({ now: fewest, onChange }, `${wanted} answers each`, (n) => n >= wanted)
    },
    stop: async () => {
      isOver = true
      await working
    },
  }
}
