// Decides at the door while the hub cannot be asked, by the list it has given; and sees to it, while it
// can, that the list is there and new.
import { join } from 'node:path'
import { hashRaw } from '@node-rs/argon2'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import { JOINT_COST, jointSecret } from '../../hub/protocol/joint.ts'
import { sealCard } from '../../hub/protocol/sealed-card.ts'
import { type Hours, hoursOf } from '../../hub/rules/opening.ts'
import { openingMemory } from '../../hub/rules/opening-memory.ts'
import type { Journal } from '../journal/journal.ts'
import type { Link } from '../link/link.ts'
import type { Asked } from '../link/questions.ts'
import type { Logger } from '../log.ts'
import type { Clock, Unsubscribe } from '../ports.ts'
import { decideOffline, type Readiness, readiness } from './decide.ts'
import { openFolder } from './folder.ts'
import { createKeys } from './keys.ts'
import { createList, type ListRefusal } from './list.ts'
import { keepNew } from './sync.ts'
import { openTries, type Tried } from './tries.ts'

export type OfflineOptions = {
  at: { branch: string; kiosk: string }
  /** Folder of the kiosk's state. */
  var: string
  secret: Uint8Array
  link: Pick<Link, 'ask' | 'online' | 'onOnline' | 'onConfiguration' | 'onStrike'>
  journal: Pick<Journal, 'record' | 'remember' | 'recall'>
  clock: Clock
  log: Logger
  /** Whether the clock tells the time; without one the age of a list cannot be known. True unless told. */
  timeTrusted?: () => boolean
  random?: () => number
}

export type Claim = { card: string; pin?: string | undefined; inside: number | null }

export type Offline = AsyncDisposable & {
  /** Whether somebody can be let in without the hub. */
  readonly ready: boolean
  onReady(listener: (ready: boolean) => void): Unsubscribe
  /** `no-answer` where nothing can be decided here. Costs one argon2id, whoever it is. Never rejects. */
  enter(claim: Claim): Promise<Asked<'entry'>>
  /** The hub let somebody in: she may be new on the list. */
  heard(): void
}

const NO_ANSWER = { ok: false, reason: 'no-answer' } as const
const LOOK_EVERY_MS = 5000
/** Of refusals that are told alike: who plays them back again and again fills no journal. */
const TOLD_AGAIN_MS = 10 * 60_000

export const startOffline = async (options: OfflineOptions): Promise<Offline> => {
  const { at, link, journal, clock, log, timeTrusted = () => true } = options
  const folder = await openFolder(join(options.var, 'offline'))
  const tries = await openTries({ journal, secret: options.secret })
  const keys = createKeys(folder)
  let configuration: KioskConfiguration | undefined
  let hours: Hours | undefined
  const openingAt = openingMemory()
  const told = new Map<ListRefusal, number>()
  const list = createList({
    at,
    folder,
    journal,
    hubKeys: () => configuration?.commandKeys ?? [],
    refused: (why) => {
      const last = told.get(why)
      if (last !== undefined && performance.now() - last < TOLD_AGAIN_MS) return
      told.set(why, performance.now())
      log.warn({ why }, 'an offline list was not believed')
      void journal.record({ kind: 'offline-list', at: clock.now(), refused: why })
    },
  })
  const sync = keepNew({ link, list, keys, log, random: options.random ?? Math.random })
  const now = (): Readiness =>
    readiness({
      configuration,
      head: list.head,
      hasKey: keys.now !== undefined,
      now: clock.now(),
      heldMs: sync.heldMs(),
      timeTrusted: timeTrusted(),
    })

  const listeners = new Set<(ready: boolean) => void>()
  let last: Readiness = 'nobody'
  const look = (): void => {
    const before = last
    last = now()
    if (last === before) return
    log.info({ readiness: last }, 'without the hub')
    if ((last === 'ready') !== (before === 'ready'))
      for (const listener of listeners) listener(last === 'ready')
  }
  const timer = setInterval(() => {
    look()
    sync.look(last)
  }, LOOK_EVERY_MS)

  /** One after the other: what an earlier configuration brought is read before the next one's. */
  let work: Promise<unknown> = Promise.resolve()
  const inTurn = (part: () => Promise<unknown>): void => {
    work = work
      .then(part)
      .catch((err: unknown) => log.error({ err }, 'the offline list could not be kept'))
      .then(look)
  }
  const configured = async (latest: KioskConfiguration): Promise<void> => {
    const isFirst = configuration === undefined
    configuration = latest
    hours = hoursOf(latest)
    const policy = latest.offline
    if (policy === undefined || policy.who === 'nobody') {
      keys.forget()
      return list.forget()
    }
    if (isFirst) await list.load()
    await keys.recall(policy.key)
    sync.want(policy)
  }
  const leave = [
    link.onConfiguration((latest) => inTurn(() => configured(latest))),
    link.onOnline((online) => {
      if (online) sync.online()
    }),
    link.onStrike((jws) =>
      inTurn(async () => {
        const struck = await list.strike(jws)
        if (struck !== undefined) sync.struck(struck.gap)
      }),
    ),
  ]
  sync.onTaken(look)
  await work

  const failed = async (card: string): Promise<void> => {
    const to = configuration?.cardKey
    if (to === undefined) return
    const sealed = await sealCard(to, card)
    await journal.record({ kind: 'pin-failed-offline', at: clock.now(), card: sealed })
  }
  const settle = (tried: Tried, card: string, isRight: boolean): void => {
    const settled = isRight ? tried.right() : tried.ok ? failed(card) : undefined
    settled?.catch((err: unknown) => log.warn({ err }, 'a try could not be settled'))
  }
  const decide = async ({ card, pin, inside }: Claim): Promise<Asked<'entry'>> => {
    const opened = keys.now
    if (pin === undefined || now() !== 'ready' || opened === undefined) return NO_ANSWER
    // Slow on purpose, so it has begun while the try goes to the disk; nothing is compared before it is there.
    const slow = hashRaw(jointSecret(card, pin), { ...JOINT_COST, salt: opened.salt })
    const [joint, tried] = await Promise.all([slow, tries.count(card)])
    const found = await list.find(new Uint8Array(joint), opened.listKey)
    if (!found.ok && found.reason === 'damaged') {
      sync.heard()
      return NO_ANSWER
    }
    settle(tried, card, found.ok && tried.ok)
    if (configuration === undefined || hours === undefined) return NO_ANSWER
    const { row, struck } = found.ok ? found : { row: null, struck: false }
    const at = clock.now()
    const known = {
      configuration,
      opening: openingAt(at, hours),
      now: at,
      row,
      struck,
      inside,
    }
    return { ok: true, answer: decideOffline({ ...known, lockedOut: !tried.ok }) }
  }
  return {
    get ready() {
      return now() === 'ready'
    },
    onReady: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    enter: (claim) =>
      decide(claim).catch((err: unknown) => {
        log.error({ err }, 'nothing can be decided without the hub')
        return NO_ANSWER
      }),
    heard: sync.heard,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      for (const unsubscribe of leave) unsubscribe()
      listeners.clear()
      await sync[Symbol.asyncDispose]()
      await work
    },
  }
}
