// Finds the number sysfs knows a GPIO line by: base of the labelled chip + line. The bases moved
// with kernel 6.6, so a board's own numbering ("GPIO 17") is never that number.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type LineNumber =
  | { ok: true; number: number }
  | { ok: false; reason: 'no-gpio' | 'no-such-chip' | 'no-such-line' }

const CHIP = /^gpiochip\d+$/

/** `root` is /sys/class/gpio; `chip` its label, such as `pinctrl-bcm2711`; `line` 0 and up. */
export const lineNumber = (root: string, chip: string, line: number): LineNumber => {
  const text = (folder: string, file: string): string =>
    readFileSync(join(root, folder, file), 'utf8').trim()
  try {
    const folder = readdirSync(root)
      .filter((name) => CHIP.test(name))
      .find((name) => text(name, 'label') === chip)
    if (folder === undefined) return { ok: false, reason: 'no-such-chip' }
    const isThere =
      Number.isInteger(line) && line >= 0 && line < Number(text(folder, 'ngpio'))
    const number = Number(text(folder, 'base')) + line
    return isThere ? { ok: true, number } : { ok: false, reason: 'no-such-line' }
  } catch {
    return { ok: false, reason: 'no-gpio' }
  }
}
