// Gives one command and tells what became of it: words on standard output, what to do next on standard
// error, and the exit code says whether it was done.
import { type Command, Option } from 'commander'
import { commandAnswer } from '../../hub/api/client.ts'
import { askHub, EXIT, type HubOptions, withHub } from './hub.ts'
import { answerWords, isDone, nextWords } from './words.ts'

/** Bumped when a reader of the JSON would misread. */
const SCHEMA = 1

export type Giving = HubOptions & { why: string }

/** A command for one branch: its reason is asked for, since it is written down. */
export const staffCommand = (program: Command, name: string, what: string): Command =>
  withHub(
    program
      .command(name)
      .description(what)
      .argument('<branch>', 'id of the branch')
      .requiredOption('--why <words>', 'for whoever reads the audit; name nobody'),
  )

/** Of several kiosks that could be meant. */
export const kioskOption = (): Option =>
  new Option('--kiosk <name>', 'which, where the branch has several')

export const untilOption = (unlessTold: string): Option =>
  new Option(
    '--until <when>',
    `wall time there, such as 2026-12-24T21:55 (default: ${unlessTold})`,
  )

/** Sets the exit code. */
export const give = async (
  branch: string,
  order: object,
  options: Giving,
): Promise<void> => {
  const path = `/api/branches/${encodeURIComponent(branch)}/commands`
  const body = { ...order, why: options.why }
  const answer = await askHub({ path, body }, commandAnswer, options)
  if (!answer.ok) {
    process.stderr.write(`${answer.words}\n`)
    process.exitCode = answer.exit
    return
  }
  const next = nextWords(answer.body)
  if (!isDone(answer.body)) process.exitCode = EXIT.notDone
  if (options.json)
    return void process.stdout.write(
      `${JSON.stringify({ schema: SCHEMA, ...answer.body, next })}\n`,
    )
  process.stdout.write(
    answerWords(answer.body)
      .map((line) => `${line}\n`)
      .join(''),
  )
  process.stderr.write(`\nNext:\n${next.map((line) => `  ${line}\n`).join('')}`)
}
