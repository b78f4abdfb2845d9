// Who may do more than look at the status page, until staff can log in: programs on this machine. A
// web page may not, wherever it was loaded from: its browser would lend it this machine's address.
import type { HttpBindings } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { problem } from './problem.ts'

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/
/** A name on the internet can be made to lead to 127.0.0.1, and the page then has its own origin here. */
const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

type Here = Context<{ Bindings: HttpBindings }>

const isFromHere = (context: Here): boolean =>
  LOOPBACK.test(getConnInfo(context).remote.address ?? '') &&
  THIS_MACHINE.test(context.req.header('host') ?? '')

/** A browser says `none` when somebody typed the address, and nothing else when a page asks. */
const isPage = ({ req }: Here): boolean =>
  req.header('origin') !== undefined || (req.header('sec-fetch-site') ?? 'none') !== 'none'

const refused = (context: Here): Response =>
  problem(context, { status: 403, title: 'Only programs on this machine may' })

/** For what is only read: somebody at this machine may look with a browser. */
export const onlyFromHere = createMiddleware<{ Bindings: HttpBindings }>((context, next) =>
  isFromHere(context) && !isPage(context) ? next() : Promise.resolve(refused(context)),
)

/** For what changes something: no browser at all. */
export const onlyPrograms = createMiddleware<{ Bindings: HttpBindings }>(
  (context, next) => {
    const isBrowser = isPage(context) || context.req.header('sec-fetch-site') !== undefined
    return isFromHere(context) && !isBrowser ? next() : Promise.resolve(refused(context))
  },
)
