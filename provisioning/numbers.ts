// Numbers on the command line, each with its bounds.
import { InvalidArgumentError, Option } from 'commander'

/** A TCP port; the environment's `env` counts where the flag is not given. */
export const port = (flags: string, env: string, what: string, preset: number): Option =>
  amount(flags, what, preset, [1, 65_535]).env(env)

/** Of whole numbers, or of others where `decimals` is told. */
export const amount = (
  flags: string,
  what: string,
  preset: number | undefined,
  [least, most]: readonly [number, number],
  decimals = false,
): Option =>
  new Option(flags, what).default(preset).argParser((text) => {
    const number = Number(text)
    const fits = number >= least && number <= most
    if (text !== '' && fits && (decimals || Number.isInteger(number))) return number
    const kind = decimals ? '' : 'whole '
    throw new InvalidArgumentError(`Give a ${kind}number from ${least} to ${most}.`)
  })
