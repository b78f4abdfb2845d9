// `b24 audit`: who had what done, and why; and whether anything of it was changed.
import type { Command } from 'commander'
import { type AuditPage, auditPage } from '../../hub/api/client.ts'
import { amount } from '../numbers.ts'
import { askHub, EXIT, type HubOptions, withHub } from './hub.ts'

type Reading = HubOptions & { limit: number }

const rowWords = ({
  at,
  who,
  branch,
  kiosk,
  what,
  why,
  outcome,
}: AuditPage['rows'][number]) =>
  `${at.slice(0, 19)}Z  ${who}  ${what.do} ${kiosk ?? branch}  ${outcome ?? '…'}  ${why}`

const read = async (branch: string | undefined, options: Reading): Promise<void> => {
  const query = new URLSearchParams({
    limit: String(options.limit),
    ...(branch && { branch }),
  })
  const answer = await askHub({ path: `/api/audit?${query}` }, auditPage, options)
  if (!answer.ok) {
    process.stderr.write(`${answer.words}\n`)
    process.exitCode = answer.exit
    return
  }
  const { rows, broken } = answer.body
  if (broken !== null) process.exitCode = EXIT.notDone
  if (options.json)
    return void process.stdout.write(`${JSON.stringify({ schema: 1, rows, broken })}\n`)
  for (const row of rows) process.stdout.write(`${rowWords(row)}\n`)
  process.stderr.write(
    broken === null
      ? 'No row was changed or taken out.\n'
      : `From row ${broken} on something was changed or taken out: compare with a backup.\n`,
  )
}

export const addAudit = (program: Command): void => {
  withHub(
    program
      .command('audit')
      .description('who had what done from afar, and why; newest first')
      .argument('[branch]', 'id of a branch (default: every branch)'),
  )
    .addOption(amount('--limit <n>', 'rows', 50, [1, 200]))
    .action(read)
}
