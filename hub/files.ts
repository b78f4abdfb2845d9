// What the hub has on disk: its store with the profile in it, its key, and the demo's collection.
import { existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadDemo } from './circulation/demo.ts'
import type { HubClock } from './clock.ts'
import type { HubConfig } from './config.ts'
import type { Heard } from './offline/proofs.ts'
import type { KioskConfiguration } from './protocol/configuration.ts'
import { kioskConfiguration } from './registry/branches.ts'
import { loadHubKey } from './registry/hub-key.ts'
import { loadProfile, type Profile } from './registry/profile.ts'
import { openStore, type Store } from './store/store.ts'

export type Files = AsyncDisposable & {
  store: Store
  /** For card numbers. */
  key: Uint8Array
  profile: Profile
  /** By branch, of each that has a kiosk. */
  configurations: ReadonlyMap<string, KioskConfiguration>
  /** Cards and PINs that came with the demo's collection just now; empty at every later start. */
  imported: readonly Heard[]
}

/** Whoever has lost the registry must hear of it: an empty one would look well and know nobody. */
const refuseEmptied = (files: { store: string; key: string }): void => {
  const bytes = statSync(files.store, { throwIfNoEntry: false })?.size ?? 0
  if (bytes === 0 && existsSync(files.key))
    throw new Error(
      `${files.store} is missing or empty, and ${files.key} is not: restore the backup. To begin with nothing, move the key away too`,
    )
}

const hasCards = async ({ db }: Store): Promise<boolean> =>
  (await db.selectFrom('card').select('patron').limit(1).executeTakeFirst()) !== undefined

/** What somebody wrote cannot be used: the message lists every problem. */
export class Misconfigured extends Error {}

/** Rejects with Misconfigured, or with what the store or the disk says. */
export const openFiles = async (config: HubConfig, clock: HubClock): Promise<Files> => {
  await mkdir(config.var, { recursive: true, mode: 0o700 })
  const files = { store: join(config.var, 'hub.sqlite'), key: join(config.var, 'hub.key') }
  refuseEmptied(files)
  const store = await openStore(files.store, config.mqtt.broker?.instance)
  try {
    // After the store: a first start that is cut off leaves no key without one.
    const key = await loadHubKey(files.key, await hasCards(store))
    const profile = await written(loadProfile(store, config.consortium), 'consortium')
    const configurations = await configurationsOf(store, config)
    const imported: Heard[] = []
    const demo = { path: config.demo ?? '', now: clock.now(), imported }
    if (config.demo !== undefined) await written(loadDemo(store, key, demo), 'demo')
    const close = () => store.close()
    return { store, key, profile, configurations, imported, [Symbol.asyncDispose]: close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** `setting` is what chose the file. */
const written = <T>(reading: Promise<T>, setting: 'consortium' | 'demo'): Promise<T> =>
  reading.catch((error: NodeJS.ErrnoException) => {
    const absent = error.code === 'ENOENT'
    throw new Misconfigured(
      absent ? `${setting}: expected a file at ${error.path}` : error.message,
    )
  })

const configurationsOf = async (
  store: Store,
  { consortium, kiosks }: HubConfig,
): Promise<ReadonlyMap<string, KioskConfiguration>> => {
  const found = new Map<string, KioskConfiguration>()
  const problems: string[] = []
  for (const [index, { branch }] of kiosks.entries()) {
    if (found.has(branch)) continue
    const configuration = await kioskConfiguration(store.db, branch)
    if (configuration !== null) found.set(branch, configuration)
    else problems.push(`kiosks.${index}.branch: expected a branch of ${consortium}`)
  }
  if (problems.length > 0) throw new Misconfigured(problems.join('\n'))
  return found
}
