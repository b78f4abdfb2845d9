import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { startDoor } from '../../../device/door/door.ts'
import { silent } from '../../../device/log.ts'
import type { CardReaderEvent, DoorLineEvent } from '../../../device/ports.ts'
import {
  createNotebook,
  createScreen,
  createTeller,
  silentLink,
  turns,
} from '../../support/ports.ts'

const door = suite('the entrance on its ports')

const open = (write?: () => Promise<void>) => {
  const card = createTeller<CardReaderEvent>()
  const lines = createTeller<DoorLineEvent>()
  const did: string[] = []
  const screens = createScreen()
  const journal = createNotebook(write)
  const running = startDoor({
    card: { connected: true, listen: card.listen },
    lines: {
      connected: true,
      listen: lines.listen,
      release: () => did.push('release'),
      secure: () => did.push('secure'),
      light: (colour) => did.push(colour),
      sound: () => {},
    },
    link: silentLink,
    journal,
    screens,
    clock: { now: () => 1_000 },
    log: silent,
  })
  return { card, lines, did, screens, journal, running }
}

door('the lock is secured first of all when the line is there', async () => {
  const { did, running } = open()
  await using _running = running
  await turns()
  assert.is(
    did.find((one) => one === 'secure' || one === 'release'),
    'secure',
  )
})

door('a disk that hangs does not hold up the fire', async () => {
  const { lines, did, screens, running } = open(() => new Promise(() => {}))
  await using _running = running
  const told: boolean[] = []
  running.onFire((on) => told.push(on))
  lines.tell({ kind: 'exit-button', pressed: true })
  lines.tell({ kind: 'fire', on: true })
  await turns()
  assert.is(did.at(-2), 'release')
  assert.equal(told, [true])
  assert.equal(screens.overlays, [{ kind: 'evacuation' }])
})

door('a disk that fails is no reason to keep anybody in or out', async () => {
  const { card, lines, screens, running } = open(() => Promise.reject(new Error('EIO')))
  await using _running = running
  lines.tell({ kind: 'contact', open: false })
  lines.tell({ kind: 'contact', open: true })
  card.tell({ kind: 'card', number: '21080000000015' })
  await turns()
  assert.equal(screens.views.at(-1), { screen: 'door.pin', asking: false })
})

door('at its end it listens to nothing', async () => {
  const { card, lines, running } = open()
  await running[Symbol.asyncDispose]()
  assert.equal([card.listeners, lines.listeners], [0, 0])
})

door.run()
