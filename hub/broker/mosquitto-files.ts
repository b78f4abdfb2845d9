// Keeps a Mosquitto on this machine in step with the hub: its configuration and certificates in a
// folder, a signal when they change, and no place left for a kiosk whose certificate is withdrawn.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../durable-file.ts'
import type { Authority } from '../identity/authority.ts'
import {
  type MosquittoOptions,
  mosquittoAccess,
  mosquittoConfiguration,
} from './mosquitto.ts'

export type FilesOptions = MosquittoOptions & {
  consortium: string
  /** By which kiosks reach it. */
  names: readonly string[]
}

/** Writes everything; a server certificate for 90 days is new each time. */
export const writeMosquittoFiles = async (
  authority: Authority,
  { consortium, names, ...mosquitto }: FilesOptions,
): Promise<void> => {
  const { folder } = mosquitto
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const server = await authority.forServer(names)
  const files = {
    'ca.crt': authority.certificate,
    // One file, so that no key ever stands beside another's certificate.
    'server.pem': server.key + server.certificate,
    'withdrawn.crl': await authority.withdrawn(),
    acl: mosquittoAccess(consortium),
    'mosquitto.conf': mosquittoConfiguration(mosquitto),
  }
  for (const [name, text] of Object.entries(files))
    await replaceFile(join(folder, name), text)
}

/** Rejects when the Mosquitto that runs lets hubs and kiosks do other than this version would have it. */
export const sameAccess = async ({ folder, consortium }: FilesOptions): Promise<void> => {
  const acl = join(folder, 'acl')
  if ((await readFile(acl, 'utf8')) === mosquittoAccess(consortium)) return
  throw new Error(
    `${acl} is of another version: stop the hub that runs, then start this one`,
  )
}

export const rewriteWithdrawn = async (
  authority: Authority,
  folder: string,
): Promise<void> => replaceFile(join(folder, 'withdrawn.crl'), await authority.withdrawn())

/** Makes it read its files again. Rejects when it does not run, or is another user's. */
export const reloadMosquitto = async (folder: string): Promise<void> => {
  const pid = Number(await readFile(join(folder, 'mosquitto.pid'), 'utf8'))
  if (!Number.isInteger(pid) || pid < 2)
    throw new Error('mosquitto.pid holds no process id')
  process.kill(pid, 'SIGHUP')
}
