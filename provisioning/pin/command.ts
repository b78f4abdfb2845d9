// `b24 pin` on the command line. Neither a card nor a PIN is ever a word on it: others can read those.
import type { Command } from 'commander'
import { withHub } from '../staff/hub.ts'
import { runPinSet } from './set.ts'

export const addPin = (program: Command): void => {
  const pin = program.command('pin').description('a person’s PIN')
  withHub(pin.command('set'))
    .description(
      'set the PIN of whose card it is, and one for duress: asked for without showing what is typed, or read as lines of standard input (card, PIN, PIN for duress or nothing)',
    )
    .addHelpText('after', '\nThe token for it: b24 token add karin.desk --may pin')
    .action(runPinSet)
}
