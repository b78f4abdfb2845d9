import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cardHash } from '../../../hub/registry/card.ts'
import { loadHubKey } from '../../../hub/registry/hub-key.ts'
import { temporaryFolder } from '../../support/library.ts'

test('is made at first start, for its owner only, and stays the same', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'hub.key')
  const key = await loadHubKey(path, false)
  assert.is(key.length, 32)
  assert.is((await stat(path)).mode & 0o777, 0o600)
  assert.equal(await loadHubKey(path, true), key)
})

const refusal = (path: string, hasCards: boolean): Promise<string> =>
  loadHubKey(path, hasCards).then(() => 'it was taken', String)

for (const [what, content] of [
  ['five bytes', 'short'],
  ['zeros', new Uint8Array(32)],
] as const)
  test(`a file of ${what} is no key: it is refused, not replaced (fault 8)`, async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'hub.key')
    await writeFile(path, content)
    assert.match(await refusal(path, false), 'is not a hub key of 32 bytes: restore it')
  })

test('a key that is missing is not made anew while there are cards of it (fault 8)', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'hub.key')
  assert.match(await refusal(path, true), 'restore it from the backup')
  assert.is((await loadHubKey(path, false)).length, 32)
})

test('another key knows the same card by another hash', async () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  const hash = cardHash(one, '21080000000015')
  assert.is(hash.length, 32)
  assert.equal(cardHash(one, '2108 0000 0000 15'), hash)
  assert.not.equal(cardHash(other, '21080000000015'), hash)
})

test.run()
