// The hub with kiosks that come by mutual TLS, on the broker inside and on a real Mosquitto: what
// must hold on both is told once.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { type Journal, openJournal } from '../../device/journal/journal.ts'
import { dialSecurely, type TlsFiles } from '../../device/link/dial.ts'
import { type Link, openLink } from '../../device/link/link.ts'
import { type Logger, silent } from '../../device/log.ts'
import { writeMosquittoFiles } from '../../hub/broker/mosquitto-files.ts'
import {
  type Authority,
  type Credentials,
  openAuthority,
} from '../../hub/identity/authority.ts'
import { requestOf } from './certificates.ts'
import { type ChaosProxy, openChaosProxy } from './chaos-proxy.ts'
import { freePorts } from './free-port.ts'
import {
  addressOf,
  type KioskName,
  secretOf,
  startTestHub,
  type TestHub,
  THURSDAY_EVENING,
} from './hub.ts'
import { type Mosquitto, startMosquitto } from './mosquitto.ts'
import { until } from './until.ts'
import { openVoice, type Papers, type Voice } from './voice.ts'

export type BrokerName = 'the broker inside' | 'Mosquitto'
export const BROKERS: readonly BrokerName[] = ['the broker inside', 'Mosquitto']

/** `files` is how the names of its certificate's files begin. */
export type Kiosk = AsyncDisposable & { link: Link; journal: Journal; files: string }

export type KioskWays = {
  /** Where it finds its broker, such as a proxy. */
  url?: string
  keepaliveSeconds?: number
  log?: Logger
}

export type Stage = AsyncDisposable & {
  readonly hub: TestHub
  /** Between the hub and a broker that is not inside it. */
  readonly hubLine: ChaosProxy | undefined
  readonly mosquitto: Mosquitto | undefined
  readonly authority: Authority
  readonly url: string
  /** A certificate for the kiosk, made now. */
  papers(kiosk: KioskName): Promise<Papers>
  /** A kiosk that says whatever it is told to. */
  voice(kiosk: KioskName, papers?: Papers, epoch?: number): Promise<Voice>
  /** Any client, connected; rejects with what it was refused by. */
  client(options: IClientOptions): Promise<MqttClient>
  /** A kiosk's real link and journal. */
  kiosk(kiosk: KioskName, ways?: KioskWays): Promise<Kiosk>
  /** Files of a kiosk that believes another authority than the hub's. */
  strange(): Promise<string>
  /** A certificate in a kiosk's name, of another authority than the hub's. */
  foreign(kiosk: KioskName): Promise<Credentials>
  /** Ends the broker, without a word unless told, and starts it again, empty. */
  restartBroker(signal?: NodeJS.Signals): Promise<void>
}

export const NAMES = ['127.0.0.1']

/** `ear`: a name with a certificate of the hub's that may hear everything at a Mosquitto. */
type Setting = { collection?: object; ear?: string }

export const openStage = async (
  broker: BrokerName,
  setting: Setting = {},
): Promise<Stage> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-brokers-'))
  const { hub, hubLine, mosquitto, url } = await (broker === 'Mosquitto'
    ? startBeside(join(folder, 'mosquitto'), setting)
    : startInside(setting))
  const authority = await authorityIn(join(hub.folder, 'identity'))
  const opened: AsyncDisposable[] = []
  const papers: Stage['papers'] = async (kiosk) => {
    const { key, request } = await requestOf(`CN=whatever`)
    const answer = await authority.forKiosk(addressOf(kiosk), request)
    if (!answer.ok) throw new Error(answer.reason)
    return { ca: authority.certificate, cert: answer.certificate, key }
  }
  const client: Stage['client'] = (options) => connected(url, options, opened)
  return {
    hub,
    hubLine,
    mosquitto,
    authority,
    url,
    papers,
    client,
    voice: async (kiosk, given, epoch = 1) => {
      const voice = await openVoice(url, kiosk, epoch, given ?? (await papers(kiosk)))
      opened.push(voice)
      return voice
    },
    kiosk: async (kiosk, ways) => {
      const files = await written(join(folder, kiosk), await papers(kiosk))
      const one = await openKiosk(kiosk, { url, folder, files, ...ways })
      opened.push(one)
      return { ...one, files: join(folder, kiosk) }
    },
    strange: async () => {
      const prefix = join(folder, 'strange')
      const { certificate: ca } = await authorityIn(prefix)
      await written(prefix, { ...(await papers('svardsjo-1')), ca })
      return prefix
    },
    foreign: async (kiosk) => (await authorityIn(join(folder, 'elsewhere'))).toPush(kiosk),
    restartBroker: async (signal = 'SIGKILL') => {
      if (mosquitto === undefined) {
        await hub.stop()
        return hub.start()
      }
      await mosquitto.end(signal)
      await mosquitto.start()
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of opened.toReversed()) await one[Symbol.asyncDispose]()
      await hub[Symbol.asyncDispose]()
      await hubLine?.[Symbol.asyncDispose]()
      await mosquitto?.[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Started = Pick<Stage, 'hub' | 'hubLine' | 'mosquitto' | 'url'>

const startInside = async ({ collection }: Setting): Promise<Started> => {
  const tls = { host: '127.0.0.1', port: 0, names: NAMES }
  const hub = await startTestHub({ mqtt: { tls }, ...(collection && { collection }) })
  return { hub, hubLine: undefined, mosquitto: undefined, url: hub.mqtts }
}

/** As an operator does it: the files first, then Mosquitto, then the hub. */
const startBeside = async (
  folder: string,
  { collection, ear }: Setting,
): Promise<Started> => {
  const [port = 0] = await freePorts(1)
  const url = `mqtts://127.0.0.1:${port}`
  const hubLine = await openChaosProxy(url)
  const where = { url: hubLine.url, host: '127.0.0.1', port, names: NAMES, folder }
  const broker = { ...where, instance: 'a' as const }
  let mosquitto: Mosquitto | undefined
  const hub = await startTestHub({
    mqtt: { broker },
    ...(collection && { collection }),
    before: async (hubFolder) => {
      const authority = await authorityIn(join(hubFolder, 'identity'))
      await writeMosquittoFiles(authority, { ...broker, consortium: 'dalarna' })
      mosquitto = await startMosquitto(folder, ear)
    },
  })
  return { hub, hubLine, mosquitto, url }
}

export const authorityIn = (folder: string): Promise<Authority> =>
  openAuthority({ folder, consortium: 'dalarna', now: Date.now })

export const written = async (
  prefix: string,
  { ca, cert, key }: Papers,
): Promise<TlsFiles> => {
  const files = { ca: `${prefix}.ca`, certificate: `${prefix}.crt`, key: `${prefix}.key` }
  await writeFile(files.ca, ca)
  await writeFile(files.certificate, cert)
  await writeFile(files.key, key, { mode: 0o600 })
  return files
}

type Opening = KioskWays & { url: string; folder: string; files: TlsFiles }

/** Ended twice it has ended once. */
export const openKiosk = async (
  kiosk: KioskName,
  { url, folder, files, keepaliveSeconds, log = silent }: Opening,
): Promise<Omit<Kiosk, 'files'>> => {
  const journal = await openJournal(join(folder, `${kiosk}.sqlite`))
  const link = await openLink({
    at: addressOf(kiosk),
    url,
    secret: secretOf(kiosk),
    journal,
    clock: { now: () => THURSDAY_EVENING },
    log,
    ...(keepaliveSeconds && { keepaliveSeconds }),
    dial: dialSecurely(files),
    // No chance in a test: it comes back at once.
    random: () => 0,
  })
  let ended: Promise<void> | undefined
  const end = async (): Promise<void> => {
    await link[Symbol.asyncDispose]()
    await journal[Symbol.asyncDispose]()
  }
  return {
    link,
    journal,
    [Symbol.asyncDispose]: () => {
      ended ??= end()
      return ended
    },
  }
}

const connected = async (
  url: string,
  options: IClientOptions,
  opened: AsyncDisposable[],
): Promise<MqttClient> => {
  const client = mqtt.connect(url, { protocolVersion: 5, reconnectPeriod: 0, ...options })
  opened.push({ [Symbol.asyncDispose]: () => client.endAsync(true) })
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('error', reject)
    client.once('close', () => reject(new Error('closed')))
  })
  client.on('error', () => {})
  return client
}

type Told = Pick<Kiosk, 'link' | 'journal'>

/** Resolves once so many rows are left that the hub has not acknowledged: none unless told. */
export const rowsLeft = ({ link, journal }: Told, wanted = 0): Promise<unknown> => {
  let left = -1
  const onChange = (listener: () => void) => {
    const count = () =>
      void journal.unsent().then((rows) => {
        left = rows
        listener()
      })
    count()
    return link.observe(({ channel }) => channel === 'ack' && count())
  }
  const what = `${wanted} rows left`
  return until({ now: () => left, onChange }, what, (rows) => rows === wanted)
}

/** Resolves once the kiosk is, or is not, answered by the hub. */
export const isOnline = (
  { link }: Pick<Kiosk, 'link'>,
  wanted = true,
): Promise<unknown> => {
  const watched = { now: () => link.online, onChange: link.onOnline }
  return until(watched, `online ${wanted}`, (is) => is === wanted)
}
