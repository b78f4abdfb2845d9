// What could not be taken: to be listed, tried again and thrown away by a program on this machine.
// Nothing is told of what a letter says.
import { z } from 'zod'
import { dropLetter, listLetters } from '../inbox/letter-list.ts'
import type { Replayed } from '../inbox/replay.ts'
import type { ApiOptions } from './app.ts'
import type { App } from './app-type.ts'
import { bearer, onlyFor } from './bearer.ts'
import { onlyFromHere, onlyPrograms } from './from-here.ts'
import { type Problem, problem } from './problem.ts'

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

const wanted = z.object({
  kiosk: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  before: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

type Failed = Extract<Replayed, { ok: false }>

const PROBLEMS: Record<Failed['why'], Problem> = {
  'no-letter': { status: 404, title: 'There is no such letter' },
  'not-replayable': {
    status: 409,
    title: 'Only what has happened is tried again, and only what was kept whole',
  },
  'no-key': { status: 409, title: 'The hub no longer has the key of this kiosk' },
  'rows-before-missing': {
    status: 409,
    title: 'Rows before these have not come: the kiosk will send them all',
  },
  'failed-again': { status: 422, title: 'It could not be taken this time either' },
}

const problemOf = (failed: Failed): Problem =>
  failed.why === 'failed-again'
    ? {
        ...PROBLEMS[failed.why],
        errors: [{ at: 'letter', expected: `not ${failed.reason}` }],
      }
    : PROBLEMS[failed.why]

export const deadLetters = (app: App, { store, replay, tokens }: ApiOptions): void => {
  const known = bearer(tokens)
  const mine = onlyFor('dead-letters')
  app.get('/api/dead-letters', onlyFromHere, async (context) => {
    const query = wanted.safeParse(context.req.query())
    if (query.success) return context.json(await listLetters(store, query.data))
    const errors = query.error.issues.map(({ path, message }) => ({
      at: path.join('.'),
      expected: message,
    }))
    return problem(context, { status: 422, title: 'This asks for no page', errors })
  })
  app.post('/api/dead-letters/:id/replay', onlyPrograms, known, mine, async (context) => {
    const asked = id.safeParse(context.req.param('id'))
    const replayed: Replayed = asked.success
      ? await replay(asked.data)
      : { ok: false, why: 'no-letter' }
    return replayed.ok
      ? context.json({ outcome: replayed.outcome })
      : problem(context, problemOf(replayed))
  })
  app.delete('/api/dead-letters/:id', onlyPrograms, known, mine, async (context) => {
    const asked = id.safeParse(context.req.param('id'))
    const isGone = asked.success && (await dropLetter(store.db, asked.data))
    return isGone ? context.body(null, 204) : problem(context, PROBLEMS['no-letter'])
  })
}
