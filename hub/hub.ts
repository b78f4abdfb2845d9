// The hub, put together by plain calls: store, registry, broker, link, API.
import { join } from 'node:path'
import { openAlarms } from './alarms/alarms.ts'
import { watchCalendars } from './alarms/calendar-alarm.ts'
import { watchStore } from './alarms/store-alarm.ts'
import { openServer } from './api/server.ts'
import type { Account } from './broker/accounts.ts'
import { openWay } from './broker/way.ts'
import type { HubClock } from './clock.ts'
import { createCourier } from './commands/courier.ts'
import { createStaff } from './commands/staff.ts'
import type { HubConfig } from './config.ts'
import { openDuty } from './duty.ts'
import { openFiles } from './files.ts'
import { HUB_NAMES, openAuthority } from './identity/authority.ts'
import { openCommandKey } from './identity/command-key.ts'
import { watchExpiry } from './identity/expiry.ts'
import { openTokens } from './identity/tokens.ts'
import { forgetOld } from './inbox/forget.ts'
import { createGroupCommit } from './inbox/group-commit.ts'
import { createDuties } from './link/duties.ts'
import { type Kiosks, knownKiosks } from './link/kiosks.ts'
import { openLine } from './link/line.ts'
import { openLink, tellBy } from './link/link.ts'
import { openPresence } from './link/presence.ts'
import { shareOf } from './link/share.ts'
import { createTelling } from './link/telling.ts'
import type { Logger } from './log.ts'
import { openOffline } from './offline/offline.ts'
import { openCardSeal } from './registry/card-seal.ts'
import { changeStanding } from './registry/change-standing.ts'
import { createRegistry } from './registry/registry.ts'
import { setPin } from './registry/set-pin.ts'

export type Hub = AsyncDisposable & {
  /** Addresses as bound. */
  http: string
  mqtt: string
  /** For kiosks on other machines, where the broker inside takes them. */
  mqtts?: string | undefined
}

/** The sum of what each part may take to close is below it: whoever waits longer waits in vain. */
export const CLOSE_LIMIT_MS = 10_000

export type HubOptions = { config: HubConfig; clock: HubClock; log: Logger }

const DAY_MS = 24 * 60 * 60_000

/** Rejects with Misconfigured, CannotListen, or what the store says; then nothing is left open. */
export const startHub = async (options: HubOptions): Promise<Hub> => {
  const opened: AsyncDisposable[] = []
  const close = async (): Promise<void> => {
    // One that cannot close must not keep the next from writing what it has.
    for (const one of opened.toReversed())
      await Promise.resolve(one[Symbol.asyncDispose]()).catch((error: unknown) =>
        options.log.error({ reason: String(error) }, 'not closed as it should be'),
      )
  }
  const keep = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one)
    return one
  }
  try {
    return { ...(await open(options, keep)), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

type Keep = <T extends AsyncDisposable>(one: T) => T

const open = async (
  { config, clock, log }: HubOptions,
  keep: Keep,
): Promise<Omit<Hub, keyof AsyncDisposable>> => {
  const { store, key, profile, imported } = keep(await openFiles(config, clock))
  const hub = HUB_NAMES[config.mqtt.broker?.instance ?? 'a']
  const duty = keep(await openDuty(store.hold, log))
  const alarms = keep(openAlarms(store, log))
  watchStore({ store, alarms, log, hub })
  const kiosks = await knownKiosks(config.consortium, config.kiosks)
  const presence = keep(await openPresence({ store, alarms, duty }))
  const { consortium } = config
  const authority = await openAuthority({
    folder: join(config.var, 'identity'),
    consortium,
    now: Date.now,
  })
  const accounts = accountsOf(kiosks)
  const share = shareOf(key)
  const way = keep(await openWay({ config, accounts, authority, duty, share, alarms, log }))
  const names = kiosks.all.map(({ at }) => at.kiosk)
  const { register } = authority
  await duty.whenOn(async () => {
    keep(await watchExpiry({ register, kiosks: names, alarms, log }))
    keep(await watchCalendars({ store, kiosks, alarms, clock, log }))
  })
  const line = keep(await openLine({ ...way.line, log }))
  if (duty.hasCompany && !line.isShared)
    throw new Error('the broker lets no hubs take turns: stop the one that runs first')
  const commandKey = await openCommandKey(join(config.var, 'identity'))
  const lists = { store, hubKey: key, kiosks, duty, clock, signer: commandKey, log }
  const offline = keep(openOffline({ ...lists, imported }))
  const registry = offline.listeningTo(createRegistry({ store, key, alarms }))
  const duties = createDuties(store, registry, offline.lists)
  const inbox = createGroupCommit(store, duty)
  const commandKeys = [commandKey.publicKey]
  const cards = await openCardSeal(key)
  const told = { commandKeys, cardKey: cards.cardKey }
  const telling = createTelling({ store, kiosks, tell: tellBy(line), ...told })
  const courier = createCourier({ line, presence, key: commandKey })
  const link = await openLink({
    done: courier.heard,
    bootTooLow: async (kiosk, heard) => {
      if (duty.isOn) await telling.bootAbove(kiosk, heard)
    },
    line,
    kiosks,
    duty,
    duties,
    presence,
    store,
    inbox,
    alarms,
    cards,
    clock,
    log,
  })
  const staff = createStaff({ store, kiosks, courier, telling, duty, clock, log })
  // By one hub only: what two retain at the same place would change with whoever spoke last.
  await duty.whenOn(telling.each)
  keep(offline.tellBy(line))
  const forget = async () => {
    if (duty.isOn) await forgetOld(store, Date.now())
  }
  keep(everyDay(forget, { log, first: 'now' }))
  keep(everyDay(way.renew, { log, first: 'tomorrow' }))
  let isStopping = false
  const server = keep(
    await openServer(
      { ...config.http, flag: 'http-port' },
      {
        store,
        kiosks,
        presence,
        alarms,
        clock,
        log,
        consortium: profile.name,
        demo: config.demo !== undefined,
        brokerReached: () => line.connected,
        isStopping: () => isStopping,
        replay: link.replay,
        setPin: offline.listeningToPins((wish) => setPin(store, key, wish)),
        changeStanding: (wish) => changeStanding(store, { key, now: clock.now() }, wish),
        staff,
        tokens: openTokens(join(config.var, 'identity', 'tokens.jsonl')),
      },
    ),
  )
  // Kept last, so first of all when it closes.
  keep({
    [Symbol.asyncDispose]: async () => {
      isStopping = true
      await duty[Symbol.asyncDispose]()
      await link.handOver()
    },
  })
  return { http: server.url, ...way.urls }
}

const accountsOf = ({ all }: Kiosks): readonly Account[] =>
  all.map(({ at, password }) => ({
    username: at.kiosk,
    password,
    party: { role: 'kiosk', at },
  }))

type Daily = { log: Logger; first: 'now' | 'tomorrow' }

const everyDay = (work: () => Promise<void>, { log, first }: Daily): AsyncDisposable => {
  const run = (): Promise<void> =>
    work().catch((error: unknown) =>
      log.error({ reason: String(error) }, 'a daily duty was not done'),
    )
  let running = first === 'now' ? run() : Promise.resolve()
  const timer = setInterval(() => {
    running = run()
  }, DAY_MS)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await running
    },
  }
}
