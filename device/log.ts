// One line of JSON for each thing worth telling. A message is a fixed sentence and what varies is a
// field. No field bears a person or a title; what is cut out here is the net under that rule.
import pino, { type Logger } from 'pino'

export type { Logger }

const PERSONAL =
  /^(?:card|number|pin|digits|name|title|patron|session|password|secret|sealed|note)$/i
/** Card, item and civic numbers have ten digits or more; a card read by radio says what read it. */
const LONG_NUMBER = /\d{10,}|\b(?:nfc|wiegand):[0-9a-f:]+/gi
const DEEPEST = 6

/** Takes out what a log may never hold, at any depth. Paths are kept: technicians need them. */
const scrub = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return value.replace(LONG_NUMBER, '[number]')
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEEPEST) return '[deep]'
  if (Array.isArray(value)) return value.map((one) => scrub(one, depth + 1))
  const fields = value instanceof Error ? pino.stdSerializers.err(value) : value
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, scrubField(key, field, depth)]),
  )
}

const scrubField = (key: string, field: unknown, depth: number): unknown => {
  if (PERSONAL.test(key)) return '[personal]'
  return key === 'path' ? field : scrub(field, depth + 1)
}

const record = (fields: object): Record<string, unknown> => ({ ...Object(scrub(fields)) })

export type LogOptions = { level: string; to?: { write(line: string): void } }

/** Logs to stderr unless told otherwise; stdout stays free for the ready line. */
export const openLog = ({ level, to }: LogOptions): Logger =>
  pino(
    { level, base: null, formatters: { log: record }, serializers: { err: asScrubbed } },
    to ?? pino.destination({ dest: 2, sync: true }),
  )

/** pino's own would take a scrubbed error for an error again, of the kind "Object". */
const asScrubbed = (err: unknown): unknown => err

export const silent: Logger = pino({ level: 'silent' })
