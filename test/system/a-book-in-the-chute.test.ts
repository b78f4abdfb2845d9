// Way 3: a book in the chute. Seen → known? → flap → beam → AFI verified → checkin → bin. No login.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AINO,
  FROM_ORSA,
  GOSTA,
  identify,
  LUNCH_BOX,
  lay,
  lift,
  piecesOf,
  row,
  STRANGER,
} from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'

const chute = suite('a book in the chute')
const through = needing(chute, 'socat')

const SECURED = 0x07

const borrow = async (house: House, ...books: string[]): Promise<void> => {
  const screen = await house.screen('desk')
  await identify(house, screen, { card: AINO, task: 'borrow' })
  const pieces = books.flatMap((book) => piecesOf(house, book))
  await lay(house, ...pieces)
  for (const item of books) await row(screen, 'desk.borrow', { item, state: 'lent' })
  await lift(house, ...pieces)
  await screen.close()
}

const drop = (house: House, book: string): Promise<void> =>
  house.branch.hand({ do: 'drop-in-chute', key: piecesOf(house, book)[0] ?? '' })

const placeOf = (house: House, book: string) =>
  house.branch.state().books.find((one) => one.book === book)?.pieces[0]

const inBin = (house: House, book: string, bin: number) =>
  house.branchIs(`${book} lies in bin ${bin}`, () => {
    const place = placeOf(house, book)?.place
    return place?.at === 'bin' && place.bin === bin
  })

const checkins = (rows: readonly InboxRow[]) =>
  rows.filter(({ kind }) => kind === 'checkin').map(({ body }) => JSON.parse(body ?? ''))

through('takes a book back, secured, and sorts it by where it goes next', async () => {
  await using house = await openHouse()
  await borrow(house, GOSTA, FROM_ORSA)
  const screen = await house.screen('chute')
  const records = hubRecords(house)
  await screen.shows('chute.ready')
  await drop(house, GOSTA)
  await screen.shows(
    'chute.accepted',
    ({ view }) => 'title' in view && view.title === 'Gösta Berlings saga',
  )
  await inBin(house, GOSTA, 1)
  assert.is(placeOf(house, GOSTA)?.afi, SECURED)
  await screen.shows('chute.ready')
  await drop(house, FROM_ORSA)
  await inBin(house, FROM_ORSA, 2)
  const rows = await records.has('both checkins', (all) => checkins(all).length === 2)
  assert.equal(
    checkins(rows).map(({ item, where, bin }) => [item.id, where, bin]),
    [
      [GOSTA, 'chute', 1],
      [FROM_ORSA, 'chute', 2],
    ],
  )
  assert.equal(await records.read('select id from loan where closed is null'), [])
  await screen.close()
})

through(
  'gives back what it does not know and opens for nothing without a tag',
  async () => {
    await using house = await openHouse()
    const screen = await house.screen('chute')
    await screen.shows('chute.ready')
    await drop(house, LUNCH_BOX)
    assert.is(house.branch.state().chute.flap, 'closed')
    await house.branch.hand({
      do: 'take-from-mouth',
      key: piecesOf(house, LUNCH_BOX)[0] ?? '',
    })
    await drop(house, STRANGER)
    await screen.shows(
      'chute.given-back',
      ({ view }) => 'why' in view && view.why === 'unknown-item',
    )
    assert.is(house.branch.state().chute.flap, 'closed')
    assert.equal(placeOf(house, STRANGER)?.place, { at: 'mouth' })
    await house.branch.hand({
      do: 'take-from-mouth',
      key: piecesOf(house, STRANGER)[0] ?? '',
    })
    await screen.shows('chute.ready')
    await screen.close()
  },
)

through('does not count a book as returned while the flap is jammed', async () => {
  await using house = await openHouse()
  await borrow(house, GOSTA)
  const screen = await house.screen('chute')
  await screen.shows('chute.ready')
  await house.branch.hand({ do: 'jam', on: true })
  await drop(house, GOSTA)
  await screen.shows('chute.jam')
  const records = hubRecords(house)
  assert.is((await records.read('select id from loan where closed is null')).length, 1)
  await house.branch.hand({ do: 'jam', on: false })
  await records.has('the checkin', (rows) => checkins(rows).length === 1)
  await inBin(house, GOSTA, 1)
  assert.is(placeOf(house, GOSTA)?.afi, SECURED)
  await screen.close()
})

chute.run()
