// The hub's certificates by hand: issue, list, withdraw, and write a Mosquitto's files. A program of
// its own that works beside a running hub. Standard output is the answer, standard error the talk.
import { createReadStream } from 'node:fs'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { Complaint } from './certify/complaint.ts'
import { issue, requestCommand } from './certify/issue.ts'
import { list } from './certify/list.ts'
import { writeMosquitto } from './certify/mosquitto.ts'
import { kioskOf } from './certify/site.ts'
import { type Common, commandOf, on, runProgram } from './certify/terminal.ts'
import { withdraw } from './certify/withdraw.ts'

const REQUEST_MAX_BYTES = 8192

type Issuing = Common & { request?: string; makeKey?: true; out?: string }

const issueTo = (kiosk: string) =>
  on<Issuing>(async (site, { request, makeKey, out = kiosk }) => {
    kioskOf(site, kiosk)
    if ((request === undefined) === (makeKey === undefined))
      throw new Complaint('usage', whichKey(kiosk))
    const text = request === undefined ? undefined : await readRequest(request)
    return issue(site, { kiosk, request: text, out })
  })

const whichKey = (kiosk: string): string =>
  `Say either --request <file> (- is standard input), with what the kiosk has made by
  ${requestCommand(kiosk)}
or, only at a first set-up, --make-key: then key and certificate are made here.`

const readRequest = async (from: string): Promise<string> => {
  const stream =
    from === '-' ? process.stdin : createReadStream(from, { end: REQUEST_MAX_BYTES })
  let text = ''
  try {
    for await (const chunk of stream.setEncoding('utf8')) {
      text += String(chunk)
      if (text.length > REQUEST_MAX_BYTES) break
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new Complaint('no-input', `${from} cannot be read (${String(code)}).`)
  }
  return text
}

type Withdrawal = Common & { dryRun: boolean; yes: boolean }

const withdrawFrom = (kiosk: string) =>
  on<Withdrawal>((site, { dryRun, yes }) =>
    withdraw(site, { kiosk, dryRun, confirm: yes ? async () => true : asking(kiosk) }),
  )

const asking = (kiosk: string): ((words: string) => Promise<boolean>) | undefined => {
  if (process.stdin.isTTY !== true) return undefined
  return async (words) =>
    (await typed(`${words}\nType the kiosk's name to go on: `)) === kiosk
}

/** Nothing after Ctrl-C or Ctrl-D. */
const typed = (question: string): Promise<string> =>
  new Promise((resolve) => {
    const line = createInterface({ input: process.stdin, output: process.stderr })
    line.once('SIGINT', () => line.close())
    line.once('close', () => resolve(''))
    line.question(question, (answer) => {
      resolve(answer.trim())
      line.close()
    })
  })

const program = new Command('b24 certificate')
  .description("the hub's certificates: who may connect as which kiosk")
  .exitOverride()
  .showHelpAfterError('Try: b24 certificate --help')
  .addHelpText(
    'after',
    `
Run as the user who runs the hub, which may run meanwhile.
  b24 certificate issue svardsjo-1 --request kiosk.csr --config hub.json
  ssh kiosk cat kiosk.csr | b24 certificate issue svardsjo-1 --request -
  b24 certificate withdraw svardsjo-1 --dry-run`,
  )

commandOf(
  program,
  'issue <kiosk>',
  'a certificate for a kiosk, 90 days, for the key it made',
)
  .option(
    '--request <file>',
    "the kiosk's request, PKCS #10 in PEM; - reads standard input",
  )
  .option('--make-key', 'make key and request here: only at a first set-up')
  .option('--out <folder>', 'where the files go (default: a folder of the kiosk’s name)')
  .action((kiosk: string, options: Issuing) => issueTo(kiosk)(options))

commandOf(program, 'list [kiosk]', 'which kiosk has which certificate, until when')
  .option('--all', 'too what has expired', false)
  .action((kiosk: string | undefined, options: Common & { all: boolean }) =>
    on<typeof options>((site, { all }) => list(site, { kiosk, all }))(options),
  )

commandOf(program, 'withdraw <kiosk>', 'shut a kiosk out: all its certificates, for good')
  .option('--dry-run', 'only say what would be done', false)
  .option('--yes', 'do not ask', false)
  .action((kiosk: string, options: Withdrawal) => withdrawFrom(kiosk)(options))

commandOf(program, 'mosquitto', 'write the files of the Mosquitto in mqtt.broker').action(
  on<Common>((site) => writeMosquitto(site, userHere())),
)

/** By number where the machine has no name for it, as in a container; systemd takes either. */
const userHere = (): string => {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.())
  }
}

await runProgram(program)
