// The buzzer's rhythms, each other than the rest, and none of them for longer than it should.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createBuzzer } from '../../../device/drivers/buzzer.ts'
import type { DoorSound } from '../../../device/ports.ts'
import { listening } from '../../support/listening.ts'

const buzz = () => {
  const line = listening<boolean>()
  return { line, buzzer: createBuzzer(line.tell) }
}

/** How a sound begins: what the line is told, up to so many changes. */
const rhythm = async (sound: DoorSound, changes: number): Promise<boolean[]> => {
  const { line, buzzer } = buzz()
  buzzer.sound(sound)
  for (let n = 0; n < changes; n++) await line.next()
  const told = [...line.all]
  buzzer.stop()
  return told
}

test('come in is two sounds, no is one', async () => {
  assert.equal(await rhythm('welcome', 4), [true, false, true, false])
  assert.equal(await rhythm('refused', 2), [true, false])
})

test('a new sound takes the place of the one before, and quiet of them all', async () => {
  const { line, buzzer } = buzz()
  buzzer.sound('refused')
  buzzer.sound('welcome')
  buzzer.sound('quiet')
  assert.equal(line.all, [true, true, false])
  buzzer.sound('close-door')
  buzzer.stop()
  assert.is(line.all.at(-1), false)
})

test.run()
