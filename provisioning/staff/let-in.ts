// `b24 let-in`: one person, now.
import type { Command } from 'commander'
import { type Giving, give, kioskOption, staffCommand } from './give.ts'

export const addLetIn = (program: Command): void => {
  staffCommand(program, 'let-in', 'release the lock for one person, now')
    .addOption(kioskOption())
    .addHelpText('after', '\n  b24 let-in svardsjo --why "the plumber is at the door"')
    .action((branch: string, { kiosk, ...options }: Giving & { kiosk?: string }) =>
      give(branch, { do: 'let-in', kiosk }, options),
    )
}
