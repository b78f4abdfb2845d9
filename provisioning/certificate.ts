// `b24 certificate` on the command line: the hub's own program knows the words after it.
import type { Command } from 'commander'
import { runHubProgram } from './hub-program.ts'

export const addCertificate = (program: Command): void => {
  program
    .command('certificate')
    .description(
      'who may connect to the hub as which kiosk: issue, list, withdraw, mosquitto',
    )
    .argument('[words...]', 'b24 certificate --help tells them')
    .allowUnknownOption()
    .helpOption(false)
    .action((words: string[]) => runHubProgram('certify.ts', words))
}
