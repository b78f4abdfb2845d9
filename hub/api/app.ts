// The hub over HTTP: is it well, how is each branch, what could not be read, and in the demo what
// time it is.
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { HubClock } from '../clock.ts'
import type { Staff } from '../commands/staff.ts'
import { HUB_NAMES } from '../identity/authority.ts'
import type { Tokens } from '../identity/tokens.ts'
import type { Replayed } from '../inbox/replay.ts'
import type { Logger } from '../log.ts'
import type { StandingChanged, StandingWish } from '../registry/change-standing.ts'
import type { PinSet, PinWish } from '../registry/set-pin.ts'
import { isOfTheDisk } from '../store/health.ts'
import type { App } from './app-type.ts'
import {
  alarmsOf,
  type BranchStatus,
  branchesWithKiosks,
  branchStatus,
  type StatusSources,
} from './branch-status.ts'
import { commands } from './commands.ts'
import { deadLetters } from './dead-letters.ts'
import { demoClock } from './demo-clock.ts'
import { explain } from './explain.ts'
import { notFoundPage, STYLE, statusPage } from './page.ts'
import { pin } from './pin.ts'
import { problem } from './problem.ts'
import { standing } from './standing.ts'

export type ApiOptions = StatusSources & {
  /** Name of the co-operation, as people know it. */
  consortium: string
  clock: HubClock
  /** In the demo any program on this machine may set the clock. */
  demo: boolean
  /** Whether the hub's own line to the broker stands now. */
  brokerReached: () => boolean
  /** Asked to end, it finishes what is in hand and wants nothing new. */
  isStopping: () => boolean
  /** Tries a dead letter again. */
  replay: (id: number) => Promise<Replayed>
  setPin: (wish: PinWish) => Promise<PinSet>
  changeStanding: (wish: StandingWish) => Promise<StandingChanged>
  /** Carries out what staff want. */
  staff: Staff
  /** Who may have anything changed. */
  tokens: Pick<Tokens, 'find'>
  log: Logger
}

const REFRESH_SECONDS = '10'

export const createApp = (options: ApiOptions): App => {
  const app: App = new Hono()
  protect(app)
  health(app, options)
  pages(app, options)
  deadLetters(app, options)
  commands(app, options)
  explain(app, options)
  pin(app, options)
  standing(app, options)
  if (options.demo) demoClock(app, options.clock)
  app.notFound((context) =>
    wantsPage(context)
      ? context.html(notFoundPage(), 404)
      : problem(context, { status: 404, title: 'There is nothing here' }),
  )
  app.onError((error, context) => {
    options.log.error({ reason: error.message }, 'a request failed here')
    if (isOfTheDisk(error)) return storeRefuses(context)
    return problem(context, { status: 500, title: 'The hub failed; its log says why' })
  })
  return app
}

const RETRY_AFTER_SECONDS = '5'

/** Nothing was changed: whatever is asked of the store is done whole or not at all. */
const storeRefuses = (context: Context): Response => {
  context.header('retry-after', RETRY_AFTER_SECONDS)
  return problem(context, { status: 503, title: 'The store takes nothing just now' })
}

/** Nothing here needs a script, a frame or a cache. */
const protect = (app: App): void => {
  const contentSecurityPolicy = {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  }
  const referrerPolicy = 'no-referrer'
  app.use(secureHeaders({ contentSecurityPolicy, referrerPolicy, xFrameOptions: 'DENY' }))
  app.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store')
  })
}

const health = (app: App, options: ApiOptions): void => {
  const { kiosks, presence } = options
  app.get('/healthz', async (context) => {
    const answers = await storeAnswers(options.store)
    const [broker, stopping] = [options.brokerReached(), options.isStopping()]
    const ok = broker && answers && !stopping
    const online = presence.onlineCount()
    const body = {
      ok,
      stopping,
      broker,
      store: answers,
      kiosks: { online, known: kiosks.all.length },
    }
    return context.json(body, ok ? 200 : 503)
  })
}

const storeAnswers = async (store: ApiOptions['store']): Promise<boolean> => {
  try {
    await store.db.selectFrom('branch').select('id').limit(1).execute()
    return store.health === 'well'
  } catch {
    return false
  }
}

const pages = (app: App, options: ApiOptions): void => {
  const { clock, consortium, kiosks } = options
  const look = async (context: Context, branches: readonly string[], whole = false) => {
    const now = clock.now()
    const found = await Promise.all(branches.map((id) => branchStatus(options, id, now)))
    const shown = found.filter((one): one is BranchStatus => one !== undefined)
    if (shown.length < branches.length) return context.html(notFoundPage(), 404)
    // Those it disturbs can have it stand still (WCAG 2.2.1).
    const still = context.req.query('still') !== undefined
    if (!still) context.header('refresh', REFRESH_SECONDS)
    const hubs = Object.values(HUB_NAMES).map((name) => alarmsOf(options.alarms, name))
    const alarms = (await Promise.all(hubs)).flat()
    return context.html(statusPage(shown, { consortium, still, alarms, whole }))
  }
  app.get('/', (context) => look(context, branchesWithKiosks(kiosks)))
  app.get('/branch/:id', (context) => look(context, [context.req.param('id')], true))
  app.get('/status.css', (context) =>
    context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
}

const wantsPage = ({ req }: Context): boolean =>
  req.method === 'GET' && (req.header('accept') ?? '').includes('text/html')
