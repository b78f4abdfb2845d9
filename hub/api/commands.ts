// Commands from staff: who asks is known by token, why is said, and what became of it is the answer.

import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { firstBroken, latest } from '../commands/audit.ts'
import { commandRequest } from '../commands/request.ts'
import type { NotDone } from '../commands/staff.ts'
import { covers } from '../identity/tokens.ts'
import type { ApiOptions } from './app.ts'
import type { App } from './app-type.ts'
import { bearer, forbidden, onlyFor } from './bearer.ts'
import type { AuditPage, CommandAnswer } from './client.ts'
import { onlyPrograms } from './from-here.ts'
import { type Problem, problem } from './problem.ts'

const MOST_BYTES = 2048

const TITLES: Record<NotDone['why'], Problem> = {
  'no-branch': { status: 404, title: 'There is no such branch' },
  'no-kiosk': { status: 404, title: 'There is no such kiosk at this branch' },
  'which-kiosk': { status: 422, title: 'This branch has several kiosks: say which' },
  'not-a-time-to-come': { status: 422, title: 'This is no time to come at the branch' },
  'another-had-this-id': { status: 409, title: 'This id was another command’s' },
  'not-on-duty': { status: 503, title: 'Another hub is on duty: ask that one' },
}

const problemOf = (notDone: NotDone): Problem => ({
  ...TITLES[notDone.why],
  ...('kiosks' in notDone && {
    errors: [{ at: 'kiosk', expected: `expected one of ${notDone.kiosks.join(', ')}` }],
  }),
})

const placesOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => ({
    at: path.join('.') || 'body',
    expected: message,
  }))

export const commands = (app: App, { staff, tokens, store }: ApiOptions): void => {
  const tooLarge = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (context: Context) =>
      problem(context, { status: 413, title: 'The body is too large' }),
  })
  const known = bearer(tokens)
  app.post(
    '/api/branches/:branch/commands',
    onlyPrograms,
    known,
    tooLarge,
    async (context) => {
      const { name, branches, may } = context.get('token')
      const branch = context.req.param('branch')
      const read = commandRequest.safeParse(await context.req.json().catch(() => undefined))
      if (!covers(branches, branch)) return forbidden(context, branch)
      if (!read.success) {
        const errors = placesOf(read.error)
        return problem(context, { status: 422, title: 'This is no command', errors })
      }
      const request = read.data
      if (!covers(may, request.do)) return forbidden(context, request.do)
      const done = await staff.carryOut({ who: name, branch, request })
      if (!done.ok) return problem(context, problemOf(done))
      const { id, results, until } = done
      const answer: CommandAnswer = {
        ...{ id, branch, do: request.do, results: [...results] },
        ...(until !== undefined && {
          until: until === null ? null : new Date(until).toISOString(),
        }),
      }
      return context.json(answer)
    },
  )
  app.get('/api/audit', onlyPrograms, known, onlyFor('audit'), async (context) => {
    const query = auditQuery.safeParse(context.req.query())
    if (!query.success) {
      const errors = placesOf(query.error)
      return problem(context, { status: 422, title: 'This asks for no page', errors })
    }
    const { branches } = context.get('token')
    const { branch } = query.data
    if (!covers(branches, branch ?? '*'))
      return forbidden(context, branch ?? 'every branch')
    const rows = await latest(store, query.data)
    const page: AuditPage = {
      rows: rows.map(({ hash, at, what, ...row }) => ({
        ...row,
        at: new Date(at).toISOString(),
        what: JSON.parse(what),
      })),
      broken: (await firstBroken(store)) ?? null,
    }
    return context.json(page)
  })
}

const auditQuery = z.object({
  branch: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
