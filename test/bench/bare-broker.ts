// A broker with nothing round it, in a process of its own: what every message costs anyway. With
// `hears` it also has, like the hub, a client of its own that hears every kiosk's events.
import { type AddressInfo, connect, createServer } from 'node:net'
import { Aedes } from 'aedes'
import { MqttClient } from 'mqtt'

const hear = async (port: number): Promise<void> => {
  const dial = () => connect({ port, host: '127.0.0.1', noDelay: true })
  const client = new MqttClient(dial, { protocolVersion: 5, clientId: 'hub' })
  await client.subscribeAsync('b24/v1/+/+/+/event', { qos: 1 })
}

const aedes = await Aedes.createBroker()
const server = createServer({ noDelay: true }, aedes.handle)
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
if (process.argv.includes('hears')) await hear(port)
console.log(JSON.stringify({ ready: { mqtt: `mqtt://127.0.0.1:${port}` } }))
