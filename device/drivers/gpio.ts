// Lines of a GPIO chip through sysfs; the only importer of onoff, loaded only where there are such
// lines. A killed process leaves its outputs as they are: see gpio-safe.ts and gpio-hold.ts.
import type { BinaryValue, Gpio } from 'onoff'
import { numberOf, SYSFS } from './gpio-number.ts'
import type { GpioPlace } from './gpio-safe.ts'

const DEBOUNCE_MS = 10

export type Output = { set(high: boolean): void }

export type Input = {
  /** Tells the level at once, and then each level it is found to have changed to. sysfs keeps one
   *  edge, not how many there were: nobody may count by this. */
  follow(listener: (high: boolean) => void): void
}

export type Lines = {
  /** Low from its first moment. Throws when it cannot be had. */
  output(line: number): Output
  input(line: number): Input
  /** Drives the outputs low and lets go of all. */
  close(): void
}

export type LinesSettings = GpioPlace & {
  /** A line that was there is gone; told once, and never after `close`. */
  lost(error: Error): void
}

export const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error))

/** Rejects when the chip is not there. */
export const openLines = async ({
  chip,
  root = SYSFS,
  lost,
}: LinesSettings): Promise<Lines> => {
  // Looked up first: a machine without GPIO never loads the package.
  numberOf(root, chip, 0)
  const { Gpio } = await import('onoff')
  const opened: Gpio[] = []
  const outputs: Gpio[] = []
  const timers = new Set<NodeJS.Timeout>()
  let live = true

  const fail = (error: unknown): void => {
    if (!live) return
    close()
    // In a turn of its own: who is told may open the lines anew.
    setImmediate(() => lost(asError(error)))
  }
  /** onoff reads in a callback of its own, where an error would end the process. */
  class Line extends Gpio {
    override readSync(): BinaryValue {
      try {
        return super.readSync()
      } catch (error) {
        fail(error)
        return 0
      }
    }
  }
  const keep = <Kept extends Gpio>(gpio: Kept): Kept => {
    opened.push(gpio)
    return gpio
  }
  const close = (): void => {
    live = false
    for (const timer of timers) clearTimeout(timer)
    for (const gpio of outputs.splice(0)) attempt(() => gpio.writeSync(0))
    for (const gpio of opened.splice(0)) attempt(() => gpio.unexport())
  }

  const output = (line: number): Output => {
    const gpio = keep(new Gpio(numberOf(root, chip, line), 'low'))
    outputs.push(gpio)
    return {
      set: (high) => {
        if (!live) return
        try {
          gpio.writeSync(high ? 1 : 0)
        } catch (error) {
          fail(error)
        }
      },
    }
  }

  const input = (line: number): Input => {
    const gpio = keep(new Line(numberOf(root, chip, line), 'in', 'both'))
    return {
      follow: (listener) => {
        let last: boolean | undefined
        let timer: NodeJS.Timeout | undefined
        const look = (): void => {
          if (timer !== undefined) timers.delete(timer)
          timer = undefined
          const high = gpio.readSync() === 1
          if (!live || high === last) return
          last = high
          listener(high)
        }
        gpio.watch(() => {
          // From the first edge of a bounce on: one that never ends is looked at all the same.
          if (!live || timer !== undefined) return
          timer = setTimeout(look, DEBOUNCE_MS)
          timers.add(timer)
        })
        look()
      },
    }
  }
  return { output, input, close }
}

/** The chip may be gone, and its lines with it. */
const attempt = (step: () => void): void => {
  try {
    step()
  } catch {
    // Then there is nothing left to let go of.
  }
}
