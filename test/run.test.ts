// What the runner says at the end, from uvu's own words about a file that fails.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { failuresIn } from './support/failures.ts'

const runner = suite('the runner')

const FAILING = `
import { suite } from '${resolve('node_modules/uvu/dist/index.mjs')}'
import * as assert from '${resolve('node_modules/uvu/assert/index.mjs')}'
const shelf = suite('a shelf')
shelf('holds', () => {})
shelf('falls', () => assert.equal({ books: 1 }, { books: 2 }))
shelf('burns', () => { throw new Error('fire') })
shelf.run()
`

const saidOf = async (source: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'runner-'))
  await writeFile(join(folder, 'one.test.mjs'), source)
  const uvu = [resolve('node_modules/uvu/bin.js'), folder]
  const { stdout } = spawnSync(process.execPath, uvu, { encoding: 'utf8' })
  await rm(folder, { recursive: true })
  return stdout
}

runner('ends with the name, the difference and the place of each failure', async () => {
  const [falls = '', burns = '', ...others] = failuresIn(await saidOf(FAILING))
  assert.match(falls, /FAIL {2}a shelf {2}"falls"/)
  assert.match(falls, /--··"books":·1\n[\s\S]*\+\+··"books":·2\n/)
  assert.match(burns, /"burns"\n {4}fire[\s\S]*one\.test\.mjs/)
  assert.not.match(burns, /Total/)
  assert.equal(others, [])
})

runner('has nothing to repeat when all passed', async () => {
  assert.equal(
    failuresIn(await saidOf(FAILING.replaceAll(/shelf\('(?:falls|burns)'.*\n/g, ''))),
    [],
  )
})

runner.run()
