#!/usr/bin/env node
// The b24 command: reads the words on the line and hands them on.
import { Command, Option } from 'commander'
import { SCENARIOS } from '../device/simulator/fleet/scenario.ts'
import { runDemo } from './demo/demo.ts'
import { DEFAULT_PORTS } from './demo/options.ts'
import { runExplain } from './explain/explain.ts'
import { runHubProgram } from './hub-program.ts'
import { runFleet } from './sim/fleet.ts'
import { REHEARSAL } from './sim/options.ts'
import { runPrepare } from './sim/prepare.ts'

const port = (flags: string, env: string, what: string, preset: number): Option =>
  new Option(flags, what).env(env).default(preset).argParser(portNumber)

const portNumber = (text: string): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number
  program.error(`"${text}" is not a port. Give a number from 1 to 65535.`, { exitCode: 64 })
}

/** Of whole numbers, or of others where `decimals` is told. */
const amount = (
  flags: string,
  what: string,
  preset: number,
  [least, most]: readonly [number, number],
  decimals = false,
): Option =>
  new Option(flags, what).default(preset).argParser((text) => {
    const number = Number(text)
    const fits = number >= least && number <= most
    if (text !== '' && fits && (decimals || Number.isInteger(number))) return number
    const wanted = `Give a ${decimals ? '' : 'whole '}number from ${least} to ${most}.`
    program.error(`"${text}" does not fit ${flags}. ${wanted}`, { exitCode: 64 })
  })

const hubUrl = (): Option =>
  new Option('--hub <url>', "where kiosks reach the rehearsal's broker")
    .default(new URL(REHEARSAL.hub), REHEARSAL.hub)
    .argParser((text) => {
      if (/^mqtts:\/\/[\w.-]+(?::\d{1,5})?$/.test(text) && URL.canParse(text))
        return new URL(text)
      program.error(`"${text}" is no address of a broker. Give mqtts://host:port.`, {
        exitCode: 64,
      })
    })

const kiosks = (preset: number): Option =>
  amount('--kiosks <n>', 'how many kiosks', preset, [1, 10_000])

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

const sim = program
  .command('sim')
  .description('a rehearsal with thousands of simulated kiosks, to size a machine')

sim
  .command('prepare')
  .description('make a hub of its own for the rehearsal, and papers for its kiosks')
  .addOption(kiosks(1000))
  .option('--folder <folder>', 'where the rehearsal lives', REHEARSAL.folder)
  .addOption(
    new Option('--broker <which>', "the hub's own broker, or a Mosquitto beside it")
      .choices(['inside', 'mosquitto'])
      .default('inside'),
  )
  .addOption(hubUrl())
  .addOption(
    port(
      '--http-port <n>',
      'B24_REHEARSAL_HTTP_PORT',
      "the hub's HTTP",
      REHEARSAL.httpPort,
    ),
  )
  .option('--fresh', 'throw an earlier rehearsal in this folder away', false)
  .action(runPrepare)

sim
  .command('fleet')
  .description('the kiosks of a rehearsal, all from this process')
  .addOption(kiosks(1000))
  .addOption(amount('--events-per-minute <n>', 'rows each kiosk tells', 6, [0, 600], true))
  .addOption(amount('--entries-per-minute <n>', 'cards at each door', 0.1, [0, 60], true))
  .addOption(hubUrl())
  .option('--papers <file>', 'what prepare wrote', `${REHEARSAL.folder}/papers.jsonl`)
  .addOption(
    new Option('--scenario <which>', 'what happens to the network')
      .choices(SCENARIOS)
      .default('steady'),
  )
  .addOption(amount('--seconds <n>', 'how long, with all connected', 60, [1, 86_400]))
  .addOption(amount('--outage-seconds <n>', 'how long it is gone', 30, [1, 3600]))
  .option('--json', 'the summary as JSON on standard output', false)
  .action(runFleet)

program
  .command('certificate')
  .description(
    'who may connect to the hub as which kiosk: issue, list, withdraw, mosquitto',
  )
  .argument('[words...]', 'b24 certificate --help tells them')
  .allowUnknownOption()
  .helpOption(false)
  .action((words: string[]) => runHubProgram('certify.ts', words))

await program.parseAsync()
