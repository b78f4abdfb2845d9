// Hears every message that passes a broker, whoever says it: the hub, a kiosk, or the broker with a
// last will or what it has retained.
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import type { BrokerName, Stage } from './brokers.ts'

/** One message as the broker had it. */
export type Passed = { topic: string; payload: Buffer; retain: boolean }

export type Ear = AsyncDisposable & {
  readonly passed: readonly Passed[]
  /** Once the stage stands. */
  attend(stage: Stage): Promise<void>
}

export const EAR = 'ear-1'

/** Of a Mosquitto it is a client whom a line of its own in the rules lets hear everything. */
const besideMosquitto = (): Ear => {
  const passed: Passed[] = []
  const opened: AsyncDisposable[] = []
  return {
    passed,
    attend: async ({ authority, url }) => {
      const { ca, certificate: cert, key } = await authority.toPush(EAR)
      const options = { protocolVersion: 5, reconnectPeriod: 0, clientId: EAR } as const
      const client = await mqtt.connectAsync(url, { ...options, ca, cert, key })
      opened.push({ [Symbol.asyncDispose]: () => client.endAsync(true) })
      client.on('message', (topic, payload, { retain }) =>
        passed.push({ topic, payload, retain }),
      )
      await client.subscribeAsync(['#', '$SYS/#'], { qos: 1 })
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of opened) await one[Symbol.asyncDispose]()
    },
  }
}

/** The broker inside tells it itself: aedes emits each message it takes. */
const insideTheHub = (): Ear => {
  const passed: Passed[] = []
  const { createBroker } = Aedes
  Aedes.createBroker = async (options) => {
    const aedes = await createBroker.call(Aedes, options)
    aedes.on('publish', ({ topic, payload, retain }) =>
      passed.push({ topic, payload: Buffer.from(payload), retain }),
    )
    return aedes
  }
  return {
    passed,
    attend: () => Promise.resolve(),
    [Symbol.asyncDispose]: async () => {
      Aedes.createBroker = createBroker
    },
  }
}

/** To be opened before the stage. */
export const openEar = (broker: BrokerName): Ear =>
  broker === 'Mosquitto' ? besideMosquitto() : insideTheHub()
