// A broker with nothing round it, in a process of its own: what every message costs anyway.
import { type AddressInfo, createServer } from 'node:net'
import { Aedes } from 'aedes'

const aedes = await Aedes.createBroker()
const server = createServer({ noDelay: true }, aedes.handle)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(JSON.stringify({ ready: { mqtt: `mqtt://127.0.0.1:${port}` } }))
})
