// Card numbers as the registry knows them: by HMAC, so that it holds none.
import { createHmac } from 'node:crypto'

/** What Code 39 scanners and people add round the number: `*`, spaces, hyphens, small letters. */
const normalised = (number: string): string => number.replace(/[*\s-]/g, '').toUpperCase()

/** HMAC-SHA-256 of the normalised number under the hub's key. */
export const cardHash = (key: Uint8Array, number: string): Uint8Array =>
  createHmac('sha256', key).update(normalised(number)).digest()
