// Binds the screens' server to its port, or says in one line why that cannot be.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The port is not to be had; the message is one line for the person at the keyboard. */
export class CannotListen extends Error {}

/** Answers the address as bound, `http://127.0.0.1:2401`; rejects with CannotListen. */
export const listen = async (
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<string> => {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw new CannotListen(explain(host, port, error))
  }
  const bound = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
}

const explain = (host: string, port: number, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const why = code === 'EADDRINUSE' ? 'is taken' : `on ${host} cannot be opened (${code})`
  return `Port ${port} ${why}: start with --screens-port N or set B24_SCREENS_PORT.`
}
