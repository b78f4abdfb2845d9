// What the commands work on: the hub's own configuration, and its folder of certificates.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type HubConfig, loadConfig } from '../config.ts'
import type { KioskAddress } from '../protocol/topics.ts'
import { whatThereIs } from './closest.ts'
import { Complaint } from './complaint.ts'

export type Site = {
  config: HubConfig
  /** Path of the configuration as it was given. */
  file: string
  /** Folder of the authority and its register. */
  identity: string
}

/** What a command has done: for a program, for a person, and what comes next. */
export type Report = {
  json: Record<string, unknown>
  words: readonly string[]
  next: readonly string[]
}

/** Rejects with a Complaint: the configuration is wrong, or the hub's folder is another user's. */
export const openSite = async (file: string, env: NodeJS.ProcessEnv): Promise<Site> => {
  const loaded = loadConfig(['--config', file], env)
  if (!loaded.ok) {
    const lines = loaded.problems.map(({ at, expected }) => `  ${at}: ${expected}`)
    throw new Complaint(
      'configuration',
      ['This is not a configuration the hub could start with:', ...lines].join('\n'),
    )
  }
  const { config } = loaded
  const identity = join(config.var, 'identity')
  for (const folder of [identity, config.var]) await mustBeOurs(folder)
  return { config, file, identity }
}

/** What another user leaves there the hub could not read, and it would not start again. */
const mustBeOurs = async (folder: string): Promise<void> => {
  const owner = await ownerOf(folder)
  const us = process.getuid?.()
  if (owner === undefined || us === undefined || owner === us) return
  throw new Complaint(
    'permission',
    `${folder} belongs to another user, who runs the hub. Run this as that user: sudo -u '#${owner}' …`,
  )
}

const ownerOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).uid
  } catch {
    return undefined
  }
}

/** Rejects with a Complaint that says which kiosks there are. */
export const kioskOf = ({ config, file }: Site, name: string): KioskAddress => {
  const known = config.kiosks.find(({ kiosk }) => kiosk === name)
  if (known !== undefined)
    return { consortium: config.consortium, branch: known.branch, kiosk: known.kiosk }
  const names = config.kiosks.map(({ kiosk }) => kiosk)
  throw new Complaint(
    'usage',
    `${shown(name)} is no kiosk in ${file}. ${whatThereIs(name, names)}`,
  )
}

/** Of a word that somebody typed, or that a program made. */
const shown = (word: string): string => JSON.stringify(word.slice(0, 60))

/** Address by which kiosks reach the broker, as their kiosk.json says it; undefined where only this machine does. */
export const urlForKiosks = ({ mqtt: { tls, broker } }: HubConfig): string | undefined => {
  const at = tls ?? broker
  const [name] = at?.names ?? []
  if (at === undefined || name === undefined) return undefined
  return `mqtts://${name.includes(':') ? `[${name}]` : name}:${at.port}`
}

/** A command as it must be typed to work on the same hub. */
export const command = ({ file }: Site, words: string, of = 'certificate'): string =>
  `b24 ${of} ${words} --config ${file}`
