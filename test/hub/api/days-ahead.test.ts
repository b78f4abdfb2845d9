import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { hoursWords } from '../../../hub/api/days-ahead.ts'

test('hours are told as they begin, by the branch’s own name where it has one', () => {
  const words = hoursWords([
    { from: '13:00', to: '19:00', mode: 'staffed' },
    { from: '06:00', to: '22:00', mode: 'self-service' },
    { from: '14:00', to: '16:00', mode: 'staffed', own: 'läxhjälp' },
  ])
  assert.is(words, 'meröppet 06.00–22.00, bemannat 13.00–19.00, läxhjälp 14.00–16.00')
  assert.is(hoursWords([]), 'stängt')
})

test.run()
