// The broker between hub and kiosks: the one inside, or a Mosquitto beside. Either way a kiosk whose
// certificate is withdrawn is out within seconds and does not come back.
import { randomBytes } from 'node:crypto'
import type { Alarms } from '../alarms/alarms.ts'
import type { HubConfig } from '../config.ts'
import type { Duty } from '../duty.ts'
import { type Authority, HUB_NAMES } from '../identity/authority.ts'
import { openWithdrawals } from '../identity/withdrawals.ts'
import { dialSecurely } from '../link/dial.ts'
import type { LineOptions } from '../link/line.ts'
import { pushOut } from '../link/push.ts'
import type { Logger } from '../log.ts'
import { type Account, createAccounts } from './accounts.ts'
import { openBroker } from './broker.ts'
import {
  type FilesOptions,
  reloadMosquitto,
  rewriteWithdrawn,
  sameAccess,
  writeMosquittoFiles,
} from './mosquitto-files.ts'
import { hearRefusals } from './refusals.ts'

export type Way = AsyncDisposable & {
  /** For kiosks: on this machine, and elsewhere. */
  urls: { mqtt: string; mqtts?: string | undefined }
  /** How the hub itself connects. */
  line: Omit<LineOptions, 'log'>
  /** Certificates live 90 days: called daily, it renews in time. */
  renew(): Promise<void>
}

export type WayOptions = {
  config: Pick<HubConfig, 'consortium' | 'mqtt'>
  accounts: readonly Account[]
  authority: Authority
  /** The Mosquitto beside is looked after by the hub that is on duty. */
  duty: Duty
  /** Name under which hubs take turns there. */
  share: string
  alarms: Pick<Alarms, 'raise'>
  log: Logger
}

/** Rejects with CannotListen, or when the register of certificates cannot be read. */
export const openWay = (options: WayOptions): Promise<Way> => {
  const { broker } = options.config.mqtt
  return broker === undefined ? openInside(options) : openBeside(options, broker)
}

const openInside = async (options: WayOptions): Promise<Way> => {
  const { config, accounts, authority, alarms, log } = options
  const { host, port, tls } = config.mqtt
  const password = randomBytes(32).toString('base64url')
  const hub: Account = { username: HUB_NAMES.a, password, party: { role: 'hub' } }
  const withdrawals = await openWithdrawals(authority.register)
  const broker = await openBroker({
    at: { host, port, flag: 'mqtt-port' },
    secure: tls && {
      at: { host: tls.host, port: tls.port, flag: 'mqtts-port' },
      credentials: await authority.forServer(tls.names),
    },
    accounts: createAccounts([hub, ...accounts]),
    alarms,
    log,
    isWithdrawn: withdrawals.isWithdrawn,
  })
  const watch = withdrawals.watch({
    log,
    onWithdrawn: async (kiosks) => {
      for (const kiosk of kiosks) broker.drop(kiosk)
    },
  })
  return {
    urls: { mqtt: broker.url, mqtts: broker.secureUrl },
    line: { url: broker.url, username: hub.username, password },
    renew: async () => {
      if (tls !== undefined) broker.renew(await authority.forServer(tls.names))
    },
    [Symbol.asyncDispose]: async () => {
      await watch[Symbol.asyncDispose]()
      await broker[Symbol.asyncDispose]()
    },
  }
}

type Beside = NonNullable<HubConfig['mqtt']['broker']>

const openBeside = async (
  { config: { consortium }, accounts, authority, duty, share, alarms, log }: WayOptions,
  { url, instance, ...rest }: Beside,
): Promise<Way> => {
  const files: FilesOptions = { consortium, ...rest }
  const { folder } = files
  const renewFiles = async (): Promise<void> => {
    await writeMosquittoFiles(authority, files)
    await reloadMosquitto(folder)
  }
  if (duty.isOn) await writeMosquittoFiles(authority, files)
  else {
    await sameAccess(files)
    await duty.whenOn(renewFiles)
  }
  let credentials = await authority.forHub(instance)
  const { watch } = await openWithdrawals(authority.register)
  let watching: AsyncDisposable | undefined
  await duty.whenOn(async () => {
    watching = watch({
      log,
      onWithdrawn: async (kiosks) => {
        await rewriteWithdrawn(authority, folder)
        await reloadMosquitto(folder)
        for (const kiosk of kiosks) await pushOut(url, kiosk, await authority.toPush(kiosk))
      },
    })
  })
  return {
    urls: { mqtt: url },
    line: {
      url,
      username: HUB_NAMES[instance],
      share,
      dial: dialSecurely(() => credentials),
      refusals: hearRefusals({ accounts: createAccounts(accounts), alarms, duty }),
    },
    renew: async () => {
      credentials = await authority.forHub(instance)
      if (duty.isOn) await renewFiles()
    },
    [Symbol.asyncDispose]: async () => watching?.[Symbol.asyncDispose](),
  }
}
