// Staff change what a patron has signed, where she is blocked or on the allow list, her group and her debt.
// Her card is in the body and never in an address; no answer names her.
import { bodyLimit } from 'hono/body-limit'
import { covers } from '../identity/tokens.ts'
import { type StandingChanged, standingChange } from '../registry/change-standing.ts'
import type { ApiOptions } from './app.ts'
import type { App } from './app-type.ts'
import { bearer, forbidden, onlyFor } from './bearer.ts'
import { onlyPrograms } from './from-here.ts'
import { type Problem, problem } from './problem.ts'

const MOST_BYTES = 4096

type Why = Exclude<Extract<StandingChanged, { ok: false }>['why'], 'of-another'>

const PROBLEMS: Record<Why, Problem> = {
  'unknown-card': { status: 404, title: 'There is no such card' },
  'no-entry': { status: 404, title: 'She has no entry of this number' },
  'no-branch': { status: 404, title: 'There is no such branch' },
  'ends-first': { status: 422, title: 'It would end before it begins' },
  'no-personnummer': { status: 422, title: 'This is no personnummer' },
}

export const standing = (app: App, { changeStanding, tokens }: ApiOptions): void => {
  const tooLarge = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (context) => problem(context, { status: 413, title: 'The body is too large' }),
  })
  const [known, mine] = [bearer(tokens), onlyFor('standing')]
  app.post('/api/standing', onlyPrograms, known, mine, tooLarge, async (context) => {
    const parsed = standingChange.safeParse(await context.req.json().catch(() => undefined))
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({
        at: path.join('.') || 'body',
        expected: message,
      }))
      return problem(context, { status: 422, title: 'This is no such change', errors })
    }
    const { name, branches } = context.get('token')
    const mayAt = (branch: string | null): boolean => covers(branches, branch ?? '*')
    const changed = await changeStanding({ who: name, change: parsed.data, mayAt })
    if (changed.ok) return context.json(changed.standing)
    return changed.why === 'of-another'
      ? forbidden(context, changed.branch ?? 'every branch')
      : problem(context, PROBLEMS[changed.why])
  })
}
