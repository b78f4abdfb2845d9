// `b24 pause`: not open without staff, tonight.
import type { Command } from 'commander'
import { type Giving, give, staffCommand, untilOption } from './give.ts'

export const addPause = (program: Command): void => {
  staffCommand(program, 'pause', 'not open without staff, tonight or until a time')
    .addOption(untilOption('04:00, when the night is over'))
    .addHelpText('after', '\n  b24 pause svardsjo --why "unrest in the foyer"')
    .action((branch: string, { until, ...options }: Giving & { until?: string }) =>
      give(branch, { do: 'pause', until }, options),
    )
}
