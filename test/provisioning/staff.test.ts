// Commands from staff at a terminal: what each says, what to type next, and whose token it takes.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { b24, type Ran } from '../support/commands.ts'
import { folderWithFiles, startTestHub, type TestHub } from '../support/hub.ts'

const WHY = ['--why', 'the plumber is at the door']

const token = (folder: string, ...words: string[]): Promise<Ran> =>
  b24(['token', ...words, '--config', join(folder, 'hub.json')])

test('a token is shown once, kept as a digest, listed, and good for nothing once revoked', async () => {
  const folder = await folderWithFiles()
  await using hub = await startTestHub()
  const config = join(folder, 'hub.json')
  const own = JSON.parse(await readFile(config, 'utf8'))
  await writeFile(config, JSON.stringify({ ...own, var: hub.folder }))
  const added = await token(folder, 'add', 'karin.desk', '--branch', 'svardsjo', '--json')
  assert.is(added.code, 0, added.err)
  const secret: string = JSON.parse(added.out).token
  assert.match(secret, /^b24_[A-Za-z0-9_-]{43}$/)
  const file = join(hub.folder, 'identity', 'tokens.jsonl')
  assert.not.match(await readFile(file, 'utf8'), secret)
  assert.is((await stat(file)).mode & 0o077, 0)
  const again = await token(folder, 'add', 'karin.desk')
  assert.is(again.code, 64)
  assert.match(again.err, 'b24 token revoke karin.desk')
  const secretFile = join(folder, 'secret')
  await writeFile(secretFile, `${secret}\n`, { mode: 0o600 })
  const letIn = () =>
    b24([
      ...['let-in', 'svardsjo', '--kiosk', 'svardsjo-1', ...WHY],
      ...['--hub', hub.http, '--token-file', secretFile],
    ])
  const first = await letIn()
  assert.is(first.code, 75)
  assert.match(first.out, 'svardsjo-1: not reachable')
  const listed = await token(folder, 'list')
  assert.match(listed.out, /karin\.desk\s+in force/)
  assert.is((await token(folder, 'revoke', 'karin.desk')).code, 0)
  const after = await letIn()
  assert.is(after.code, 77)
  assert.match(after.err, 'b24 token add makes one')
  await rm(folder, { recursive: true })
})

const withToken = async (
  run: (give: (...words: string[]) => Promise<Ran>, hub: TestHub) => Promise<void>,
): Promise<void> => {
  await using hub = await startTestHub()
  const folder = await mkdtemp(join(tmpdir(), 'b24-staff-'))
  const { authorization } = await hub.bearer()
  const file = join(folder, 'token')
  await writeFile(file, authorization.replace('Bearer ', ''))
  try {
    await run((...words) => b24([...words, '--hub', hub.http, '--token-file', file]), hub)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a pause, a lockdown and their end are told in words, with what to type next', () =>
  withToken(async (give) => {
    const paused = await give('pause', 'svardsjo', ...WHY)
    assert.is(paused.code, 0, paused.err)
    assert.match(paused.out, 'Not open without staff, until 2026-11-20')
    assert.match(paused.err, 'b24 end svardsjo --why …')
    const locked = await give('lockdown', 'svardsjo', ...WHY, '--json')
    const { schema, until, do: name } = JSON.parse(locked.out)
    assert.equal([schema, until, name], [1, null, 'lockdown'])
    const ended = await give('end', 'svardsjo', ...WHY)
    assert.match(ended.out, 'The usual hours hold again.')
    const audit = await give('audit', 'svardsjo')
    assert.is(audit.code, 0)
    assert.match(audit.out, /token-1 {2}pause svardsjo {2}done {2}the plumber/)
    assert.match(audit.err, 'No row was changed')
  }))

test('without a reason, a token or a hub nothing is done, and it says what is lacking', () =>
  withToken(async (give, hub) => {
    const [silent, which, nowhere, bare] = await Promise.all([
      give('let-in', 'svardsjo'),
      give('let-in', 'svardsjo', ...WHY),
      give('let-in', 'nowhere', ...WHY),
      b24(['end', 'svardsjo', ...WHY, '--hub', hub.http]),
    ])
    assert.is(silent.code, 64)
    assert.match(silent.err, '--why')
    assert.is(which.code, 64)
    assert.match(which.err, 'expected one of svardsjo-1, svardsjo-2')
    assert.match(nowhere.err, 'There is no such branch.')
    assert.is(bare.code, 66)
    assert.match(bare.err, 'b24 token add')
    const gone = ['--hub', 'http://127.0.0.1:9', '--token-file', '/etc/hostname']
    assert.is((await b24(['end', 'svardsjo', ...WHY, ...gone])).code, 69)
  }))

test.run()
