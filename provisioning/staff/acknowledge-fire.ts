// `b24 acknowledge-fire`: somebody has looked, and the door may let people in again.
import type { Command } from 'commander'
import { type Giving, give, kioskOption, staffCommand } from './give.ts'

export const addAcknowledgeFire = (program: Command): void => {
  staffCommand(program, 'acknowledge-fire', 'after a fire alarm: let people in again')
    .addOption(kioskOption())
    .addHelpText('after', '\n  b24 acknowledge-fire svardsjo --why "false alarm, looked"')
    .action((branch: string, { kiosk, ...options }: Giving & { kiosk?: string }) =>
      give(branch, { do: 'acknowledge-fire', kiosk }, options),
    )
}
