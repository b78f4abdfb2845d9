// Sets a person's PIN, for staff who have seen who she is. Neither card nor PIN is told back, logged, or part of
// an address.
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { cardNumber } from '../protocol/terms.ts'
import type { PinObjection } from '../registry/pin-choice.ts'
import type { ApiOptions } from './app.ts'
import type { App } from './app-type.ts'
import { bearer, onlyFor } from './bearer.ts'
import { onlyPrograms } from './from-here.ts'
import { type Problem, problem } from './problem.ts'

const MOST_BYTES = 1024

/** As read by a machine, or as it is printed. */
const card = z.union(
  [cardNumber, z.string().regex(/^[0-9A-Za-z*\s-]{5,40}$/)],
  'expected a card number',
)
const digits = z.string('expected 4–8 digits').regex(/^[0-9]{4,8}$/, 'expected 4–8 digits')
const wish = z.object({ card, pin: digits, duress: digits.optional() })

const EXPECTED: Record<PinObjection, string> = {
  common: 'none of the twenty commonest',
  repeated: 'not the same digits over and over',
  sequence: 'no digits in a row',
  'birth-date': 'nothing of the day of birth',
  'too-near-usual': 'more than one slip away from the usual one',
}

type Errors = readonly { at: string; expected: string }[]

const refused = (errors: Errors): Problem => ({
  ...{ status: 422, title: 'This PIN cannot be set' },
  errors,
})

export const pin = (app: App, { setPin, tokens }: ApiOptions): void => {
  const tooLarge = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (context) => problem(context, { status: 413, title: 'The body is too large' }),
  })
  const [known, mine] = [bearer(tokens), onlyFor('pin')]
  app.post('/api/pin', onlyPrograms, known, mine, tooLarge, async (context) => {
    const parsed = wish.safeParse(await context.req.json().catch(() => undefined))
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({
        at: path.join('.') || 'body',
        expected: message,
      }))
      return problem(context, refused(errors))
    }
    const set = await setPin({ ...parsed.data, who: context.get('token').name })
    if (set.ok) return context.body(null, 204)
    if (set.why === 'unknown-card')
      return problem(context, { status: 404, title: 'There is no such card' })
    const errors = set.objections.map(({ at, why }) => ({ at, expected: EXPECTED[why] }))
    return problem(context, refused(errors))
  })
}
