// Way 6: the hub goes, and comes back. The same screens, calmly; what was begun goes on; the door opens
// by its list; and everything arrives once, in its order.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { disagreements, placesOf } from '../support/agreement.ts'
import { chanceOf, seeded } from '../support/chance.ts'
import {
  AINO,
  choose,
  GOSTA,
  identify,
  lay,
  liftAndSee,
  OMAR,
  PAPPAN,
  PIN,
  piecesOf,
  row,
  SKY_SET,
  signIn,
} from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import { hasList, journalOf, type KioskRow, settled } from '../support/kiosk-records.ts'
import { needing } from '../support/packages.ts'
import type { ScreenClient } from '../support/screen.ts'
import { openTappedHouse, type TappedHouse } from '../support/tapped-house.ts'

const gone = suite('the hub is gone')
const through = needing(gone, 'socat')

const FACTS = ['checkout', 'checkin']
/** What is told besides, of parts and of PINs. */
const ASIDE = ['device', 'pin-failed-offline']
const isFact = ({ kind }: { kind: string }): boolean => FACTS.includes(kind)

const itemIn = ({ kind, body }: InboxRow): string =>
  `${kind} ${JSON.parse(body ?? '').item.id}`

const piecesOfAll = (house: House, books: readonly string[]): string[] =>
  books.flatMap((book) => piecesOf(house, book))

through('goes on calmly, lets in by the list, and tells all of it afterwards', async () => {
  await using house = await openHouse()
  const desk = await house.screen('desk')
  const door = await house.screen('door')
  const chute = await house.screen('chute')
  const borrowed = piecesOfAll(house, [GOSTA, PAPPAN])
  await identify(house, desk, { card: AINO, task: 'borrow' })
  await lay(house, ...borrowed)
  for (const item of [GOSTA, PAPPAN])
    await row(desk, 'desk.borrow', { item, state: 'lent' })
  await liftAndSee(house, ...borrowed)
  await settled(house)
  await hasList(house)

  await house.hub.end('SIGKILL')
  await desk.shows('desk.borrow', ({ frame }) => frame.offline)
  await door.shows('door.ready', ({ frame }) => frame.offline)
  await chute.shows('chute.ready', ({ frame }) => frame.offline)

  await lay(house, ...piecesOf(house, SKY_SET))
  await row(desk, 'desk.borrow', { item: SKY_SET, state: 'lent-later' })
  await liftAndSee(house, ...piecesOf(house, SKY_SET))
  await leave(desk)

  desk.send({ do: 'start' })
  const { view } = await desk.shows('desk.home')
  assert.equal('disabled' in view && [...view.disabled].sort(), [
    'account',
    'borrow',
    'holds',
    'renew',
  ])
  await choose(desk, 'return')
  await lay(house, ...piecesOf(house, PAPPAN))
  await row(desk, 'desk.return', { item: PAPPAN, state: 'returned-later' })

  await house.branch.hand({ do: 'drop-in-chute', key: piecesOf(house, GOSTA)[0] ?? '' })
  await chute.shows('chute.accepted', (shown) => 'later' in shown.view && shown.view.later)

  await house.branch.hand({ do: 'hold-card', at: 'door', number: AINO })
  await door.shows('door.pin')
  door.send({ do: 'pin', digits: '1111' })
  await door.shows('door.refused')
  assert.is(house.branch.state().door.lock, 'secured')
  await house.branch.hand({ do: 'hold-card', at: 'door', number: OMAR })
  await door.shows('door.pin')
  door.send({ do: 'pin', digits: PIN })
  await door.shows('door.granted')
  const { rows } = await journalOf(house, 'has grown by what went on', (now) =>
    now.rows.some(({ kind }) => kind === 'visit'),
  )
  assert.equal(
    rows.map(({ kind }) => kind).filter((kind) => !ASIDE.includes(kind)),
    ['checkout', 'checkin', 'checkin', 'entry-refused', 'visit'],
  )

  await house.startHub()
  await door.shows('door.ready', ({ frame }) => !frame.offline)
  await settled(house)
  assert.is((await disagreements(house)).join('; '), '')
  assert.equal(await arrivedOf(house, rows), rows)
  const inbox = await hubRecords(house).inbox()
  assert.equal(inbox.filter(isFact).slice(-3).map(itemIn), [
    `checkout ${SKY_SET}`,
    `checkin ${PAPPAN}`,
    `checkin ${GOSTA}`,
  ])
  assert.equal(
    inbox
      .filter(({ kind }) => kind === 'visit')
      .map(({ body }) => JSON.parse(body ?? '').offline),
    [true],
  )
  const places = await placesOf(house)
  assert.equal(
    [SKY_SET, PAPPAN, GOSTA].map((item) => places.get(item)),
    ['loan', 'shelf', 'shelf'],
  )
  for (const screen of [desk, door, chute]) await screen.close()
})

/** Those of the kiosk's rows that the hub has taken in, in the order it has them. */
const arrivedOf = async (house: House, rows: readonly KioskRow[]): Promise<KioskRow[]> => {
  const places = new Set(rows.map(({ epoch, seq }) => `${epoch}.${seq}`))
  const inbox = await hubRecords(house).inbox()
  return inbox
    .filter(({ epoch, seq }) => places.has(`${epoch}.${seq}`))
    .map(({ epoch, seq, kind }) => ({ epoch, seq, kind }))
}

const leave = async (desk: ScreenClient): Promise<void> => {
  desk.send({ do: 'finish' })
  await desk.shows('desk.finish')
  desk.send({ do: 'receipt', choice: 'none' })
  await desk.shows('desk.thanks')
}

/** The fire alarm is tried this often while the hub is gone: two rows each. */
const ALARMS = 3
/** Each in a branch of its own. */
const BLOWS = 4
const MOST_WRITES = 8

/**
 * Strikes the hub down at the nth write to its store after a batch has come, or at the latest when
 * that is committed and its ack is on the way. Resolves when it is gone. `started`: it is there.
 */
const strike = (
  { house, tap }: TappedHouse,
  { nth, started }: { nth: number; started: Promise<void> },
): Promise<unknown> =>
  new Promise((resolve) => {
    let writes = 0
    let hasCome = false
    const end = (): void => {
      watching.close()
      tap.onMessage = undefined
      resolve(started.then(() => house.hub.end('SIGKILL')))
    }
    const watching = watch(join(house.folder, 'hub', 'hub.sqlite-wal'), () => {
      if (!hasCome) return
      writes += 1
      if (writes === nth) end()
    })
    tap.onMessage = ({ from, channel }) => {
      if (`${from} ${channel}` === 'kiosk event') hasCome = true
      if (`${from} ${channel}` !== 'hub ack') return 'pass'
      end()
      return 'break'
    }
  })

const lend = async (house: House, desk: ScreenClient): Promise<void> => {
  await signIn(house, desk, { card: OMAR, task: 'borrow' })
  await lay(house, ...piecesOf(house, GOSTA))
  await desk.shows('desk.borrow', ({ view }) =>
    JSON.stringify(view).includes('"state":"lent'),
  )
  await liftAndSee(house, ...piecesOf(house, GOSTA))
  await leave(desk)
}

type Turn = { tapped: TappedHouse; desk: ScreenClient; isReturn: boolean }

/** Lends the book or takes it back while the hub is gone, and tries the fire alarm. */
const happenWithout = async ({ tapped: { house }, desk, isReturn }: Turn) => {
  const pieces = piecesOf(house, GOSTA)
  const item = GOSTA
  const screen = isReturn ? 'desk.return' : 'desk.borrow'
  if (isReturn) await choose(desk, 'return')
  else await signIn(house, desk, { card: AINO, task: 'borrow' })
  await desk.shows(screen)
  await house.hub.end('SIGKILL')
  await desk.shows(screen, ({ frame }) => frame.offline)
  await lay(house, ...pieces)
  if (isReturn) await row(desk, 'desk.return', { item, state: 'returned-later' })
  else await row(desk, 'desk.borrow', { item, state: 'lent-later' })
  await liftAndSee(house, ...pieces)
  await leave(desk)
  let alarms = 0
  const told = () =>
    journalOf(
      house,
      `has ${alarms} alarms`,
      ({ rows }) => rows.filter(({ kind }) => kind === 'fire').length === alarms,
    )
  while (alarms < 2 * ALARMS) {
    await house.branch.hand({ do: 'fire', on: alarms % 2 === 0 })
    alarms += 1
    await told()
  }
  return told()
}

const inBranch = async (nth: number, isReturn: boolean): Promise<void> => {
  await using tapped = await openTappedHouse()
  const { house } = tapped
  const desk = await house.screen('desk')
  if (isReturn) await lend(house, desk)
  const { rows } = await happenWithout({ tapped, desk, isReturn })
  const started = house.startHub()
  await strike(tapped, { nth, started })
  await house.startHub()
  await settled(house)
  assert.is((await disagreements(house)).join('; '), '')
  assert.equal(await arrivedOf(house, rows), rows)
  assert.is((await placesOf(house)).get(GOSTA) === 'loan', !isReturn)
  await desk.close()
}

through('loses and doubles nothing when it is killed while it takes in', async () => {
  const chance = chanceOf(seeded('hub killed while it takes in'))
  for (let n = 0; n < BLOWS; n++) await inBranch(1 + chance.below(MOST_WRITES), n % 2 === 1)
})

gone.run()
