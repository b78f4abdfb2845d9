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

/** Ports that were free a moment ago, each another. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, () => takePort()))
  const ports = servers.map(portOf)
  for (const server of servers) await leavePort(server)
  return ports
}
