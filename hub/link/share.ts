// The name under which hubs share what kiosks say. It is a secret of theirs: Mosquitto lets anybody
// into a share, and drops the messages whose turn falls on one who may not read them.
import { createHmac } from 'node:crypto'

/** Of the hub's key, so the same for every hub of one store. */
export const shareOf = (key: Uint8Array): string =>
  createHmac('sha256', key).update('b24 v1 share').digest('base64url').slice(0, 22)
