// The two catalogues of the simulator page: the same keys, all of them used, none missing.
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const FOLDER = 'kiosk-ui/simulator'

const keysOf = async (language: string): Promise<string[]> => {
  const text = await readFile(`${FOLDER}/${language}.ftl`, 'utf8')
  return [...text.matchAll(/^([a-z][\w-]*) =/gm)].map(([, key = '']) => key)
}

const source = async (): Promise<string> => {
  const names = (await readdir(FOLDER)).filter((name) => /\.tsx?$/.test(name))
  const texts = await Promise.all(
    names.map((name) => readFile(`${FOLDER}/${name}`, 'utf8')),
  )
  return texts.join('\n')
}

test('Swedish and English have the same keys, each once', async () => {
  const swedish = await keysOf('sv')
  assert.equal(swedish, await keysOf('en'))
  assert.is(new Set(swedish).size, swedish.length)
})

test('every key is said somewhere, as it stands or by its beginning', async () => {
  const code = await source()
  const beginnings = [...code.matchAll(/`([a-z-]+-)\$\{/g)].map(([, start = '']) => start)
  const unused = (await keysOf('sv')).filter(
    (key) =>
      !code.includes(`'${key}'`) &&
      !beginnings.some((start) => key.startsWith(start)) &&
      !code.includes(`'${key.replace(/-back$/, '')}'`),
  )
  assert.equal(unused, [])
})

test('every key that is said is there', async () => {
  const keys = await keysOf('sv')
  const said = [...(await source()).matchAll(/say\('([a-z][\w-]*)'/g)]
  assert.ok(said.length > 50)
  for (const [, key = ''] of said) assert.ok(keys.includes(key), key)
})

test.run()
