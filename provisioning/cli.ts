#!/usr/bin/env node
// The b24 command: reads the words on the line and hands them on.
import { Command, CommanderError } from 'commander'
import { addCertificate } from './certificate.ts'
import { addDemo } from './demo/command.ts'
import { addExplain } from './explain/command.ts'
import { addPin } from './pin/command.ts'
import { addSim } from './sim/command.ts'
import { addAcknowledgeFire } from './staff/acknowledge-fire.ts'
import { addAudit } from './staff/audit.ts'
import { addEnd } from './staff/end.ts'
import { addHoldOpen } from './staff/hold-open.ts'
import { addLetIn } from './staff/let-in.ts'
import { addLockdown } from './staff/lockdown.ts'
import { addPause } from './staff/pause.ts'
import { addToken } from './token.ts'

/** sysexits.h: EX_USAGE. */
const USAGE = 64

const STAFF = [
  addLetIn,
  addHoldOpen,
  addPause,
  addLockdown,
  addEnd,
  addAcknowledgeFire,
  addAudit,
]

const program: Command = new Command('b24')
  .description('Bibliotek24: a library branch that stays open with nobody at work')
  .exitOverride()
  .showHelpAfterError('Try: b24 --help')
  .configureHelp({ sortOptions: true })
  .addHelpText(
    'after',
    `
  b24 demo                              a branch to walk through, in the browser
  b24 explain svardsjo 2026-12-24T21:55 --age 15
  b24 certificate list --config hub.json
  b24 token add karin.desk --branch svardsjo --config hub.json
  b24 pin set
  b24 let-in svardsjo --why "the plumber is at the door"
  b24 sim prepare --kiosks 1000`,
  )
const OTHERS = [addDemo, addExplain, addCertificate, addToken, addPin, addSim]
for (const add of [...OTHERS, ...STAFF]) add(program)

const words = process.argv.slice(2)
if (words.length === 0) program.outputHelp()
else
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    // Commander has said its own already; asked for help it has said that.
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? 0 : USAGE
  }
