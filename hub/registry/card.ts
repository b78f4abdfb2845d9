// Card numbers as the registry knows them: by HMAC, so that it holds none.
import { createHmac } from 'node:crypto'
import { plainNumber } from '../protocol/joint.ts'

/** HMAC-SHA-256 of the plain number under the hub's key. */
export const cardHash = (key: Uint8Array, number: string): Uint8Array =>
  createHmac('sha256', key).update(plainNumber(number)).digest()

/** Of the twelve digits of a personnummer; never the hash of any card. */
export const personnummerHash = (key: Uint8Array, digits: string): Uint8Array =>
  createHmac('sha256', key).update(`personnummer:${digits}`).digest()
