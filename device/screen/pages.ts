// Serves the built kiosk-ui: every place is the same page, which looks at its path.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { isLocal } from './visitor.ts'

export type PagesOptions = {
  /** Where `vite build kiosk-ui` put it. */
  folder: string
  /** Sound files; none unless told. */
  sounds?: string
  /** `door`, `desk`, `simulator` …: only these are pages. */
  places(): readonly string[]
}

const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    formAction: ["'none'"],
    // The simulator shows the screens in frames.
    frameAncestors: ["'self'"],
  },
  xFrameOptions: 'SAMEORIGIN',
  strictTransportSecurity: false,
})

const NOT_BUILT = 'The screens are not built yet. Run: npm run build\n'

export const createPages = ({ folder, places, sounds }: PagesOptions): Hono => {
  const page = join(folder, 'index.html')
  const app = new Hono()
  app.use(HEADERS)
  app.use(async (c, next) => {
    if (!isLocal(c.req.header('host'))) return c.text('Not this host\n', 421)
    c.header('Cache-Control', 'no-store')
    return next()
  })
  app.get('/', (c) => c.redirect(`/${places().at(-1) ?? 'states'}`))
  app.get('/assets/*', async (c, next) => {
    // Their names are hashes of what is in them.
    c.header('Cache-Control', 'public, max-age=31536000, immutable')
    return next()
  })
  app.get('/assets/*', serveStatic({ root: folder }))
  if (sounds !== undefined)
    app.get(
      '/sound/:file{[a-z0-9-]+\\.(?:wav|mp3|ogg)}',
      serveStatic({
        root: sounds,
        rewriteRequestPath: (path) => path.slice('/sound'.length),
      }),
    )
  app.get('/:place', async (c, next) => {
    const known = ['states', ...places()].includes(c.req.param('place'))
    if (!known) return c.text('No such screen\n', 404)
    if (!existsSync(page)) return c.text(NOT_BUILT, 503)
    return next()
  })
  app.get('/:place', serveStatic({ path: page }))
  app.notFound((c) => {
    c.header('Cache-Control', 'no-store')
    return c.text('No such page\n', 404)
  })
  return app
}
