// Lets the simulator set the hub's clock, so that one can visit at any hour. Only in the demo, only
// for programs on this machine, and never for a web page.
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { HubClock } from '../clock.ts'
import { instant } from '../protocol/terms.ts'
import type { App } from './app-type.ts'
import { onlyPrograms } from './from-here.ts'
import { problem } from './problem.ts'

/** `speed` is how many times faster than real time it goes on. */
const setting = z.object({ now: instant, speed: z.number().min(0).max(3600) })

const MOST_BYTES = 1024

export const demoClock = (app: App, clock: HubClock): void => {
  const tooLarge = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (context) => problem(context, { status: 413, title: 'The body is too large' }),
  })
  app.put('/demo/clock', onlyPrograms, tooLarge, async (context) => {
    const parsed = setting.safeParse(await context.req.json().catch(() => undefined))
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({
        at: path.join('.') || 'body',
        expected: message,
      }))
      return problem(context, {
        status: 422,
        title: 'This is no setting of a clock',
        errors,
      })
    }
    clock.set(parsed.data.now, parsed.data.speed)
    return context.body(null, 204)
  })
}
