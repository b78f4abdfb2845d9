import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { stageFor } from '../../kiosk-ui/model/profile.ts'

const near = (value: number, wanted: number): void =>
  assert.ok(Math.abs(value - wanted) < 0.01, `${value} is not ${wanted}`)

// Pixels per mm of the panels: ux reference §7.2.
test('a panel that is the window itself keeps its own pixels per millimetre', () => {
  const desk = stageFor('desk', { width: 1080, height: 1920 }, null)
  assert.is(desk.shape, 'portrait')
  assert.ok(desk.whole)
  near(desk.mm, 4.03)
  near(stageFor('door', { width: 800, height: 1280 }, null).mm, 5.88)
  near(stageFor('chute', { width: 1280, height: 800 }, null).mm, 5.88)
})

test('the desk turns with the window, door and chute do not', () => {
  assert.is(stageFor('desk', { width: 1920, height: 1080 }, null).shape, 'landscape')
  assert.is(stageFor('desk', { width: 1280, height: 800 }, '10.1').shape, 'small')
  const door = stageFor('door', { width: 1440, height: 800 }, null)
  assert.ok(door.height > door.width)
  const chute = stageFor('chute', { width: 400, height: 900 }, null)
  assert.ok(chute.width > chute.height)
})

test('in a window of another size the whole panel is shown to scale', () => {
  const stage = stageFor('desk', { width: 1440, height: 780 }, null)
  assert.not.ok(stage.whole)
  assert.ok(stage.width <= 1440 && stage.height <= 780)
  near(stage.mm / stage.width, 4.0336 / 1920)
})

test('an unknown panel is the usual one of the role', () => {
  const size = { width: 800, height: 1280 }
  assert.equal(stageFor('door', size, 'toaster'), stageFor('door', size, null))
})

test.run()
