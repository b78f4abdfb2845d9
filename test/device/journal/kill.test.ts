import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openJournal } from '../../../device/journal/journal.ts'

const ROUNDS = 3
const MOST = 400

/** Appends as fast as it can and says each row's number once it was acknowledged. */
const APPEND = `
  import { openJournal } from './device/journal/journal.ts'
  const journal = await openJournal(process.argv[1])
  for (let n = 0; n < ${MOST}; n += 1) {
    const finish = n === 0 ? {} : { finish: 'work-' + (n - 1) }
    const begin = { key: 'work-' + n, note: n }
    const event = { kind: 'bin', at: n, bin: 1, full: false }
    console.log(await journal.append(event, { begin, ...finish }))
  }
  setInterval(() => {}, 60_000)
`

/** Kills the process once it has acknowledged `rows` rows; answers every row it acknowledged. */
const appendUntilKilled = (path: string, rows: number): Promise<number[]> =>
  new Promise((resolve) => {
    const words = ['--import', 'tsx', '--input-type=module', '--eval', APPEND, path]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    const acknowledged: number[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      acknowledged.push(Number(line))
      if (acknowledged.length === rows) child.kill('SIGKILL')
    })
    child.on('close', () => resolve(acknowledged))
  })

test('a kiosk killed while it writes has every row it acknowledged, and no half of one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-kill-'))
  const path = join(folder, 'journal.sqlite')
  let epoch = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const acknowledged = await appendUntilKilled(path, 1 + ((round * 37) % 150))
    await using journal = await openJournal(path)
    const rows = await journal.batch(MOST + 100)
    assert.ok(acknowledged.length > 0)
    assert.ok(
      rows.length >= acknowledged.length,
      `${rows.length} of ${acknowledged.length}`,
    )
    assert.ok(rows.length <= acknowledged.length + 1, 'at most the row in flight is more')
    assert.equal(
      rows.map(({ seq }) => seq),
      rows.map((_, n) => n + 1),
    )
    assert.equal(await journal.unfinished(), [
      { key: `work-${rows.length - 1}`, note: rows.length - 1 },
    ])
    assert.ok(Number(rows[0]?.epoch) > epoch)
    epoch = journal.epoch
    await journal.finish(`work-${rows.length - 1}`)
    await journal.acknowledge(Number(rows[0]?.epoch), rows.length)
    assert.is(await journal.unsent(), 0)
  }
  await rm(folder, { recursive: true })
})

test.run()
