// What a rehearsal's kiosks show and know, from the file that `b24 sim prepare` writes: JSON Lines,
// first what all have in common, then one kiosk a line.
import { z } from 'zod'
import { cardNumber, pin } from '../../../hub/protocol/terms.ts'

const part = z.string().regex(/^[a-z0-9-]{1,40}$/)
const pem = z.string().min(60).max(8192).startsWith('-----BEGIN ')
const secret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .transform((encoded) => new Uint8Array(Buffer.from(encoded, 'base64url')))

const common = z.object({
  /** Says that it is of a rehearsal: a fleet plays with no real kiosk's papers. */
  rehearsal: z.literal(1),
  consortium: part,
  ca: pem,
  /** Invented patrons' cards. */
  cards: z
    .array(z.object({ card: cardNumber, pin }))
    .min(1)
    .max(1000),
})

const kiosk = z.object({ branch: part, kiosk: part, secret, certificate: pem, key: pem })

export type KioskPapers = z.infer<typeof kiosk>
export type FleetPapers = z.infer<typeof common> & { kiosks: readonly KioskPapers[] }

export type ReadPapers = { ok: true; papers: FleetPapers } | { ok: false; problem: string }

/** The first `most` kiosks of the file's text. A problem names the line, and nothing that stands in it. */
export const readPapers = (text: string, most: number): ReadPapers => {
  const [first = '', ...lines] = text.split('\n')
  const head = readLine(common, first)
  if (head === undefined)
    return { ok: false, problem: 'line 1 is not the head of a rehearsal’s papers' }
  const kiosks: KioskPapers[] = []
  for (const [n, line] of lines.entries()) {
    if (kiosks.length === most) break
    if (line === '') continue
    const read = readLine(kiosk, line)
    if (read === undefined)
      return { ok: false, problem: `line ${n + 2} holds no kiosk’s papers` }
    kiosks.push(read)
  }
  return { ok: true, papers: { ...head, kiosks } }
}

const readLine = <T>(schema: z.ZodType<T>, line: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
