// `b24 sim` on the command line: a rehearsal with thousands of simulated kiosks.
import { type Command, InvalidArgumentError, Option } from 'commander'
import { SCENARIOS } from '../../device/simulator/fleet/scenario.ts'
import { amount, port } from '../numbers.ts'
import { runFleet } from './fleet.ts'
import { REHEARSAL } from './options.ts'
import { runPrepare } from './prepare.ts'

export const addSim = (program: Command): void => {
  const sim = program
    .command('sim')
    .description('a rehearsal with thousands of simulated kiosks, to size a machine')
  addPrepare(sim)
  addFleet(sim)
}

const kiosks = (): Option => amount('--kiosks <n>', 'how many kiosks', 1000, [1, 10_000])

const hubUrl = (): Option =>
  new Option('--hub <url>', "where kiosks reach the rehearsal's broker")
    .default(new URL(REHEARSAL.hub), REHEARSAL.hub)
    .argParser((text) => {
      if (/^mqtts:\/\/[\w.-]+(?::\d{1,5})?$/.test(text) && URL.canParse(text))
        return new URL(text)
      throw new InvalidArgumentError('Give mqtts://host:port.')
    })

const addPrepare = (sim: Command): void => {
  sim
    .command('prepare')
    .description('make a hub of its own for the rehearsal, and papers for its kiosks')
    .addOption(kiosks())
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
}

const addFleet = (sim: Command): void => {
  sim
    .command('fleet')
    .description('the kiosks of a rehearsal, all from this process')
    .addOption(kiosks())
    .addOption(
      amount('--events-per-minute <n>', 'rows each kiosk tells', 6, [0, 600], true),
    )
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
}
