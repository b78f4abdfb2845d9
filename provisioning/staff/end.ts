// `b24 end`: no pause, no lockdown, and no door held open any more.
import type { Command } from 'commander'
import { type Giving, give, staffCommand } from './give.ts'

export const addEnd = (program: Command): void => {
  staffCommand(program, 'end', 'end a pause, a lockdown and a door held open')
    .addHelpText('after', '\n  b24 end svardsjo --why "all is calm again"')
    .action((branch: string, options: Giving) => give(branch, { do: 'end' }, options))
}
