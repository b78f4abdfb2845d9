// Puts virtual work in the place of what Node does on other threads, and the seed in the place of
// chance: WebCrypto, argon2, files, random numbers. Before any module of the product is imported.
import crypto from 'node:crypto'
import fs from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import type { Chance } from '../support/chance.ts'
import { throughWorld } from './work.ts'

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>

/** Every method of these names goes through the world. */
const route = (owner: object, names: readonly string[], about: string): void => {
  for (const name of names) {
    const real: Method = Reflect.get(owner, name)
    const routed: Method = function (...args) {
      return throughWorld(`${about} ${name}`, () => real.apply(this, args))
    }
    Reflect.set(owner, name, routed)
  }
}

const SUBTLE = [
  'encrypt',
  'decrypt',
  'digest',
  'sign',
  'deriveBits',
  'importKey',
  'exportKey',
]
const FILES = [
  'mkdir',
  'rename',
  'readFile',
  'writeFile',
  'rm',
  'unlink',
  'stat',
  'statfs',
  'readdir',
]
const HANDLE = ['sync', 'datasync', 'writeFile', 'readFile', 'stat', 'truncate']

const routeFiles = async (): Promise<void> => {
  const files = fs.promises
  const handle = await files.open('/dev/null', 'r')
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  route(
    prototype,
    HANDLE.filter((name) => name in prototype),
    'file',
  )
  route(files, [...FILES, 'open'], 'file')
  const { open } = files
  files.open = async (...args) => {
    const opened = await open(...args)
    // Each handle has a `close` of its own, not its prototype's.
    route(opened, ['close'], 'file')
    return opened
  }
}

/** argon2 itself, at its least cost: a step of the simulation has no 20 ms for it. */
const routeArgon2 = (): void => {
  type Argon2 = {
    hash(pin: string, cost: object): Promise<string>
    hashRaw(pin: string, cost: object): Promise<Buffer>
  }
  const argon2: Argon2 = createRequire(import.meta.url)('@node-rs/argon2')
  const { hash, hashRaw } = argon2
  const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 }
  argon2.hash = (pin, cost) =>
    throughWorld('argon2 hash', () => hash(pin, { ...cost, ...cheap }))
  argon2.hashRaw = (pin, cost) =>
    throughWorld('argon2 hashRaw', () => hashRaw(pin, { ...cost, ...cheap }))
}

let chance: Chance | undefined

/** What is drawn at random from now on comes from here. */
export const drawFrom = (source: Chance): void => {
  chance = source
}

const below = (n: number): number => {
  if (chance === undefined) throw new Error('chance without a seed')
  return chance.below(n)
}

const fill = <T extends ArrayBufferView | null>(array: T): T => {
  if (array !== null) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    for (const at of bytes.keys()) bytes[at] = below(256)
  }
  return array
}

const seedChance = (): void => {
  const uuid = (): string => {
    const hex = fill(Buffer.alloc(16)).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
  }
  Math.random = () => below(2 ** 32) / 2 ** 32
  globalThis.crypto.getRandomValues = fill
  Object.assign(crypto, {
    randomBytes: (size: number) => fill(Buffer.alloc(size)),
    randomUUID: uuid,
  })
}

export const installNative = async (): Promise<void> => {
  route(Object.getPrototypeOf(globalThis.crypto.subtle), SUBTLE, 'crypto')
  await routeFiles()
  routeArgon2()
  seedChance()
  syncBuiltinESMExports()
}
