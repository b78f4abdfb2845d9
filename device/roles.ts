// The roles a kiosk has: each on its part of the hardware, all told of fire and closing time.
import type { Order, Outcome } from '../hub/protocol/command.ts'
import { type ChuteOptions, startChute } from './chute/chute.ts'
import type { KioskConfig } from './config.ts'
import { startDesk } from './desk/desk.ts'
import { type Door, startDoor } from './door/door.ts'
import type { Hardware } from './hardware.ts'
import type { Journal } from './journal/journal.ts'
import type { Link } from './link/link.ts'
import type { Logger } from './log.ts'
import type { Offline } from './offline/offline.ts'
import type { Closing } from './opening.ts'
import type { Clock } from './ports.ts'
import { startRenewed } from './renewed.ts'
import type { Screens } from './screen/screens.ts'
import type { OpeningName, Role } from './screen-protocol.ts'

export type RolesOptions = {
  config: KioskConfig
  /** At a kiosk with a door. */
  offline: Offline | undefined
  hardware: Hardware
  link: Link
  journal: Journal
  screens: Screens
  clock: Clock
  log: Logger
}

export type Roles = AsyncDisposable & {
  /** The entrance, for what goes by the hours. */
  readonly door: Door | undefined
  /** Called with each patron who is identified at the desk. */
  onIdentified(listener: (patron: string) => void): void
  opening(name: OpeningName): void
  closing(minutes: Closing): void
  /** What staff want done here: resolves with what became of it. */
  carryOut(id: string, order: Order): Promise<Outcome>
}

export const rolesIn = ({ door, desk, chute }: KioskConfig): readonly Role[] => [
  ...(door ? (['door'] as const) : []),
  ...(desk ? (['desk'] as const) : []),
  ...(chute ? (['chute'] as const) : []),
]

export const startRoles = ({
  config,
  hardware,
  offline,
  ...options
}: RolesOptions): Roles => {
  const bins: ChuteOptions['bins'] = config.chute?.bins ?? []
  const { security } = config
  const { journal } = options
  const on = (part: Role) => ({ ...options, security, log: options.log.child({ part }) })

  const run = (part: Role, nth: number) => `${part}-${journal.epoch}-${nth}`

  const { debounceMs } = config.door ?? {}
  const door =
    hardware.door &&
    startDoor({
      ...hardware.door,
      ...on('door'),
      ...(offline && { offline }),
      ...(debounceMs !== undefined && { debounceMs }),
    })
  const { desk: deskParts, chute: chuteParts } = hardware
  const listeners = new Set<(patron: string) => void>()
  const identified = (patron: string): void => {
    for (const listener of listeners) listener(patron)
  }
  const desk =
    deskParts &&
    startRenewed((nth) =>
      startDesk({ ...deskParts, ...on('desk'), run: run('desk', nth), identified }),
    )
  const chute =
    chuteParts &&
    startRenewed((nth) =>
      startChute({ ...chuteParts, ...on('chute'), bins, run: run('chute', nth) }),
    )
  door?.onFire((burns) => {
    desk?.fire(burns)
    chute?.fire(burns)
  })
  const forget = journal.onTaking(() => {
    desk?.renew()
    chute?.renew()
  })
  return {
    door,
    onIdentified: (listener) => void listeners.add(listener),
    opening: (name) => door?.opening(name),
    carryOut: async (id, order) => {
      if (order.do === 'message') return { is: 'unsupported' }
      return door?.command(id, order) ?? { is: 'refused', reason: 'no-door' }
    },
    closing: (minutes) => {
      for (const role of [door, desk, chute]) role?.closing(minutes)
    },
    [Symbol.asyncDispose]: async () => {
      forget()
      await Promise.all([door, desk, chute].map((role) => role?.[Symbol.asyncDispose]()))
    },
  }
}
