// The tests about the tests: uvu passes over a suite that nobody ran, and says nothing.
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const suites = async (): Promise<string[]> => {
  const names = await readdir('test', { recursive: true })
  return names.filter((name) => /\.test\.tsx?$/.test(name))
}

test('every test file runs each suite it declares', async () => {
  for (const name of await suites()) {
    const text = await readFile(`test/${name}`, 'utf8')
    const declared = [...text.matchAll(/^const ([\w$]+) = suite(?:<\w+>)?\(/gm)].map(
      (match) => match[1],
    )
    const wanted = /from 'uvu'/.test(text) && declared.length === 0 ? ['test'] : declared
    for (const suite of wanted)
      assert.ok(text.includes(`${suite}.run()`), `${name}: ${suite}`)
  }
})

test('no test waits by the clock', async () => {
  for (const name of await suites()) {
    const text = await readFile(`test/${name}`, 'utf8')
    assert.not.match(text, /setTimeout\(|\b(?:sleep|delay)\(/, name)
  }
})

test('no test file is focused on one test', async () => {
  for (const name of await suites()) {
    assert.not.match(await readFile(`test/${name}`, 'utf8'), /^\s*\w+\.only\(/m, name)
  }
})

test.run()
