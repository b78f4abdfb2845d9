// What lists are made with, all of it derived from hub.key: nothing more to keep, and hubs that take
// turns have the same.
import { hkdfSync } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { JOINT_COST, jointSecret } from '../protocol/joint.ts'

const derive = (
  hubKey: Uint8Array,
  salt: string,
  info: string,
  bytes: number,
): Uint8Array => new Uint8Array(hkdfSync('sha256', hubKey, salt, `b24 v1 ${info}`, bytes))

/** Of the whole co-operation, 16 bytes: one argon2id serves the lists of all its branches. */
export const jointSalt = (hubKey: Uint8Array): Uint8Array =>
  derive(hubKey, '', 'offline salt', 16)

/** Of one kiosk as it is enrolled now, 32 bytes: enrolled anew it has another. */
export const listKey = (hubKey: Uint8Array, kiosk: string, password: string): Uint8Array =>
  derive(hubKey, password, `offline list ${kiosk}`, 32)

/** Slow on purpose; in a thread of its own. */
export const jointOf = async (
  salt: Uint8Array,
  card: string,
  pin: string,
): Promise<Uint8Array> =>
  new Uint8Array(await hashRaw(jointSecret(card, pin), { ...JOINT_COST, salt }))
