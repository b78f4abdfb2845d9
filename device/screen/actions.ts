// Reads what a screen sends: text to a checked action, or the reason why not.
import { z } from 'zod'
import { language, pin } from '../../hub/protocol/terms.ts'
import type { ScreenAction } from '../screen-protocol.ts'

const screenAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('touch') }),
  z.object({ do: z.literal('start') }),
  z.object({
    do: z.literal('choose'),
    task: z.enum(['borrow', 'return', 'renew', 'holds', 'account']),
  }),
  z.object({ do: z.literal('card'), number: z.string().min(1).max(40) }),
  z.object({ do: z.literal('pin'), digits: pin }),
  z.object({ do: z.literal('done') }),
  z.object({ do: z.literal('renew'), loan: z.string().max(40).nullable() }),
  z.object({ do: z.literal('receipt'), choice: z.enum(['print', 'none']) }),
  z.object({ do: z.literal('help') }),
  z.object({ do: z.literal('back') }),
  z.object({ do: z.literal('finish') }),
  z.object({ do: z.literal('stay') }),
  z.object({ do: z.literal('language'), language }),
])

export type ReadAction =
  | { ok: true; action: ScreenAction }
  | { ok: false; reason: 'not-json' | 'not-an-action' }

export const readAction = (text: string): ReadAction => {
  const body = parseJson(text)
  if (body === undefined) return { ok: false, reason: 'not-json' }
  const parsed = screenAction.safeParse(body)
  return parsed.success
    ? { ok: true, action: parsed.data satisfies ScreenAction }
    : { ok: false, reason: 'not-an-action' }
}

/** Undefined when it is no JSON. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
