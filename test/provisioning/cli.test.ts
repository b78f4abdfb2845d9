// The rules of the command line: ux R116, R117.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { b24 } from '../support/commands.ts'

test('without a word it says what it can do, with examples', async () => {
  const { code, out, err } = await b24([])
  assert.equal([code, err], [0, ''])
  for (const word of ['demo', 'explain', 'certificate', 'sim', 'b24 sim prepare'])
    assert.ok(out.includes(word), word)
})

test('asked for help it helps, and that is no mistake', async () => {
  for (const words of [['--help'], ['help', 'explain'], ['explain', '-h']]) {
    const { code, out } = await b24(words)
    assert.is(code, 0, words.join(' '))
    assert.match(out, 'Usage: b24')
  }
})

test('a mistyped command is met with the one that was meant', async () => {
  const { code, out, err } = await b24(['explian'])
  assert.equal([code, out], [64, ''])
  assert.match(err, 'Did you mean explain?')
})

test('a number out of bounds is met with its bounds', async () => {
  const { code, err } = await b24(['demo', '--http-port', '99999'])
  assert.is(code, 64)
  assert.match(err, 'Give a whole number from 1 to 65535.')
})

test.run()
