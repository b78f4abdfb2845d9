// Serves the API on its port.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type ListenAt, listen, urlOf } from '../listen.ts'
import { type ApiOptions, createApp } from './app.ts'

export type Server = AsyncDisposable & {
  /** `http://host:port` as bound. */
  url: string
}

const REQUEST_LIMIT_MS = 5000

/** Rejects with CannotListen when the port is not to be had. */
export const openServer = async (at: ListenAt, options: ApiOptions): Promise<Server> => {
  const answer = getRequestListener(createApp(options).fetch)
  const server = createServer(
    { requestTimeout: REQUEST_LIMIT_MS, headersTimeout: REQUEST_LIMIT_MS },
    (request, response) => void answer(request, response),
  )
  const port = await listen(server, at)
  return {
    url: urlOf('http', at.host, port),
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
