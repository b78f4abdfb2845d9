// Drives every output of the entrance low and lets go of it: before the lines are used, and after a
// kiosk that died. It needs no package, so that it works when the kiosk's own do not.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type GpioDoorWiring, outputsOf } from './gpio-lines.ts'
import { numberOf, SYSFS } from './gpio-number.ts'

/** What held the line may still be letting go of it; a new file's owner is set by udev, late. */
const TRIES = 30
const RETRY_MS = 100
const PASSING = ['EBUSY', 'EACCES', 'EPERM', 'ENOENT']

export type GpioPlace = { chip: string; root?: string | undefined }

/** Rejects, after every other output was made low, when one of them could not be. */
export const makeOutputsLow = async (wiring: GpioPlace & GpioDoorWiring): Promise<void> => {
  const errors: unknown[] = []
  for (const { line } of outputsOf(wiring))
    await makeLow(wiring, line).catch((e) => errors.push(e))
  if (errors.length > 0) throw errors[0]
}

/** Rejects when there is no such line, or something else holds it for 3 s. */
const makeLow = async ({ chip, root = SYSFS }: GpioPlace, line: number): Promise<void> => {
  const number = numberOf(root, chip, line)
  for (let tried = 1; ; tried += 1)
    try {
      driveLow(root, number)
      return
    } catch (error) {
      if (tried === TRIES || !isPassing(error))
        throw new Error(`line ${line} of GPIO chip ${chip}: ${String(error)}`)
      await wait(RETRY_MS)
    }
}

const isPassing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && PASSING.includes(String(error.code))

/** `low` makes it an output that is low from its first moment, whatever it was. */
const driveLow = (root: string, number: number): void => {
  const folder = join(root, `gpio${number}`)
  if (!existsSync(folder)) writeFileSync(join(root, 'export'), String(number))
  writeFileSync(join(folder, 'direction'), 'low')
  writeFileSync(join(root, 'unexport'), String(number))
}
