// Way 1: a card at the door. Reader bytes → card → PIN → sealed ask → decision → lock → journal → hub.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'
import type { ScreenClient } from '../support/screen.ts'

const door = suite('a card at the door')
const through = needing(door, 'socat')

const PIN = '2468'
const AINO = '21080000000015'
const OMAR = '21080000000023'

const knock = async (house: House, screen: ScreenClient, card: string, pin = PIN) => {
  await house.branch.hand({ do: 'hold-card', at: 'door', number: card })
  await screen.shows('door.pin')
  screen.send({ do: 'pin', digits: pin })
}

const isVisit = ({ kind }: InboxRow): boolean => kind === 'visit'

/** The door has told this so many times. */
const told = (what: string, times: number) => (rows: readonly InboxRow[]) =>
  rows.filter(({ kind, body }) => kind === 'door' && JSON.parse(body ?? '').what === what)
    .length >= times

through('lets patrons of two members in, and relocks when the door closes', async () => {
  await using house = await openHouse()
  const screen = await house.screen('door')
  const records = hubRecords(house)
  for (const [index, card] of [AINO, OMAR].entries()) {
    await screen.shows('door.ready')
    await knock(house, screen, card)
    await house.branchIs('the lock is released', ({ door }) => door.lock === 'released')
    await screen.shows('door.granted')
    await house.branch.hand({ do: 'open-door' })
    await records.has('the door opened', told('opened', index + 1))
    await house.branch.hand({ do: 'close-door' })
    await house.branchIs('the lock is secured', ({ door }) => door.lock === 'secured')
  }
  await records.has('both visits', (rows) => rows.filter(isVisit).length === 2)
  await screen.close()
})

/** Who, with which PIN; what staff may know. The street hears one sentence. */
const REFUSED = [
  { who: 'a wrong PIN', card: AINO, pin: '1357', reason: 'wrong-pin' },
  { who: 'an unknown card', card: '21080000000064', pin: PIN, reason: 'unknown-card' },
  { who: 'a blocked card', card: '21080000000056', pin: PIN, reason: 'blocked' },
  { who: 'no agreement', card: '21080000000031', pin: PIN, reason: 'no-agreement' },
  { who: 'fifteen years', card: '21080000000049', pin: PIN, reason: 'under-age' },
] as const

const refusedFor = (reason: string) => (rows: readonly InboxRow[]) =>
  rows.some(
    ({ kind, body }) =>
      kind === 'entry-refused' && JSON.parse(body ?? '').reason === reason,
  )

through('refuses each for its own reason and tells the street nothing', async () => {
  await using house = await openHouse()
  const screen = await house.screen('door')
  const records = hubRecords(house)
  await screen.shows('door.ready')
  for (const { who, card, pin, reason } of REFUSED) {
    await knock(house, screen, card, pin)
    const { view } = await screen.shows('door.refused')
    assert.equal(view, { screen: 'door.refused' }, who)
    await records.has(reason, refusedFor(reason))
  }
  await house.visitAt('2026-11-19T23:30:00+01:00')
  await knock(house, screen, OMAR)
  await screen.shows('door.refused')
  await records.has('closed', refusedFor('closed'))
  assert.is(house.branch.state().door.lock, 'secured')
  assert.is(house.branch.state().inside, 0)
  await screen.close()
})

through('says where to go and opens the way in a fire', async () => {
  await using house = await openHouse()
  const screen = await house.screen('door')
  await screen.shows('door.ready')
  await house.branch.hand({ do: 'fire', on: true })
  await screen.shows('door.ready', ({ overlay }) => overlay?.kind === 'evacuation')
  await house.branchIs('the lock is released', ({ door }) => door.lock === 'released')
  await house.branch.hand({ do: 'open-door' })
  await house.branch.hand({ do: 'fire', on: false })
  await screen.shows('door.after-fire', ({ overlay }) => overlay === null)
  await house.branch.hand({ do: 'turn-key' })
  await screen.shows('door.ready')
  await screen.close()
})

through(
  'tells staff of a bolt that is jammed and of whoever slips in, and keeps nobody out',
  async () => {
    await using house = await openHouse()
    const screen = await house.screen('door')
    const records = hubRecords(house)
    await screen.shows('door.ready')
    await knock(house, screen, AINO)
    await house.branchIs('the bolt is drawn', ({ door }) => door.bolt === 'drawn')
    await house.branch.hand({ do: 'jam-bolt', on: true })
    await house.branch.hand({ do: 'open-door' })
    // Svärdsjö lets a patron bring three.
    for (let n = 0; n < 4; n++) await house.branch.hand({ do: 'slip-in' })
    await records.has('the door opened', told('opened', 1))
    await house.branch.hand({ do: 'close-door' })
    await records.has('more came in than she may bring', (rows) =>
      rows.some(({ kind }) => kind === 'tail-gate'),
    )
    await records.has('the lock did not hold', (rows) =>
      rows.some(({ kind, body }) => kind === 'door-trouble' && /lock-dis/.test(body ?? '')),
    )
    await house.branch.hand({ do: 'jam-bolt', on: false })
    await records.has('five are inside', (rows) =>
      rows.some(({ kind, body }) => kind === 'counted' && /"inside":5/.test(body ?? '')),
    )
    await knock(house, screen, OMAR)
    await screen.shows('door.granted')
    await screen.close()
  },
)

door.run()
