// What the hub's commands have in common at a terminal: standard output is the answer, standard error
// the talk, and the exit code says what kind of trouble it was.
import { type Command, CommanderError } from 'commander'
import { Complaint, EXIT } from './complaint.ts'
import { openSite, type Report, type Site } from './site.ts'

/** Bumped when a reader of the JSON would misread. */
const SCHEMA = 1

export type Common = { config: string; json: boolean }

const tell = ({ json, words, next }: Report, { json: asJson }: Common): void => {
  if (asJson)
    return void process.stdout.write(
      `${JSON.stringify({ schema: SCHEMA, ...json, next })}\n`,
    )
  for (const line of words) process.stdout.write(`${line}\n`)
  if (next.length > 0) process.stderr.write(`\nNext:\n${next.map(indented).join('')}`)
}

const indented = (line: string): string => `  ${line}\n`

/** The action of one command: what it did is told. */
export const on =
  <Options extends Common>(work: (site: Site, options: Options) => Promise<Report>) =>
  async (options: Options): Promise<void> =>
    tell(await work(await openSite(options.config, process.env), options), options)

/** A command with the options that all have. */
export const commandOf = (program: Command, words: string, what: string): Command =>
  program
    .command(words)
    .description(what)
    .option('--config <file>', "the hub's configuration", 'hub.json')
    .option('--json', 'answer as JSON', false)

const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage
  return error instanceof Complaint ? error.code : EXIT.software
}

/** Sets the exit code, and never rejects. */
export const runProgram = async (program: Command): Promise<void> => {
  const words = process.argv.slice(2)
  if (words.length === 0) return program.outputHelp()
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    // Commander has said its own already.
    if (!(error instanceof CommanderError))
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = exitCodeOf(error)
  }
}
