// Way 2: books on the pad. Inventory → tag memory → item → checkout → AFI written and read back.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AINO,
  FROM_ORSA,
  GOSTA,
  HELD_FOR_OMAR,
  identify,
  lay,
  lift,
  OMAR,
  PAPPAN,
  piecesOf,
  row,
  SKY_SET,
  STRANGER,
} from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'

const desk = suite('books on the pad')
const through = needing(desk, 'socat')

const SECURED = 0x07
const ON_LOAN = 0xc2

const afisOf = (house: House, book: string): (number | null | undefined)[] =>
  house.branch
    .state()
    .books.find((one) => one.book === book)
    ?.pieces.map((piece) => piece.afi) ?? []

type OpenLoan = { barcode: string; due: string }
const OPEN_LOANS = `select item.barcode, loan.due from loan join item on item.id = loan.item
  where loan.closed is null order by item.barcode`

through('lends, prints, renews and takes back', async () => {
  await using house = await openHouse()
  const screen = await house.screen('desk')
  const records = hubRecords(house)

  await identify(house, screen, { card: AINO, task: 'borrow' })
  await screen.shows('desk.borrow')
  await lay(house, ...piecesOf(house, GOSTA), ...piecesOf(house, PAPPAN))
  const lent = await row(screen, 'desk.borrow', { item: GOSTA, state: 'lent' })
  assert.is(lent.title, 'Gösta Berlings saga')
  // 28 days from the evening of the visit (profile dalarna).
  assert.is(lent.due, '2026-12-17')
  await row(screen, 'desk.borrow', { item: PAPPAN, state: 'lent' })
  assert.equal(afisOf(house, GOSTA), [ON_LOAN])
  const loans = await records.read<OpenLoan>(OPEN_LOANS)
  assert.equal(
    loans.map(({ barcode }) => barcode),
    [GOSTA, PAPPAN],
  )

  screen.send({ do: 'done' })
  await screen.shows('desk.finish')
  screen.send({ do: 'receipt', choice: 'print' })
  await screen.shows('desk.thanks')
  const { printer } = await house.branchIs('a receipt', (s) => s.printer.receipt !== null)
  const paper = (printer.receipt ?? []).map(({ text }) => text).join('\n')
  assert.match(paper, 'Gösta Berlings saga')
  assert.not.match(paper, AINO)
  assert.not.match(paper, 'Lind')

  await lift(house, ...piecesOf(house, GOSTA), ...piecesOf(house, PAPPAN))
  await screen.shows('desk.idle')
  await identify(house, screen, { card: AINO, task: 'renew' })
  await screen.shows(
    'desk.renew',
    ({ view }) => 'loans' in view && view.loans?.length === 2,
  )
  screen.send({ do: 'renew', loan: null })
  await screen.shows(
    'desk.renew',
    ({ view }) =>
      'loans' in view && view.loans?.every(({ renewal }) => renewal === 'renewed') === true,
  )
  screen.send({ do: 'finish' })
  await screen.shows('desk.finish')
  screen.send({ do: 'receipt', choice: 'none' })
  await screen.shows('desk.idle')

  screen.send({ do: 'start' })
  await screen.shows('desk.home')
  screen.send({ do: 'choose', task: 'return' })
  await screen.shows('desk.return')
  await lay(house, ...piecesOf(house, GOSTA))
  await row(screen, 'desk.return', { item: GOSTA, state: 'returned' })
  assert.equal(afisOf(house, GOSTA), [SECURED])
  await records.has('the checkin', (rows) => rows.some(({ kind }) => kind === 'checkin'))
  const left = await records.read<OpenLoan>(OPEN_LOANS)
  assert.equal(
    left.map(({ barcode }) => barcode),
    [PAPPAN],
  )
  await screen.close()
})

through('asks for the part that is missing, and lends the whole set', async () => {
  await using house = await openHouse()
  const screen = await house.screen('desk')
  const [book = '', map = '', dial = ''] = piecesOf(house, SKY_SET)
  await identify(house, screen, { card: AINO, task: 'borrow' })
  await lay(house, book, map)
  const short = await row(screen, 'desk.borrow', { item: SKY_SET, state: 'incomplete' })
  assert.is(short.have, 2)
  assert.is(short.total, 3)
  assert.equal(afisOf(house, SKY_SET), [SECURED, SECURED, SECURED])
  await lay(house, dial)
  await row(screen, 'desk.borrow', { item: SKY_SET, state: 'lent' })
  assert.equal(afisOf(house, SKY_SET), [ON_LOAN, ON_LOAN, ON_LOAN])
  await screen.close()
})

through(
  'refuses what may not leave, leaves its tag alone and says what to do',
  async () => {
    await using house = await openHouse()
    const screen = await house.screen('desk')
    await identify(house, screen, { card: AINO, task: 'borrow' })
    await lay(house, ...piecesOf(house, HELD_FOR_OMAR), ...piecesOf(house, STRANGER))
    await row(screen, 'desk.borrow', { item: HELD_FOR_OMAR, state: 'reserved-for-other' })
    await row(screen, 'desk.borrow', { item: STRANGER, state: 'unknown-item' })
    assert.equal(afisOf(house, HELD_FOR_OMAR), [SECURED])
    assert.equal(afisOf(house, STRANGER), [SECURED])
    await screen.close()
  },
)

through('asks again for a book that was taken away too early', async () => {
  await using house = await openHouse()
  const screen = await house.screen('desk')
  const [piece = ''] = piecesOf(house, GOSTA)
  await identify(house, screen, { card: AINO, task: 'borrow' })
  const { pad } = house.branch.devices
  const taken = new Promise<void>((resolve) => {
    pad.onRequest = (request) => {
      if (request.kind !== 'write-afi') return
      pad.onRequest = undefined
      void house.branch.hand({ do: 'take-off-pad', key: piece }).then(resolve)
    }
  })
  await lay(house, piece)
  await taken
  await row(screen, 'desk.borrow', { item: GOSTA, state: 'put-back' })
  await lay(house, piece)
  await row(screen, 'desk.borrow', { item: GOSTA, state: 'lent' })
  assert.equal(afisOf(house, GOSTA), [ON_LOAN])
  await screen.close()
})

through('sends a book from another member home by box', async () => {
  await using house = await openHouse()
  const screen = await house.screen('desk')
  await identify(house, screen, { card: OMAR, task: 'borrow' })
  await lay(house, ...piecesOf(house, FROM_ORSA))
  await row(screen, 'desk.borrow', { item: FROM_ORSA, state: 'lent' })
  await lift(house, ...piecesOf(house, FROM_ORSA))
  screen.send({ do: 'done' })
  await screen.shows('desk.finish')
  screen.send({ do: 'receipt', choice: 'none' })
  await screen.shows('desk.idle')
  screen.send({ do: 'start' })
  screen.send({ do: 'choose', task: 'return' })
  await screen.shows('desk.return')
  await lay(house, ...piecesOf(house, FROM_ORSA))
  const back = await row(screen, 'desk.return', { item: FROM_ORSA, state: 'returned' })
  assert.equal(back.next, { to: 'box', branch: 'Orsa bibliotek' })
  await screen.close()
})

desk.run()
