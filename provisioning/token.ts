// `b24 token` on the command line: the hub's own program knows the words after it.
import type { Command } from 'commander'
import { runHubProgram } from './hub-program.ts'

export const addToken = (program: Command): void => {
  program
    .command('token')
    .description('who may have anything done from afar: add, list, revoke')
    .argument('[words...]', 'b24 token --help tells them')
    .allowUnknownOption()
    .helpOption(false)
    .action((words: string[]) => runHubProgram('token.ts', words))
}
