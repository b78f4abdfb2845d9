// Hubs that take turns beside one Mosquitto and on one store, each a process of its own, and kiosks
// with their real links.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { type Journal, openJournal } from '../../device/journal/journal.ts'
import { dialSecurely } from '../../device/link/dial.ts'
import { type Link, openLink } from '../../device/link/link.ts'
import { writeMosquittoFiles } from '../../hub/broker/mosquitto-files.ts'
import { type Authority, openAuthority } from '../../hub/identity/authority.ts'
import type { Instance } from '../../hub/store/lock.ts'
import { DEMO_BRANCH } from '../../provisioning/demo/collection.ts'
import { requestOf } from './certificates.ts'
import { freePorts } from './free-port.ts'
import { type HubRecords, hubRecords, runIn } from './hub-records.ts'
import { startMosquitto } from './mosquitto.ts'
import { launch, type Program } from './program.ts'
import { until } from './until.ts'
import { openVoice, type Papers, type Voice } from './voice.ts'

const CONSORTIUM = 'dalarna'
const KIOSKS = ['svardsjo-1', 'svardsjo-2', 'svardsjo-3', 'svardsjo-4'] as const
type PairKiosk = (typeof KIOSKS)[number]

export type Kiosk = { name: PairKiosk; link: Link; journal: Journal }

export type Pair = AsyncDisposable & {
  readonly url: string
  readonly records: HubRecords
  /** Resolves when it is ready. From then on `tried` has a row for each PIN that was tried. */
  startHub(instance: Instance): Promise<Program>
  /** All that hub has logged. */
  log(instance: Instance): Promise<string>
  /** All the kiosks have logged. */
  kioskLog(): string
  /** Every kiosk, online. */
  kiosks(): Promise<readonly Kiosk[]>
  voice(kiosk: 'svardsjo-1' | 'svardsjo-2'): Promise<Voice>
}

/** Each try once, however many there are: noted, and off the budgets, which would let ten of them be compared. */
const NOTE_TRIES = `
  create table if not exists tried (who text not null);
  create trigger if not exists pin_tried after insert on pin_attempt begin
    insert into tried (who) values (new.who);
    delete from pin_attempt where rowid = new.rowid;
  end;`

const secretOf = (kiosk: PairKiosk) => new Uint8Array(32).fill(KIOSKS.indexOf(kiosk) + 1)
const addressOf = (kiosk: string) => ({
  consortium: CONSORTIUM,
  branch: DEMO_BRANCH,
  kiosk,
})

/** As an operator does it: the files first, then Mosquitto, then a hub. */
export const openPair = async (): Promise<Pair> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-pair-'))
  const [port = 0] = await freePorts(1)
  const url = `mqtts://127.0.0.1:${port}`
  const mosquittoFolder = join(folder, 'mosquitto')
  const where = { host: '127.0.0.1', port, names: ['127.0.0.1'], folder: mosquittoFolder }
  await writeConfig(folder, { url, ...where })
  const authority = await openAuthority({
    folder: join(folder, 'var', 'identity'),
    consortium: CONSORTIUM,
    now: Date.now,
  })
  await writeMosquittoFiles(authority, { ...where, consortium: CONSORTIUM })
  const mosquitto = await startMosquitto(mosquittoFolder)
  const opened: AsyncDisposable[] = [mosquitto]
  const keep = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one)
    return one
  }
  const said: string[] = []
  const log = pino({ level: 'debug' }, { write: (line) => void said.push(line) })
  const logOf = (instance: Instance) => join(folder, `hub-${instance}.log`)
  return {
    url,
    records: hubRecords({ folder }, 'var'),
    startHub: async (instance) => {
      const hub = await launch({
        script: 'hub/main.ts',
        args: ['--config', join(folder, 'hub.json'), '--instance', instance],
        log: logOf(instance),
        env: { LOG_LEVEL: 'debug' },
      })
      await runIn(join(folder, 'var', 'hub.sqlite'), NOTE_TRIES)
      return keep(hub)
    },
    log: (instance) => readFile(logOf(instance), 'utf8'),
    kioskLog: () => said.join(''),
    kiosks: () =>
      Promise.all(
        KIOSKS.map(async (name) =>
          keep(await openKiosk(name, { url, folder, authority, log })),
        ),
      ),
    voice: async (kiosk) =>
      keep(await openVoice(url, kiosk, 7, await papersOf(authority, kiosk))),
    [Symbol.asyncDispose]: async () => {
      for (const one of opened.toReversed()) await one[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const writeConfig = async (folder: string, broker: object): Promise<void> => {
  const kiosks = KIOSKS.map((kiosk) => ({
    branch: DEMO_BRANCH,
    kiosk,
    secret: Buffer.from(secretOf(kiosk)).toString('base64url'),
  }))
  const config = {
    consortium: CONSORTIUM,
    http: { port: 0 },
    mqtt: { broker },
    var: join(folder, 'var'),
    kiosks,
  }
  await mkdir(join(folder, 'var'))
  await writeFile(join(folder, 'hub.json'), JSON.stringify(config))
}

const papersOf = async (authority: Authority, kiosk: string): Promise<Papers> => {
  const { key, request } = await requestOf('CN=whatever')
  const answer = await authority.forKiosk(addressOf(kiosk), request)
  if (!answer.ok) throw new Error(answer.reason)
  return { ca: authority.certificate, cert: answer.certificate, key }
}

type Where = { url: string; folder: string; authority: Authority; log: Logger }

const openKiosk = async (
  name: PairKiosk,
  { url, folder, authority, log }: Where,
): Promise<Kiosk & AsyncDisposable> => {
  const papers = await papersOf(authority, name)
  const file = (end: string) => join(folder, `${name}.${end}`)
  await writeFile(file('ca'), papers.ca)
  await writeFile(file('crt'), papers.cert)
  await writeFile(file('key'), papers.key, { mode: 0o600 })
  const journal = await openJournal(file('sqlite'))
  const link = await openLink({
    at: addressOf(name),
    url,
    secret: secretOf(name),
    journal,
    clock: { now: Date.now },
    log,
    dial: dialSecurely({ ca: file('ca'), certificate: file('crt'), key: file('key') }),
    // No chance in a test: it comes back at once.
    random: () => 0,
  })
  const online = { now: () => link.online, onChange: link.onOnline }
  await until(online, `${name} is online`, (is) => is)
  return {
    name,
    link,
    journal,
    [Symbol.asyncDispose]: async () => {
      await link[Symbol.asyncDispose]()
      await journal[Symbol.asyncDispose]()
    },
  }
}
