// `b24 hold-open`: the entrance stands released for a while.
import type { Command } from 'commander'
import { amount } from '../numbers.ts'
import { type Giving, give, kioskOption, staffCommand } from './give.ts'

type Holding = Giving & { kiosk?: string; minutes: number }

export const addHoldOpen = (program: Command): void => {
  staffCommand(program, 'hold-open', 'hold the entrance open for everybody, for a while')
    .addOption(kioskOption())
    .addOption(
      amount('--minutes <n>', 'so long; and no longer than staff are there', 15, [1, 240]),
    )
    .addHelpText('after', '\n  b24 hold-open svardsjo --minutes 30 --why "school class"')
    .action((branch: string, { kiosk, minutes, ...options }: Holding) =>
      give(branch, { do: 'hold-open', kiosk, minutes }, options),
    )
}
