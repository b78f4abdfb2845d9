#!/usr/bin/env node
// The b24 command: reads the words on the line and hands them on.
import { Command, Option } from 'commander'
import { runDemo } from './demo/demo.ts'
import { DEFAULT_PORTS } from './demo/options.ts'
import { runExplain } from './explain/explain.ts'

const port = (flags: string, env: string, what: string, preset: number): Option =>
  new Option(flags, what).env(env).default(preset).argParser(portNumber)

const portNumber = (text: string): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number
  program.error(`"${text}" is not a port. Give a number from 1 to 65535.`, { exitCode: 64 })
}

const program: Command = new Command('b24')
  .description('Bibliotek24: a library branch that stays open with nobody at work')
  .showHelpAfterError('Try: b24 --help')
  .configureHelp({ sortOptions: true })

program
  .command('demo')
  .description('a whole branch on this computer: hub, kiosk and simulated hardware')
  .addOption(
    port('--screens-port <n>', 'B24_SCREENS_PORT', 'the screens', DEFAULT_PORTS.screens),
  )
  .addOption(port('--http-port <n>', 'B24_HTTP_PORT', "the hub's HTTP", DEFAULT_PORTS.http))
  .addOption(port('--mqtt-port <n>', 'B24_MQTT_PORT', "the hub's MQTT", DEFAULT_PORTS.mqtt))
  .addOption(
    new Option('--var <folder>', 'where state lives').env('B24_VAR').default('./var'),
  )
  .option('--fresh', 'forget earlier visits and begin anew', false)
  .action(runDemo)

program
  .command('explain')
  .description(
    'who would be let in at a branch, when, and why; asks the hub on this machine',
  )
  .argument('<branch>', 'id of the branch')
  .argument('<when>', 'wall time there, such as 2026-12-24T21:55')
  .option('--age <years>', 'of the person', '30')
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
  .addHelpText('after', '\n  b24 explain svardsjo 2026-12-24T21:55 --age 15 --no-agreement')
  .action(runExplain)

await program.parseAsync()
