// One kiosk, wired together by plain calls: journal, screens, link, hardware, and the roles on them.
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startCommands } from './commands/commands.ts'
import { isLockedDown } from './commands/lockdown.ts'
import type { KioskConfig } from './config.ts'
import { openHardware } from './hardware.ts'
import { openJournal } from './journal/journal.ts'
import { dialSecurely } from './link/dial.ts'
import { openLink } from './link/link.ts'
import type { Logger } from './log.ts'
import { watchNewDisk } from './new-disk.ts'
import { startOffline } from './offline/offline.ts'
import { watchOpening } from './opening.ts'
import { startPremises } from './premises/premises.ts'
import { openVoice } from './premises/voice.ts'
import { rolesIn, startRoles } from './roles.ts'
import { openScreens } from './screen/screens.ts'
import { startSimulation } from './simulation.ts'
import { createClock } from './simulator/clock.ts'
import { stamping } from './time/stamps.ts'
import { openTime } from './time/time.ts'

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
  /** Ends this process, so that another takes its place. */
  restart(): void
}

/** Rejects with CannotListen when the screens' port is not to be had. */
export const startKiosk = async ({
  config,
  install = false,
  log,
  restart,
}: KioskOptions): Promise<Kiosk> => {
  const part = (name: string) => log.child({ part: name })
  const { simulator } = config
  const simulated = createClock(simulator?.begins)

  const opened = await openJournal(join(config.var, 'journal.sqlite'), part('journal'))
  const time = simulator === undefined ? await openTime(opened, part('time')) : undefined
  const clock = time?.clock ?? simulated
  const journal = stamping(opened, clock)
  const sounds = resolve(config.var, 'sounds')
  // Before it is served, or the server complains in words of its own.
  await mkdir(sounds, { recursive: true, mode: 0o700 })
  const screens = await openScreens({
    ...config.screens,
    roles: rolesIn(config),
    sounds,
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
  const offline =
    config.door &&
    (await startOffline({
      at: config,
      var: config.var,
      secret: config.hub.secret,
      link,
      journal,
      clock,
      timeTrusted: () => time?.clock.trusted ?? true,
      log: part('offline'),
    }))
  // From here on nothing is waited for: whatever a device tells first must find who listens.
  const hardware = openHardware({ config, install, binding: simulation?.binding, log })
  const shared = { hardware, offline, link, journal, screens, clock, log }
  const roles = startRoles({ config, ...shared })

  const commands = startCommands({
    at: config,
    link,
    journal,
    carryOut: roles.carryOut,
    clock,
    log: part('commands'),
  })
  const premises = startPremises({
    board: hardware.premises,
    hasAlarm: config.premises?.alarm ?? false,
    door: roles.door,
    speaker: config.sound && {
      at: config.sound.screen,
      voice: openVoice({ folder: sounds, files: config.sound.files, log: part('sound') }),
    },
    screens,
    journal,
    clock,
    log: part('premises'),
  })
  roles.onIdentified(premises.present)
  premises.timeTrusted(time?.clock.trusted ?? true)
  const opening = watchOpening(clock, (now, closing) => {
    screens.frame({ opening: now })
    simulation?.opening(now)
    roles.opening(now.name)
    premises.opening(now.name)
    roles.closing(closing)
  })
  if (time !== undefined) link.onTime(time.heard)
  time?.onTrusted((trusted) => {
    premises.timeTrusted(trusted)
    opening.look()
  })
  link.onConfiguration((configuration) => {
    const { name, zone, phone, emergency } = configuration.branch
    screens.frame({ branch: name, zone, phone, emergency })
    simulation?.configured(configuration)
    opening.look(configuration)
    // Also where the command that came with it did not reach us: nobody is let in from now on.
    if (isLockedDown(configuration, clock.now()))
      void roles.carryOut(randomUUID(), { do: 'end' })
    premises.configured(configuration)
  })
  const online = (is: boolean): void => screens.frame({ offline: !is })
  link.onOnline(online)
  // It may have been so before anybody listened.
  online(link.online)
  simulated.onSet(({ speed }) => {
    screens.frame({ speed })
    opening.look()
    premises.look()
  })
  void journal.record({ kind: 'started', at: clock.now() })
  await watchNewDisk({ link, journal, restart, log: part('journal') })

  return {
    url: screens.url,
    makeSafe: hardware.makeSafe,
    [Symbol.asyncDispose]: async () => {
      hardware.makeSafe()
      opening[Symbol.dispose]()
      commands[Symbol.dispose]()
      time?.[Symbol.dispose]()
      // What uses goes before what is used.
      const users = [premises, roles, offline, hardware, screens, link, simulation, journal]
      for (const user of users) await user?.[Symbol.asyncDispose]()
    },
  }
}
