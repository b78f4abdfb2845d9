// The API's tokens by hand: add, list, revoke. A program of its own that works beside a running hub.
// A token's secret is shown once, and is nowhere else.
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { whatThereIs } from './certify/closest.ts'
import { Complaint } from './certify/complaint.ts'
import { day } from './certify/list.ts'
import { command, type Report, type Site } from './certify/site.ts'
import { type Common, commandOf, on, runProgram } from './certify/terminal.ts'
import { COMMANDS } from './commands/request.ts'
import { openTokens, type Token, type Tokens } from './identity/tokens.ts'

const DAY_MS = 24 * 60 * 60_000
const MOST_DAYS = 366
const MAY = [...COMMANDS, 'audit', 'dead-letters', 'pin', 'standing'] as const

const tokensOf = ({ identity }: Site): Tokens => openTokens(join(identity, 'tokens.jsonl'))

const days = (words: string): number => {
  const read = Number(words)
  if (Number.isInteger(read) && read >= 1 && read <= MOST_DAYS) return read
  throw new InvalidArgumentError(`expected whole days 1–${MOST_DAYS}`)
}

const listed = (all: readonly string[], what: string) => (words: string) => {
  const wanted = words.split(',').map((one) => one.trim())
  const unknown = wanted.find((one) => !all.includes(one))
  if (unknown === undefined) return wanted
  throw new InvalidArgumentError(`${unknown} is no ${what}. ${whatThereIs(unknown, all)}`)
}

type Adding = Common & { branch?: string; may?: string[]; days: number }

const add = (name: string) =>
  on<Adding>(async (site, { branch, may = [...COMMANDS], days: for_ }) => {
    if (!/^[a-z0-9.-]{1,40}$/.test(name))
      throw new Complaint('usage', 'A name is 1–40 of a-z 0-9 . - and says whose it is.')
    const branches = branch === undefined ? ['*'] : branchesIn(site, branch)
    const now = Date.now()
    const until = now + for_ * DAY_MS
    const secret = await tokensOf(site).add(name, { branches, may }, { now, until })
    if (secret === undefined)
      throw new Complaint(
        'usage',
        `There is a token ${name} in force. Take another name, or first:\n  ${command(site, `revoke ${name}`, 'token')}`,
      )
    return {
      json: { name, token: secret, branches, may, until: new Date(until).toISOString() },
      words: [secret],
      next: [
        `It is shown this once. Whoever has it is written down as ${name}.`,
        'B24_TOKEN=… b24 let-in <branch> --why "the plumber is at the door"',
        command(site, 'list', 'token'),
      ],
    }
  })

const branchesIn = ({ config, file }: Site, words: string): string[] => {
  const known = [...new Set(config.kiosks.map(({ branch }) => branch))]
  const wanted = words.split(',').map((one) => one.trim())
  const unknown = wanted.find((one) => !known.includes(one))
  if (unknown === undefined) return wanted
  const there = whatThereIs(unknown, known)
  throw new Complaint('usage', `${unknown} is no branch with a kiosk in ${file}. ${there}`)
}

const stateOf = ({ revoked, until }: Token, now: number): string => {
  if (revoked !== undefined) return 'revoked'
  return now < until ? 'in force' : 'expired'
}

const list = async (site: Site): Promise<Report> => {
  const now = Date.now()
  const all = await tokensOf(site).all()
  const rows = all.map((one) => [
    one.name.padEnd(Math.max(4, ...all.map(({ name }) => name.length))),
    stateOf(one, now).padEnd(8),
    day(one.until),
    one.branches.join(','),
    one.may.join(','),
  ])
  return {
    json: {
      tokens: all.map(({ digest: _, made, until, revoked, ...one }) => ({
        ...one,
        state: stateOf({ digest: _, made, until, revoked, ...one }, now),
        made: new Date(made).toISOString(),
        until: new Date(until).toISOString(),
      })),
    },
    words: rows.map((row) => row.join('  ')),
    next: all.length === 0 ? [command(site, 'add <name> --branch <branch>', 'token')] : [],
  }
}

const revoke = (name: string) =>
  on<Common>(async (site) => {
    const tokens = tokensOf(site)
    if (!(await tokens.revoke(name, Date.now()))) {
      const now = Date.now()
      const inForce = (await tokens.all()).filter((one) => stateOf(one, now) === 'in force')
      const there = whatThereIs(
        name,
        inForce.map((one) => one.name),
      )
      throw new Complaint('usage', `No token ${name} is in force. ${there}`)
    }
    return {
      json: { name, revoked: true },
      words: [`${name} may nothing from now on.`],
      next: [command(site, 'list', 'token')],
    }
  })

const program = new Command('b24 token')
  .description("the API's tokens: who may have anything done from afar")
  .exitOverride()
  .showHelpAfterError('Try: b24 token --help')
  .addHelpText(
    'after',
    `
Run as the user who runs the hub, which may run meanwhile.
  b24 token add karin.desk --branch svardsjo --may let-in,pause,end --config hub.json
  b24 token list
  b24 token revoke karin.desk`,
  )

commandOf(program, 'add <name>', 'a token for one person or program; shown this once')
  .option('--branch <ids>', 'of these branches only, by commas (default: every branch)')
  .addOption(
    new Option('--may <commands>', `by commas: ${MAY.join(', ')}`)
      .argParser(listed(MAY, 'use of a token'))
      .default(undefined, 'every command'),
  )
  .addOption(new Option('--days <n>', 'it is good for').argParser(days).default(90))
  .action((name: string, options: Adding) => add(name)(options))

commandOf(program, 'list', 'who has one, for what, until when').action(
  on<Common>((site) => list(site)),
)

commandOf(program, 'revoke <name>', 'it is good for nothing from now on').action(
  (name: string, options: Common) => revoke(name)(options),
)

await runProgram(program)
