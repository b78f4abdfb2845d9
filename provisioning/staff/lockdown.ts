// `b24 lockdown`: nobody is let in, whoever works there. Everybody can leave.
import type { Command } from 'commander'
import { type Giving, give, staffCommand, untilOption } from './give.ts'

export const addLockdown = (program: Command): void => {
  staffCommand(program, 'lockdown', 'let nobody in, whoever works there; all can leave')
    .addOption(untilOption('until told otherwise'))
    .addHelpText('after', '\n  b24 lockdown svardsjo --why "the police ask for it"')
    .action((branch: string, { until, ...options }: Giving & { until?: string }) =>
      give(branch, { do: 'lockdown', until }, options),
    )
}
