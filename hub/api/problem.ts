// Errors of the API, as RFC 9457 tells them.
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

export type Problem = {
  status: ContentfulStatusCode
  /** The same for every occurrence. */
  title: string
  /** Places in the request and what is expected there. */
  errors?: readonly { at: string; expected: string }[]
}

export const problem = (context: Context, body: Problem): Response =>
  context.json({ type: 'about:blank', ...body }, body.status, {
    'content-type': 'application/problem+json',
  })
