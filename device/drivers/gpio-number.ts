// Finds the number sysfs knows a GPIO line by: base of the labelled chip + line. The bases moved
// with kernel 6.6, so a board's own numbering ("GPIO 17") is never that number.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const SYSFS = '/sys/class/gpio'

type Chip = { label: string; base: number; lines: number }

export type LineNumber =
  | { ok: true; number: number }
  | { ok: false; reason: 'no-gpio' | 'no-such-chip' | 'two-such-chips' | 'no-such-line' }

const CHIP = /^gpiochip\d+$/

/** Every chip of this machine. Throws where the kernel has no GPIO in sysfs. */
const chipsIn = (root: string): Chip[] => {
  const text = (folder: string, file: string): string =>
    readFileSync(join(root, folder, file), 'utf8').trim()
  return readdirSync(root)
    .filter((name) => CHIP.test(name))
    .map((name) => ({
      label: text(name, 'label'),
      base: Number(text(name, 'base')),
      lines: Number(text(name, 'ngpio')),
    }))
}

/** `root` is /sys/class/gpio; `chip` its label, such as `pinctrl-bcm2711`; `line` 0 and up.
 *  A label that two chips bear is refused: the wrong one could be another door's. */
export const lineNumber = (root: string, chip: string, line: number): LineNumber => {
  try {
    const [found, other] = chipsIn(root).filter(({ label }) => label === chip)
    if (found === undefined) return { ok: false, reason: 'no-such-chip' }
    if (other !== undefined) return { ok: false, reason: 'two-such-chips' }
    const isThere = Number.isInteger(line) && line >= 0 && line < found.lines
    return isThere
      ? { ok: true, number: found.base + line }
      : { ok: false, reason: 'no-such-line' }
  } catch {
    return { ok: false, reason: 'no-gpio' }
  }
}

/** The same, or an error that tells whoever stands there which chips this machine has. */
export const numberOf = (root: string, chip: string, line: number): number => {
  const found = lineNumber(root, chip, line)
  if (found.ok) return found.number
  throw new Error(`line ${line} of GPIO chip ${chip}: ${WORDS[found.reason]}${here(root)}`)
}

const WORDS = {
  'no-gpio': 'this kernel shows no GPIO in /sys/class/gpio',
  'no-such-chip': 'no chip here has that label',
  'two-such-chips': 'two chips here have that label',
  'no-such-line': 'the chip has no such line',
}

const here = (root: string): string => {
  try {
    const told = chipsIn(root).map(
      ({ label, lines }) => `${label} (lines 0–${Math.max(0, lines - 1)})`,
    )
    return told.length === 0 ? '; there is none' : `; there are: ${told.join(', ')}`
  } catch {
    return ''
  }
}
