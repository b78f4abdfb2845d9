// The parts of the world as they are started: the broker, the hub and a kiosk, each of the real
// pieces, on a network, a disk and a clock that are not.
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { startDesk } from '../../device/desk/desk.ts'
import { startDoor } from '../../device/door/door.ts'
import { openJournal } from '../../device/journal/journal.ts'
import { type Link, openLink as openKioskLink } from '../../device/link/link.ts'
import { openLog as openKioskLog } from '../../device/log.ts'
import { startRenewed } from '../../device/renewed.ts'
import { openAlarms } from '../../hub/alarms/alarms.ts'
import { createAccounts } from '../../hub/broker/accounts.ts'
import { createAedes } from '../../hub/broker/broker.ts'
import { createGroupCommit } from '../../hub/inbox/group-commit.ts'
import { createDuties, type Duties } from '../../hub/link/duties.ts'
import { type Kiosks, knownKiosks } from '../../hub/link/kiosks.ts'
import { openLine } from '../../hub/link/line.ts'
import { openLink as openHubLink } from '../../hub/link/link.ts'
import { openPresence, type PresenceBook } from '../../hub/link/presence.ts'
import type { Logger } from '../../hub/log.ts'
import { kioskConfiguration } from '../../hub/registry/branches.ts'
import { createRegistry } from '../../hub/registry/registry.ts'
import { openStore } from '../../hub/store/store.ts'
import type { Hands } from './hands.ts'
import type { Ledger } from './ledger.ts'
import type { Mutant } from './mutants.ts'
import type { Listening } from './network.ts'

export const CONSORTIUM = 'dalarna'
const BRANCH = 'svardsjo'
const BROKER_URL = 'mqtt://broker:1883'
const HUB = { username: '$hub', password: 'the-hub-knows-this' }
export const HUB_KEY = new Uint8Array(32).fill(7)

export const nameOf = (index: number): string => `kiosk-${index + 1}`
export const addressOf = (kiosk: string) => ({
  consortium: CONSORTIUM,
  branch: BRANCH,
  kiosk,
})
const secretOf = (index: number): Uint8Array => new Uint8Array(32).fill(index + 1)

/** Where a life keeps its files, and what it does with the world. */
export type Place = {
  folder: string
  dial: () => Duplex
  log: { write(line: string): void }
  ledger: Ledger
  mutant: Mutant
}

const LOG_LEVEL = 'debug'

export const enrolled = (kiosks: number): Promise<Kiosks> =>
  knownKiosks(
    CONSORTIUM,
    Array.from({ length: kiosks }, (_, index) => ({
      branch: BRANCH,
      kiosk: nameOf(index),
      secret: secretOf(index),
    })),
  )

export type Broker = {
  handle: Listening['handle']
  /** Says anything to whoever listens, as a hostile broker would. */
  publish(topic: string, payload: Buffer, retain: boolean): void
}

export const startBroker = async (known: Kiosks, log: Logger): Promise<Broker> => {
  const kiosks = known.all.map(({ at, password }) => ({
    username: at.kiosk,
    password,
    party: { role: 'kiosk' as const, at },
  }))
  const accounts = createAccounts([{ ...HUB, party: { role: 'hub' } }, ...kiosks])
  const aedes = await createAedes({
    accounts,
    alarms: { raise: () => {} },
    log,
    isWithdrawn: () => false,
  })
  return {
    handle: (stream) => void aedes.handle(stream),
    publish: (topic, payload, retain) =>
      aedes.publish(
        { cmd: 'publish', qos: 1, dup: false, topic, payload, retain },
        () => {},
      ),
  }
}

export type Hub = { presence: PresenceBook }

/** As hub.ts does, without the HTTP side, and with the broker somewhere else. */
export const startHub = async (place: Place, kiosks: number, log: Logger): Promise<Hub> => {
  // Its own, like everything in its memory: a key that a dead hub was deriving is never told.
  const known = await enrolled(kiosks)
  const opened = await openStore(join(place.folder, 'hub.sqlite'))
  const store = place.mutant.store?.(opened) ?? opened
  const alarms = openAlarms(store, log)
  const presence = await openPresence({ store, alarms })
  const line = await openLine({ url: BROKER_URL, ...HUB, log, dial: place.dial })
  const duties = noting(
    createDuties(store, createRegistry({ store, key: HUB_KEY, alarms })),
    place.ledger,
  )
  const clock = { now: Date.now, set: () => {} }
  const link = await openHubLink({
    line,
    kiosks: known,
    duties,
    presence,
    store,
    inbox: createGroupCommit(store),
    alarms,
    clock,
    log,
  })
  for (const kiosk of known.all) {
    const configuration = await kioskConfiguration(store.db, kiosk.at.branch)
    if (configuration !== null) await link.tell(kiosk, configuration)
  }
  return { presence }
}

const noting = (duties: Duties, ledger: Ledger): Duties => ({
  ...duties,
  entry: async (request, at) => {
    const answer = await duties.entry(request, at)
    if (answer.ok) ledger.granted(at.kiosk, at.id)
    return answer
  },
})

export type Kiosk = { link: Link }

/** As kiosk.ts does, with hands where it has hardware. */
export const startKiosk = async (
  place: Place,
  index: number,
  hands: Hands,
): Promise<Kiosk> => {
  const kiosk = nameOf(index)
  const { ledger, mutant } = place
  ledger.restarted(kiosk)
  const log = openKioskLog({ level: LOG_LEVEL, to: place.log })
  const clock = { now: Date.now }
  const real = await openJournal(join(place.folder, 'journal.sqlite'), log)
  const journal = ledger.watched(kiosk, mutant.journal?.(real) ?? real)
  const link = await openKioskLink({
    at: addressOf(kiosk),
    url: BROKER_URL,
    secret: secretOf(index),
    journal,
    clock,
    log,
    dial: place.dial,
  })
  const asking = withAsk(link, mutant.ask?.(link.ask) ?? link.ask)
  const onLink = { journal, clock, log, security: hands.security }
  startDoor({ ...onLink, ...hands.door(ledger), link: numbered(asking, kiosk, ledger) })
  const desk = startRenewed((nth) => {
    const run = `desk-${journal.epoch}-${nth}`
    return startDesk({ ...onLink, ...hands.desk(), link: asking, run })
  })
  journal.onTaking(desk.renew)
  void journal.record({ kind: 'started', at: clock.now() })
  return { link }
}

type Asking = Pick<Link, 'ask' | 'online' | 'onOnline' | 'onConfiguration'>

const withAsk = (link: Asking, ask: Link['ask']): Asking => ({
  ask,
  onOnline: link.onOnline,
  onConfiguration: link.onConfiguration,
  get online() {
    return link.online
  },
})

/** Every question at the door has an id that the ledger knows before the hub does. */
const numbered = (link: Asking, kiosk: string, ledger: Ledger): Asking => {
  let asks = 0
  const drawn = Math.floor(Math.random() * 2 ** 32).toString(36)
  return withAsk(link, (role, kind, request) => {
    asks += 1
    const id = `door-${drawn}-${asks}`
    ledger.asked(kiosk, id)
    return link.ask(role, kind, request, { id })
  })
}
