// One kiosk, wired together by plain calls: journal, screens, link, hardware, and the roles on them.
import { join } from 'node:path'
import { startCommands } from './commands/commands.ts'
import type { KioskConfig } from './config.ts'
import { openHardware } from './hardware.ts'
import { openJournal } from './journal/journal.ts'
import { dialSecurely } from './link/dial.ts'
import { openLink } from './link/link.ts'
import type { Logger } from './log.ts'
import { watchOpening } from './opening.ts'
import { rolesIn, startRoles } from './roles.ts'
import { openScreens } from './screen/screens.ts'
import { startSimulation } from './simulation.ts'
import { createClock } from './simulator/clock.ts'

export type Kiosk = AsyncDisposable & {
  /** Where the screens are, `http://127.0.0.1:2401`. */
  readonly url: string
  /** Secures the lock and shuts the flap at once. */
  makeSafe(): void
}

export type KioskOptions = {
  config: KioskConfig
  /** OSDP readers that know no key but their factory's get ours; off unless told. */
  install?: boolean
  log: Logger
}

/** Rejects with CannotListen when the screens' port is not to be had. */
export const startKiosk = async ({
  config,
  install = false,
  log,
}: KioskOptions): Promise<Kiosk> => {
  const part = (name: string) => log.child({ part: name })
  const { simulator } = config
  const simulated = createClock(simulator?.begins)
  const clock = simulator === undefined ? { now: Date.now } : simulated

  const journal = await openJournal(join(config.var, 'journal.sqlite'), part('journal'))
  const screens = await openScreens({
    ...config.screens,
    roles: rolesIn(config),
    clock,
    log: part('screen'),
  })
  const simulation =
    simulator &&
    (await startSimulation({
      config,
      simulator,
      install,
      clock: simulated,
      screens,
      log: part('simulator'),
    }))
  const link = await openLink({
    at: config,
    url: simulation?.hubUrl ?? config.hub.url,
    secret: config.hub.secret,
    ...(config.hub.tls && { dial: dialSecurely(config.hub.tls) }),
    journal,
    clock,
    log: part('link'),
  })
  simulation?.follow({ link, journal })
  const hardware = openHardware({ config, install, binding: simulation?.binding, log })
  const roles = startRoles({ config, hardware, link, journal, screens, clock, log })

  const commands = startCommands({
    at: config,
    link,
    journal,
    carryOut: roles.carryOut,
    clock,
    log: part('commands'),
  })
  const opening = watchOpening(clock, (now, closing) => {
    screens.frame({ opening: now })
    simulation?.opening(now)
    roles.opening(now.name)
    roles.closing(closing)
  })
  link.onConfiguration((configuration) => {
    const { name, zone, phone, emergency } = configuration.branch
    screens.frame({ branch: name, zone, phone, emergency })
    simulation?.configured(configuration)
    opening.look(configuration)
  })
  link.onOnline((online) => screens.frame({ offline: !online }))
  simulated.onSet(({ speed }) => {
    screens.frame({ speed })
    opening.look()
  })
  void journal.record({ kind: 'started', at: clock.now() })

  return {
    url: screens.url,
    makeSafe: hardware.makeSafe,
    [Symbol.asyncDispose]: async () => {
      hardware.makeSafe()
      opening[Symbol.dispose]()
      commands[Symbol.dispose]()
      // What uses goes before what is used.
      for (const user of [roles, hardware, screens, link, simulation, journal])
        await user?.[Symbol.asyncDispose]()
    },
  }
}
