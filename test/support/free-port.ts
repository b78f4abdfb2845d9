// Ports of this machine, for programs that must be told theirs before they start.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** Listens on a port, 0 for any; rejects when somebody else does. */
export const takePort = async (port = 0): Promise<Server> => {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port

export const leavePort = async (server: Server): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  await closed
}

/** Below those that Linux gives to connections and to whoever asks for any (32768 and up). */
const [LOWEST, HIGHEST] = [20_000, 32_767]
/** Somewhere else in each process, since several ask at the same time. */
let last = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))

const freePort = async (): Promise<number> => {
  last = last < HIGHEST ? last + 1 : LOWEST
  const port = last
  const server = await takePort(port).catch(() => undefined)
  if (server === undefined) return freePort()
  await leavePort(server)
  return port
}

/** Ports that nobody has; nobody is given them who did not ask for them here. */
export const freePorts = async (count: number): Promise<number[]> => {
  const ports: number[] = []
  while (ports.length < count) ports.push(await freePort())
  return ports
}
