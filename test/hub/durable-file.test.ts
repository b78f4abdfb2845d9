// Fault 4: small files that are written by rename, killed at each call on the way.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFile, replaceFile } from '../../hub/durable-file.ts'
import { readIfThere } from '../../hub/identity/read-if-there.ts'
import { temporaryFolder } from '../support/library.ts'
import { needing } from '../support/packages.ts'
import { killedAtEach, traced } from '../support/strace.ts'

const NEW = 'new'.repeat(1000)
const OLD = 'old'.repeat(400)
/** All that changes what a reader would find. */
const CALLS = [
  'fsync,fdatasync',
  '?rename,?renameat,?renameat2',
  '?link,?linkat',
  '?unlink,?unlinkat',
]

for (const calls of CALLS)
  needing(test, 'strace')(
    `killed at each ${calls}, the old file or the new one is there, and whole (fault 4)`,
    async () => {
      await using folder = await temporaryFolder()
      const kills = await killedAtEach(calls, async (inject, nth) => {
        const at = join(folder.path, String(nth))
        await mkdir(at)
        const [replaced, made] = [join(at, 'replaced'), join(at, 'made')]
        await writeFile(replaced, OLD)
        const life = await traced(inject, 'replace-file.ts', replaced, made)
        const found = await readFile(replaced, 'utf8')
        assert.ok(found === OLD || found === NEW, `${found.length} characters`)
        const other = await readIfThere(made)
        assert.ok(other === undefined || (found === NEW && other === NEW))
        return life
      })
      assert.ok(kills > 0)
    },
  )

test('a file that must not be replaced stays, and nothing is left beside it', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'key')
  await makeFile(path, OLD)
  await makeFile(path, NEW)
  assert.is(await readFile(path, 'utf8'), OLD)
  await replaceFile(path, NEW)
  assert.is(await readFile(path, 'utf8'), NEW)
  assert.equal(await readdir(folder.path), ['key'])
  assert.is((await stat(path)).mode & 0o777, 0o600)
})

test.run()
