// The bare lines that the rows are held against: kiosks' own TLS connections with nothing round them.
import { join } from 'node:path'
import { MqttClient } from 'mqtt'
import { dialSecurely } from '../../device/link/dial.ts'
import type { KioskAddress } from '../../hub/protocol/topics.ts'
import type { Beside } from '../support/beside.ts'
import { launch, type Program } from '../support/program.ts'

/** As a kiosk connects: mutual TLS, TCP_NODELAY. */
export const connectBare = async (
  { url, papers }: Pick<Beside, 'url' | 'papers'>,
  at: KioskAddress,
): Promise<MqttClient> => {
  const dial = dialSecurely(await papers(at))
  const options = { protocolVersion: 5, clientId: at.kiosk } as const
  const client = new MqttClient(() => dial(new URL(url)), options)
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('error', reject)
  })
  return client
}

/** `hubFolder` is the `var` of the hub whose place it takes. */
export const launchBareHub = (url: string, hubFolder: string): Promise<Program> =>
  launch({
    script: 'test/bench/bare-hub.ts',
    args: [url, join(hubFolder, 'identity')],
    log: '/dev/null',
  })
