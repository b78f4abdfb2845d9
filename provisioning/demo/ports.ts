// Looks whether the demo's ports are free before anything starts, and says plainly which is not.
import { createServer } from 'node:net'
import { type DemoOptions, HOST } from './options.ts'

type Wanted = { port: number; what: string; flag: string; env: string }

const wantedBy = (options: DemoOptions): readonly Wanted[] => [
  {
    port: options.screensPort,
    what: 'screens',
    flag: '--screens-port',
    env: 'B24_SCREENS_PORT',
  },
  { port: options.httpPort, what: 'hub HTTP', flag: '--http-port', env: 'B24_HTTP_PORT' },
  { port: options.mqttPort, what: 'hub MQTT', flag: '--mqtt-port', env: 'B24_MQTT_PORT' },
]

/** One line for each port somebody else listens on; empty when all are free. */
export const takenPorts = async (options: DemoOptions): Promise<string[]> => {
  const wanted = wantedBy(options)
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)))
  return wanted.filter((_, index) => !free[index]).map(inWords)
}

const inWords = ({ port, what, flag, env }: Wanted): string =>
  `Port ${port} (${what}) is taken. Choose another: npm start -- ${flag} ${port + 1000}, or set ${env}.`

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: HOST, exclusive: true }, () =>
      probe.close(() => resolve(true)),
    )
  })
