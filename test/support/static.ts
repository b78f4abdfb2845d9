// Serves the built screens as the kiosk does: one page for every path, under the same strict CSP.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export type StaticServer = AsyncDisposable & { origin: string; server: Server }

/** `more` are files outside `root`, by their path on the server. */
export const serveStatic = async (
  root: string,
  more: Record<string, string> = {},
): Promise<StaticServer> => {
  const fileAt = (path: string): string =>
    more[path] ?? join(root, extname(path) === '' ? 'index.html' : normalize(path))
  const server = createServer((request, response) => {
    const file = fileAt(new URL(request.url ?? '/', 'http://localhost').pathname)
    if (!existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response
      .writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': "default-src 'self'",
      })
      .end(readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    server,
    origin: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
