// One line of JSON for each thing worth telling. A message is a fixed sentence, what varies is a
// field; no field bears a person or a title, and the list below is the net under that rule.
import pino, { type Logger } from 'pino'

export type { Logger }

const NEVER = [
  'card',
  'pin',
  'name',
  'title',
  'patron',
  'session',
  'password',
  'secret',
  'sealed',
]

export type LogOptions = { level: string; file?: string | undefined }

/** Logs to the file when one is given, else to stderr; stdout stays free for the ready line. */
export const openLog = ({ level, file }: LogOptions): Logger =>
  pino(
    { level, base: null, redact: { paths: NEVER.flatMap((key) => [key, `*.${key}`]) } },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  )
