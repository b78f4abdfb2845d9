import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { startDesk } from '../../../device/desk/desk.ts'
import { silent } from '../../../device/log.ts'
import type {
  CardReaderEvent,
  ItemReaderEvent,
  PrinterEvent,
  TagSeen,
} from '../../../device/ports.ts'
import type { ScreenAction } from '../../../device/screen-protocol.ts'
import {
  createNotebook,
  createScreen,
  createTeller,
  silentLink,
  turns,
} from '../../support/ports.ts'

const desk = suite('the desk on its ports')

const BOOK = { id: '31080000000013', owner: 'SE-Falun' }
const TAG: TagSeen = {
  uid: 'E0A1',
  afi: 0xc2,
  content: { kind: 'item', ...BOOK, part: 1, parts: 1 },
}

const open = (write?: () => Promise<void>) => {
  const card = createTeller<CardReaderEvent>()
  const pad = createTeller<ItemReaderEvent>()
  const printer = createTeller<PrinterEvent>()
  const actions = createTeller<ScreenAction>()
  const screens = createScreen()
  const journal = createNotebook(write)
  const writes: number[] = []
  const running = startDesk({
    card: { connected: true, listen: card.listen },
    pad: {
      connected: true,
      listen: pad.listen,
      writeAfi: (_uid, afi) => {
        writes.push(afi)
        return Promise.resolve({ ok: true })
      },
    },
    printer: {
      connected: true,
      listen: printer.listen,
      print: () => Promise.resolve({ ok: true }),
    },
    link: silentLink,
    journal,
    screens: { ...screens, onAction: (_role, listener) => actions.listen(listener) },
    security: { secured: 0x07, onLoan: 0xc2 },
    run: 'desk-24-1',
    clock: { now: () => 1_000 },
    log: silent,
  })
  return { pad, actions, screens, journal, writes, running }
}

desk('a book is returned without the hub: noted, secured, told, shown', async () => {
  const { pad, actions, screens, journal, writes, running } = open()
  await using _running = running
  actions.tell({ do: 'choose', task: 'return' })
  pad.tell({ kind: 'tags', tags: [TAG] })
  await turns()
  assert.equal(writes, [0x07])
  assert.equal(journal.events.at(-1), {
    kind: 'checkin',
    ...{ at: 1_000, item: BOOK, where: 'desk', bin: null },
  })
  assert.is(journal.notes.size, 0)
  assert.equal(screens.views.at(-1), {
    screen: 'desk.return',
    ...{ rows: [{ item: BOOK.id, title: null, state: 'returned-later' }], padLost: false },
  })
})

desk('what cannot be noted is not begun, and the desk says that it is shut', async () => {
  let isFull = false
  const { pad, actions, screens, writes, running } = open(() =>
    isFull ? Promise.reject(new Error('the disk is full')) : Promise.resolve(),
  )
  await using _running = running
  actions.tell({ do: 'choose', task: 'return' })
  await turns()
  isFull = true
  pad.tell({ kind: 'tags', tags: [TAG] })
  await turns()
  assert.equal(writes, [])
  assert.equal(screens.views.at(-1), { screen: 'desk.out-of-order' })
})

desk.run()
