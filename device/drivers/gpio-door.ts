// The entrance's lines on GPIO: made safe, then opened, then looked for again whenever they are gone.
// Fail-safe: see DoorLines in device/ports.ts.
import type { DoorLight, DoorLineEvent, DoorLines } from '../ports.ts'
import { PULSE_LIMIT_MS } from './board-pins.ts'
import { createBuzzer } from './buzzer.ts'
import { asError, type Input, type Lines, type Output, openLines } from './gpio.ts'
import { holdByGpioset, type LockLine } from './gpio-hold.ts'
import {
  type GpioDoorWiring,
  type InputPlace,
  inputsOf,
  type OutputPlace,
  outputsOf,
  sharedLines,
} from './gpio-lines.ts'
import { type GpioPlace, makeOutputsLow } from './gpio-safe.ts'
import { createListeners } from './listeners.ts'
import type { Log } from './serial.ts'

const RETRY_MS = 2_000

export type GpioDoorSettings = GpioPlace &
  GpioDoorWiring & {
    /** Who drives the lock: gpioset, which does not outlive us, or sysfs, which keeps its level
     *  and is for machines whose chip has a pulse timer behind it, or no character device. */
    lockBy: 'gpioset' | 'sysfs'
    log: Log
  }

type Parts = {
  lines: Lines
  lock: LockLine
  /** All but the lock. */
  outputs: Map<OutputPlace, Output>
  inputs: Map<InputPlace, Input>
}

/** What each input's level tells. They are pulled up: a broken wire is high. */
const HEARD: Record<InputPlace, (high: boolean) => DoorLineEvent | undefined> = {
  contact: (open) => ({ kind: 'contact', open }),
  exit: (high) => ({ kind: 'exit-button', pressed: !high }),
  fire: (on) => ({ kind: 'fire', on }),
  bolt: (high) => ({ kind: 'bolt', thrown: !high }),
  'beams.a': (broken) => ({ kind: 'beam', beam: 'a', broken }),
  'beams.b': (broken) => ({ kind: 'beam', beam: 'b', broken }),
  key: (high) => (high ? undefined : { kind: 'service-key' }),
}

/** Ends a release like a board does, as long as this process lives. */
const limited = (strike: Output): LockLine => {
  let timer: NodeJS.Timeout | undefined
  const secure = (): void => {
    clearTimeout(timer)
    strike.set(false)
  }
  return {
    release: () => {
      clearTimeout(timer)
      timer = setTimeout(secure, PULSE_LIMIT_MS)
      strike.set(true)
    },
    secure,
    close: async () => secure(),
  }
}

/** Rejects, with nothing left open, when a line cannot be had. */
const openParts = async (
  settings: GpioDoorSettings,
  lost: (error: Error) => void,
): Promise<Parts> => {
  const { chip, root, lockBy, lock: line } = settings
  await makeOutputsLow(settings)
  const lines = await openLines({ chip, root, lost })
  try {
    const lock =
      lockBy === 'sysfs'
        ? limited(lines.output(line))
        : await holdByGpioset({ chip, line, lost })
    const outputs = outputsOf(settings).filter(({ at }) => at !== 'lock')
    return {
      lines,
      lock,
      outputs: new Map(outputs.map((use) => [use.at, lines.output(use.line)])),
      inputs: new Map(inputsOf(settings).map((use) => [use.at, lines.input(use.line)])),
    }
  } catch (error) {
    lines.close()
    throw error
  }
}

/** Returns at once; looks for the lines again and again until they are there. Throws RangeError on
 *  a wiring in which two uses share a line. */
export const openGpioDoor = (settings: GpioDoorSettings): DoorLines => {
  const [shared] = sharedLines(settings)
  if (shared !== undefined) throw new RangeError(`${shared.at}: ${shared.expected}`)
  const { log } = settings
  const listeners = createListeners<DoorLineEvent>()
  let parts: Parts | undefined
  let light: DoorLight = 'dark'
  let timer: NodeJS.Timeout | undefined
  let complaint = ''
  let closed = false

  const lose = (error: Error): void => {
    const lost = parts
    if (lost === undefined) return
    parts = undefined
    log.warn({ reason: error.message }, 'GPIO lines lost')
    void lost.lock.close()
    lost.lines.close()
    listeners.tell({ kind: 'lines', connected: false })
    tryLater()
  }

  const shine = ({ outputs }: Parts): void => {
    for (const colour of ['ready', 'go', 'no'] as const)
      outputs.get(`lights.${colour}`)?.set(colour === light)
  }
  const buzzer = createBuzzer((on) => parts?.outputs.get('buzzer')?.set(on))

  const use = (opened: Parts): void => {
    parts = opened
    complaint = ''
    shine(opened)
    listeners.tell({ kind: 'lines', connected: true })
    for (const [at, input] of opened.inputs)
      input.follow((high) => {
        const event = HEARD[at](high)
        if (event !== undefined) listeners.tell(event)
      })
  }

  const open = async (): Promise<void> => {
    let opened: Parts | undefined
    let early: Error | undefined
    const lost = (error: Error): void => {
      early = error
      if (opened !== undefined && parts === opened) lose(error)
    }
    try {
      opened = await openParts(settings, lost)
      if (closed || early !== undefined) await letGo(opened)
      if (early !== undefined) throw early
      if (!closed) use(opened)
    } catch (error) {
      complain(asError(error).message)
      tryLater()
    }
  }
  /** Whoever reads the log is told once, not every other second. */
  const complain = (reason: string): void => {
    if (reason !== complaint) log.warn({ reason }, 'GPIO lines do not open')
    complaint = reason
  }

  let opening: Promise<void> = Promise.resolve()
  const tryLater = (): void => {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => {
      opening = open()
    }, RETRY_MS)
  }

  opening = open()
  return {
    get connected() {
      return parts !== undefined
    },
    release: () => parts?.lock.release(),
    secure: () => parts?.lock.secure(),
    light: (colour) => {
      light = colour
      if (parts) shine(parts)
    },
    sound: buzzer.sound,
    listen: listeners.add,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await opening
      buzzer.stop()
      if (parts) await letGo(parts)
      parts = undefined
    },
  }
}

const letGo = async ({ lock, lines }: Parts): Promise<void> => {
  await lock.close()
  lines.close()
}
