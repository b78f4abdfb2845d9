// A real Mosquitto with mutual TLS for a hub in a process of its own, as an operator sets it up: the
// hub's files first, then Mosquitto, then the hub.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TlsFiles } from '../../device/link/dial.ts'
import { writeMosquittoFiles } from '../../hub/broker/mosquitto-files.ts'
import type { KioskAddress } from '../../hub/protocol/topics.ts'
import { authorityIn, written } from './brokers.ts'
import { requestOf } from './certificates.ts'
import { freePorts } from './free-port.ts'
import { type Mosquitto, startMosquitto } from './mosquitto.ts'

export type Beside = AsyncDisposable & {
  readonly url: string
  /** For the hub's configuration: its `mqtt`. */
  readonly mqtt: { broker: object }
  readonly mosquitto: Mosquitto
  /** Files for a kiosk's configuration: its `hub.tls`. */
  papers(at: KioskAddress): Promise<TlsFiles>
}

/** `folder` is the hub's `var`; what it serves is of the consortium `dalarna`. */
export const openBeside = async (folder: string): Promise<Beside> => {
  const [port = 0] = await freePorts(1)
  const [host, url] = ['127.0.0.1', `mqtts://127.0.0.1:${port}`]
  const broker = { url, host, port, names: [host], folder: join(folder, 'mosquitto') }
  await mkdir(folder, { recursive: true })
  const authority = await authorityIn(join(folder, 'identity'))
  await writeMosquittoFiles(authority, { ...broker, consortium: 'dalarna' })
  const mosquitto = await startMosquitto(broker.folder)
  return {
    url,
    mqtt: { broker },
    mosquitto,
    papers: async (at) => {
      const { key, request } = await requestOf('CN=whatever')
      const answer = await authority.forKiosk(at, request)
      if (!answer.ok) throw new Error(answer.reason)
      const papers = { ca: authority.certificate, cert: answer.certificate, key }
      return written(join(folder, at.kiosk), papers)
    },
    [Symbol.asyncDispose]: () => mosquitto[Symbol.asyncDispose](),
  }
}
