// The promises of the protocol and the tests that show them agree, whichever of them somebody changes.
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const README = readFileSync('hub/protocol/README.md', 'utf8')
const NUMBERED = /^\| (B24-LINK-\d{3}) \| ([^|]+) \| ([^|]+) \|$/gm
const PROOF = /`([a-z0-9/-]+)` "([^"]+)"/g

type Promised = {
  number: string
  promise: string
  proofs: { file: string; name: string }[]
}

const promised: readonly Promised[] = [...README.matchAll(NUMBERED)].map(
  ([, number = '', promise = '', shown = '']) => ({
    number,
    promise,
    proofs: [...shown.matchAll(PROOF)].map(([, file = '', name = '']) => ({ file, name })),
  }),
)

/** A test is declared by that name, not skipped, and its file is one that `npm test` runs. */
const problemOf = ({ file, name }: { file: string; name: string }): string | undefined => {
  const path = `test/${file}.test.ts`
  if (!existsSync(path)) return `there is no ${path}`
  const source = readFileSync(path, 'utf8')
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`)
  const at = quoted.map((one) => source.indexOf(one)).find((index) => index >= 0)
  if (at === undefined) return `${path} has no test "${name}"`
  const before = source.slice(Math.max(0, at - 40), at)
  if (/\.skip\(\s*$/.test(before)) return `${path} skips "${name}"`
  return /\w\(\s*$/.test(before) ? undefined : `${path} says "${name}", but not as a test`
}

test('every promise of the link has a number of its own, in order', () => {
  const mentioned = [...README.matchAll(/B24-LINK-\d{3}/g)].map(([number]) => number)
  const numbers = promised.map(({ number }) => number)
  assert.ok(numbers.length > 50, 'the table can be read')
  assert.equal(mentioned, numbers, 'every number stands in a row that can be read')
  assert.equal(numbers, [...new Set(numbers)].sort())
})

test('every promise names a test, and every test it names is there', () => {
  const problems = promised.flatMap(({ number, proofs }) =>
    proofs.length === 0
      ? [`${number} names no test`]
      : proofs.flatMap((proof) => problemOf(proof) ?? []).map((one) => `${number}: ${one}`),
  )
  assert.equal(problems, [])
})

test('a test that is renamed, skipped or only mentioned is noticed', () => {
  const file = 'hub/protocol/assertions'
  assert.ok(problemOf({ file, name: 'a test that nobody wrote' }))
  assert.ok(problemOf({ file: 'hub/protocol/nowhere', name: 'x' }))
  assert.ok(problemOf({ file, name: 'the table can be read' }))
})

test.run()
