// Kiosks that have an evening to tell, sealed beforehand so that only the telling is measured.
import { randomBytes } from 'node:crypto'
import type { MqttClient } from 'mqtt'
import type { KioskEvent } from '../../hub/protocol/events.ts'
import { bootKeys, seal } from '../../hub/protocol/seal.ts'
import { topicOf } from '../../hub/protocol/topics.ts'

export const BATCHES = 30
export const ROWS = 100
const EPOCH = 1_795_000_000
export const BRANCH = 'svardsjo'

export type Teller = { kiosk: string; secret: Uint8Array; batches: readonly string[] }

export const addressOf = (kiosk: string) => ({
  consortium: 'dalarna',
  branch: BRANCH,
  kiosk,
})

/** An evening's mix: the door, those who come, those who may not, a reader that blinks. */
const eventAt = (n: number, at: number): KioskEvent => {
  if (n % 10 < 3) return { kind: 'door', at, what: 'opened' }
  if (n % 10 < 6) return { kind: 'door', at, what: 'closed' }
  if (n % 10 < 8) return { kind: 'visit', at, patron: 'patron-key-0001' }
  return n % 10 === 8
    ? { kind: 'entry-refused', at, reason: 'wrong-pin' }
    : { kind: 'device', at, device: 'desk-pad', connected: n % 20 === 9 }
}

export const sealedBatch = async (
  { kiosk, secret }: Pick<Teller, 'kiosk' | 'secret'>,
  first: number,
  count: number,
): Promise<string> => {
  const last = first + count - 1
  const rows = Array.from({ length: count }, (_, n) => ({
    seq: first + n,
    event: eventAt(first + n, Date.now()),
  }))
  const place = { kiosk, channel: 'event', id: `${EPOCH}.${first}.${last}` }
  const sealed = seal(bootKeys(secret)(EPOCH), place, rows)
  return JSON.stringify({ v: 1, epoch: EPOCH, first, last, sealed })
}

export const tellerOf = async (n: number): Promise<Teller> => {
  const [kiosk, secret] = [`svardsjo-${n + 1}`, new Uint8Array(randomBytes(32))]
  const batches: string[] = []
  for (let batch = 0; batch < BATCHES; batch += 1)
    batches.push(await sealedBatch({ kiosk, secret }, batch * ROWS + 1, ROWS))
  return { kiosk, secret, batches }
}

/** One batch at a time, the next one when the hub has said that it has the last. */
export const tellAll = (client: MqttClient, { kiosk, batches }: Teller): Promise<void> =>
  new Promise((resolve) => {
    let next = 0
    const tell = (): void => {
      const batch = batches[next]
      next += 1
      if (batch === undefined) resolve()
      else client.publish(topicOf(addressOf(kiosk), 'event'), batch, { qos: 1 })
    }
    client.on('message', tell)
    tell()
  })
