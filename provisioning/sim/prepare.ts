// `b24 sim prepare`: a rehearsal hub's configuration and its kiosks' papers, made by the hub's own
// program, and what to start next.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { PrepareOptions } from './options.ts'
import { openProgress } from './progress.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const made = z.object({ made: z.int() })
const ready = z.object({
  ready: z.object({
    hub: z.string(),
    papers: z.string(),
    mosquitto: z.string().optional(),
  }),
})
type Files = z.infer<typeof ready>['ready']

export const runPrepare = async (options: PrepareOptions): Promise<void> => {
  const progress = openProgress()
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `${ROOT}hub/rehearsal/main.ts`, ...wordsFor(options)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  let files: Files | undefined
  const words: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const said = parsed(line)
    const done = made.safeParse(said)
    if (done.success)
      progress.show(`Papers for ${done.data.made} of ${options.kiosks} kiosks`)
    else if (ready.safeParse(said).success) files = ready.parse(said).ready
    else words.push(line)
  }
  progress.end()
  const [code] = await exited
  if (files === undefined) {
    console.error(words.join('\n'))
    process.exitCode = Number(code ?? 70) || 70
    return
  }
  console.log(nextSteps(options, files))
}

const wordsFor = (options: PrepareOptions): string[] => [
  ...['--folder', resolve(options.folder), '--kiosks', String(options.kiosks)],
  ...['--broker', options.broker, '--http-port', String(options.httpPort)],
  ...['--host', options.hub.hostname, '--port', options.hub.port || '8883'],
  ...(options.fresh ? ['--fresh'] : []),
]

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const nextSteps = ({ kiosks, hub }: PrepareOptions, files: Files): string => {
  const here = (path: string): string =>
    path.startsWith(process.cwd()) ? relative(process.cwd(), path) : path
  const steps = [
    ...(files.mosquitto === undefined ? [] : [`mosquitto -c ${here(files.mosquitto)}`]),
    `node --import tsx hub/main.ts --config ${here(files.hub)}`,
    `npm run b24 -- sim fleet --kiosks ${kiosks} --papers ${here(files.papers)} --hub ${hub.href.replace(/\/$/, '')}`,
  ]
  return [
    `A rehearsal of ${kiosks} kiosks is prepared. It knows no real kiosk, card or patron, and no real hub knows it.`,
    'Next, each in a terminal of its own:',
    ...steps.map((step) => `  ${step}`),
  ].join('\n')
}
