// `b24 demo` on the command line.
import { type Command, Option } from 'commander'
import { port } from '../numbers.ts'
import { runDemo } from './demo.ts'
import { DEFAULT_PORTS } from './options.ts'

export const addDemo = (program: Command): void => {
  program
    .command('demo')
    .description('a whole branch on this computer: hub, kiosk and simulated hardware')
    .addOption(
      port('--screens-port <n>', 'B24_SCREENS_PORT', 'the screens', DEFAULT_PORTS.screens),
    )
    .addOption(
      port('--http-port <n>', 'B24_HTTP_PORT', "the hub's HTTP", DEFAULT_PORTS.http),
    )
    .addOption(
      port('--mqtt-port <n>', 'B24_MQTT_PORT', "the hub's MQTT", DEFAULT_PORTS.mqtt),
    )
    .addOption(
      new Option('--var <folder>', 'where state lives').env('B24_VAR').default('./var'),
    )
    .option('--fresh', 'forget earlier visits and begin anew', false)
    .action(runDemo)
}
