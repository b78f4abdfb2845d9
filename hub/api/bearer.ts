// Who asks for a change: the token in `Authorization: Bearer` (RFC 6750), and what it may be used for.
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { covers, type Token, type Tokens } from '../identity/tokens.ts'
import { problem } from './problem.ts'

export type Authorized = { Bindings: HttpBindings; Variables: { token: Token } }

/** Of what kind of thing it is asked for; a branch is asked for by its route. */
export type Use = 'dead-letters' | 'audit' | 'pin' | 'standing'

const unknown = (context: Context): Response => {
  context.header('www-authenticate', 'Bearer realm="Bibliotek24"')
  return problem(context, {
    status: 401,
    title: 'This needs a token that is in force: b24 token add makes one',
  })
}

export const forbidden = (context: Context, what: string): Response =>
  problem(context, { status: 403, title: `This token is not for ${what}` })

/** Every route behind it knows whose token it is; whether it covers the use is the route's to ask. */
export const bearer = (tokens: Pick<Tokens, 'find'>) =>
  createMiddleware<Authorized>(async (context, next) => {
    const [, secret = ''] =
      /^Bearer (\S{1,100})$/.exec(context.req.header('authorization') ?? '') ?? []
    const token = await tokens.find(secret, Date.now())
    if (token === undefined) return unknown(context)
    context.set('token', token)
    return next()
  })

/** Lets pass whose token is for this use. */
export const onlyFor = (use: Use) =>
  createMiddleware<Authorized>(async (context, next) =>
    covers(context.get('token').may, use) ? next() : forbidden(context, use),
  )
