// What the hub does without what it must not lose: fault 8 at the hub. It does not start, says what
// to do, and leaves everything as it was.
import { open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createClock } from '../../hub/clock.ts'
import { loadConfig } from '../../hub/config.ts'
import { openFiles } from '../../hub/files.ts'
import { openAuthority } from '../../hub/identity/authority.ts'
import { temporaryFolder } from '../support/library.ts'

const opened = async (folder: string): Promise<string> => {
  const flags = ['--consortium', 'dalarna', '--var', folder]
  const configured = loadConfig(flags, {})
  assert.ok(configured.ok)
  try {
    await using _files = await openFiles(configured.config, createClock())
    return 'it starts'
  } catch (error) {
    return String(error)
  }
}

const zeroed = async (path: string): Promise<void> =>
  writeFile(path, new Uint8Array((await stat(path)).size))

const STRIKES: readonly [
  what: string,
  strike: (path: string) => Promise<unknown>,
  words: string,
][] = [
  ['zeroed', zeroed, 'is no database, or is damaged: restore the backup'],
  ['cut to nothing', (path) => truncate(path), 'is missing or empty'],
  ['gone', (path) => rm(path), 'is missing or empty'],
  [
    'damaged in its schema',
    async (path) => {
      const file = await open(path, 'r+')
      await file.write(Buffer.alloc(3996, 7), 0, 3996, 100)
      await file.close()
    },
    'is no database, or is damaged: restore the backup',
  ],
]

for (const [what, strike, words] of STRIKES)
  test(`with a store that is ${what} the hub does not start empty, and says what to do (fault 8)`, async () => {
    await using folder = await temporaryFolder()
    assert.is(await opened(folder.path), 'it starts')
    await strike(join(folder.path, 'hub.sqlite'))
    const key = await readFile(join(folder.path, 'hub.key'))
    assert.match(await opened(folder.path), words)
    assert.equal(await readFile(join(folder.path, 'hub.key')), key)
  })

for (const name of ['ca.key', 'ca.crt', 'certificates.jsonl'])
  test(`with a zeroed ${name} the hub lets nobody in by mistake (fault 8)`, async () => {
    await using folder = await temporaryFolder()
    const options = { folder: folder.path, consortium: 'dalarna', now: Date.now }
    const authority = await openAuthority(options)
    await authority.register.issued({ kiosk: 'k-1', serial: 'ab', notAfter: 1 })
    await zeroed(join(folder.path, name))
    const refused = await openAuthority(options)
      .then((one) => one.register.all())
      .then(
        () => 'it was taken',
        (error: unknown) => String(error),
      )
    assert.not.match(refused, 'it was taken')
    assert.match(refused, name)
  })

test.run()
