// Prepares a rehearsal, as a process of its own: `b24 sim prepare` starts it. Standard output says
// `{"made":n}` as it goes and `{"ready":{…}}` at the end, or in plain words why not.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { NotPrepared, prepareRehearsal } from './rehearsal.ts'

/** sysexits.h: EX_USAGE, EX_CANTCREAT. */
const EXIT = { usage: 64, cannotCreate: 73 }

const asked = z.object({
  folder: z.string().min(2),
  kiosks: z.coerce.number().int().min(1).max(10_000),
  broker: z.enum(['inside', 'mosquitto']),
  host: z.string().min(1).max(255),
  port: z.coerce.number().int().min(1).max(65_535),
  'http-port': z.coerce.number().int().min(0).max(65_535),
  fresh: z.boolean().default(false),
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const { values } = parseArgs({
  options: {
    ...Object.fromEntries(
      ['folder', 'kiosks', 'broker', 'host', 'port', 'http-port'].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    ),
    fresh: { type: 'boolean' },
  },
})
const read = asked.safeParse(values)
if (read.success) {
  const { 'http-port': httpPort, ...rest } = read.data
  try {
    const made = (kiosks: number): void => say(JSON.stringify({ made: kiosks }))
    say(JSON.stringify({ ready: await prepareRehearsal({ ...rest, httpPort }, made) }))
  } catch (error) {
    if (!(error instanceof NotPrepared)) throw error
    say(error.message)
    process.exitCode = EXIT.cannotCreate
  }
} else {
  for (const { path, message } of read.error.issues) say(`--${path.join('.')}: ${message}`)
  process.exitCode = EXIT.usage
}
