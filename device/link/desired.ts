// The configuration the hub wants here: opened, checked, remembered over a restart, then told.

import {
  type KioskConfiguration,
  kioskConfiguration,
} from '../../hub/protocol/configuration.ts'
import type { ConfigMessage } from '../../hub/protocol/envelope.ts'
import { open, type SealKey } from '../../hub/protocol/seal.ts'
import type { Journal } from '../journal/journal.ts'
import type { Logger } from '../log.ts'
import type { Unsubscribe } from '../ports.ts'

export type DesiredMemory = Pick<Journal, 'remember' | 'recall'>

export type DesiredOptions = {
  kiosk: string
  key: SealKey
  journal: DesiredMemory
  log: Logger
}

export type Desired = {
  /** Version that is in force, 0 before the first. */
  readonly version: number
  /** Over how long kiosks are to come back, ms; 0 = as soon as they like. */
  readonly spreadMs: number
  /** True when it is in force now. */
  receive(message: ConfigMessage): Promise<boolean>
  listen(listener: (configuration: KioskConfiguration) => void): Unsubscribe
}

const MEMORY = 'configuration'

/** Asked here, or a zone that nobody knows would stop the kiosk's every look at its hours. */
const isZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('sv', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const recallDesired = async (options: DesiredOptions): Promise<Desired> => {
  const { kiosk, key, journal, log } = options
  const listeners = new Set<(configuration: KioskConfiguration) => void>()
  const unread = (err: unknown) => log.error({ err }, 'the configuration cannot be read')
  const remembered = await journal.recall(MEMORY).catch(unread)
  const recalled = kioskConfiguration.safeParse(remembered)
  let current = recalled.success ? recalled.data : undefined

  const check = async (message: ConfigMessage): Promise<KioskConfiguration | string> => {
    const place = { kiosk, channel: 'config', id: String(message.version) }
    const opened = open(key, place, message.sealed)
    if (!opened.ok) return opened.reason
    const parsed = kioskConfiguration.safeParse(opened.body)
    if (!parsed.success || parsed.data.version !== message.version) return 'not-as-agreed'
    if (!isZone(parsed.data.branch.zone)) return 'unknown-zone'
    // An old one played back by the broker must not bring back old hours.
    return parsed.data.version < (current?.version ?? 0) ? 'older-than-ours' : parsed.data
  }
  const take = async (message: ConfigMessage): Promise<boolean> => {
    const wanted = await check(message)
    if (typeof wanted === 'string') {
      log.warn({ version: message.version, reason: wanted }, 'dropped a configuration')
      return false
    }
    // In force although a disk does not take it: it is told again at the next connection.
    await journal
      .remember(MEMORY, wanted)
      .catch((err) => log.error({ err }, 'the configuration cannot be remembered'))
    current = wanted
    for (const listener of listeners) listener(wanted)
    return true
  }
  // One after the other, or an old one would pass while a new one is being opened.
  let last: Promise<unknown> = Promise.resolve()
  return {
    get version() {
      return current?.version ?? 0
    },
    get spreadMs() {
      return (current?.spreadSeconds ?? 0) * 1000
    },
    receive: (message) => {
      const mine = last.then(() => take(message))
      last = mine.catch(() => undefined)
      return mine
    },
    listen: (listener) => {
      listeners.add(listener)
      if (current !== undefined) listener(current)
      return () => listeners.delete(listener)
    },
  }
}
