// `b24 explain` on the command line.
import { type Command, Option } from 'commander'
import { DEFAULT_PORTS } from '../demo/options.ts'
import { amount } from '../numbers.ts'
import { runExplain } from './explain.ts'

export const addExplain = (program: Command): void => {
  program
    .command('explain')
    .description(
      'who would be let in at a branch, when, and why; asks the hub on this machine',
    )
    .argument('<branch>', 'id of the branch')
    .argument('<when>', 'wall time there, such as 2026-12-24T21:55')
    .addOption(amount('--age <years>', 'of the person', 30, [0, 120]))
    .option('--no-agreement', 'who has signed none')
    .option('--no-member', 'whose municipality takes no part')
    .option('--blocked', 'whose card is blocked', false)
    .option('--wrong-pin', 'who types a wrong PIN', false)
    .addOption(
      new Option('--hub <url>', "the hub's HTTP")
        .env('B24_HUB_HTTP')
        .default(`http://127.0.0.1:${DEFAULT_PORTS.http}`),
    )
    .option('--json', 'answer as JSON', false)
    .addHelpText(
      'after',
      '\n  b24 explain svardsjo 2026-12-24T21:55 --age 15 --no-agreement',
    )
    .action(runExplain)
}
