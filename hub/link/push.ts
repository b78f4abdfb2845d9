// Ends a kiosk's session at a broker that cannot be told to: whoever connects in its name takes its
// place, and only the hub can have a certificate in that name made.
import { MqttClient } from 'mqtt'
import type { Credentials } from '../identity/authority.ts'
import { dialSecurely } from './dial.ts'

const LIMIT_MS = 5000

/** Resolves when the place was taken and left again; rejects when the broker is not reached in 5 s. */
export const pushOut = async (
  url: string,
  kiosk: string,
  credentials: Credentials,
): Promise<void> => {
  const dial = dialSecurely(() => credentials)
  const client = new MqttClient(() => dial(new URL(url)), {
    protocolVersion: 5,
    clientId: kiosk,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: LIMIT_MS,
  })
  const taken = new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    // For good: a second error that nobody hears would end the hub.
    client.on('error', reject)
    client.once('close', () => reject(new Error('closed before the place was taken')))
  })
  try {
    await taken
  } finally {
    await client.endAsync(true)
  }
}
