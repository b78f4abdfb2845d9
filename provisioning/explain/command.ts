// `b24 explain` on the command line.
import { type Command, Option } from 'commander'
import { LOGIN_METHODS } from '../../hub/protocol/entry-rules.ts'
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
    .addOption(
      amount('--agreement-version <n>', 'which one was signed', undefined, [1, 9999]),
    )
    .option('--guardian', 'a minor whose guardian has consented', false)
    .option('--category <group>', "of which of the member's groups, such as adult")
    .addOption(
      amount('--debt <amount>', 'owed, such as 120 or 45.50', 0, [0, 1_000_000], true),
    )
    .option('--allowed', 'who is on the allow list then, such as a guard', false)
    .addOption(amount('--inside <people>', 'there already', undefined, [0, 10_000]))
    .addOption(
      new Option('--method <how>', 'how she says who she is')
        .choices(LOGIN_METHODS)
        .default('card-pin'),
    )
    .option('--no-member', 'whose municipality takes no part')
    .option('--blocked', 'whose card is blocked', false)
    .option('--wrong-pin', 'who types a wrong PIN', false)
    .addOption(
      new Option('--hub <url>', "the hub's HTTP")
        .env('B24_HUB_HTTP')
        .default(`http://127.0.0.1:${DEFAULT_PORTS.http}`),
    )
    .option('--json', 'answer as JSON', false)
    .addHelpText('after', '\n  b24 explain svardsjo 2026-12-24T21:55 --age 15 --debt 120')
    .action(runExplain)
}
