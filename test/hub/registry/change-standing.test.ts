// Staff change a patron's standing, and the door decides by it at once.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { firstBroken, latest } from '../../../hub/commands/audit.ts'
import { changeStanding, standingChange } from '../../../hub/registry/change-standing.ts'
import { holdPin } from '../../../hub/registry/pin.ts'
import { createRegistry } from '../../../hub/registry/registry.ts'
import { KEY, openLibrary } from '../../support/library.ts'

const CARD = '21080000000015'
const TODAY = '2026-11-21'
const held = await holdPin('2468')
const everywhere = () => true

const opened = async () => {
  const library = await openLibrary()
  await library.patron(CARD, { ...held, agreements: [] })
  const { now } = library.at('svardsjo')
  const registry = createRegistry({
    ...{ store: library.store, key: KEY },
    alarms: { raise: () => {} },
  })
  const change = (asked: object, mayAt: (branch: string | null) => boolean = everywhere) =>
    changeStanding(
      library.store,
      { key: KEY, now },
      { who: 'karin.desk', change: standingChange.parse({ card: CARD, ...asked }), mayAt },
    )
  const isIn = async (): Promise<boolean> => {
    const at = library.at('svardsjo')
    return (await registry.enter({ card: CARD, pin: '2468', at: at.now }, at)).ok
  }
  return { ...library, change, isIn }
}

test('what staff sign, block, lift and revoke counts at the next card', async () => {
  await using hub = await opened()
  assert.is(await hub.isIn(), false)
  await hub.change({ do: 'sign', language: 'sv' })
  assert.is(await hub.isIn(), true)
  const blocked = await hub.change({ do: 'block', branch: 'svardsjo', ends: '2026-11-30' })
  assert.is(await hub.isIn(), false)
  const number = blocked.ok ? blocked.standing.blocks[0]?.number : 0
  await hub.change({ do: 'lift', number })
  assert.is(await hub.isIn(), true)
  await hub.change({ do: 'revoke' })
  assert.is(await hub.isIn(), false)
  const night = { from: '22:00', to: '04:00', note: 'Guards' }
  await hub.change({ do: 'allow', branch: 'svardsjo', ends: null, ...night })
  assert.is(await hub.isIn(), false, 'it is afternoon')
  await hub.change({ do: 'allow', branch: null, ends: TODAY })
  assert.is(await hub.isIn(), true)
})

test('it is answered as it is now, with days of today where none was told', async () => {
  await using hub = await opened()
  await hub.change({ do: 'sign', version: 2, guardian: TODAY })
  await hub.change({ do: 'withdraw-consent' })
  await hub.change({ do: 'set', category: 'adult', debt: 4500, extended: true })
  const told = await hub.change({ do: 'show' })
  assert.equal(told.ok && told.standing, {
    ...{ category: 'adult', debt: 4500, extended: true, hasPersonnummer: false },
    agreements: [
      {
        ...{ version: 2, language: null, signed: TODAY, revoked: null },
        ...{ guardian: TODAY, guardianRevoked: TODAY },
      },
    ],
    ...{ blocks: [], allowed: [] },
  })
})

test('whoever may do so at one branch changes and sees nothing of another’s (threat 29)', async () => {
  await using hub = await opened()
  const inMora = (branch: string | null) => branch === 'mora'
  const made = await hub.change({ do: 'block', branch: 'svardsjo', ends: null, note: 'x' })
  const number = made.ok ? made.standing.blocks[0]?.number : 0
  for (const asked of [
    { do: 'block', branch: 'svardsjo', ends: null },
    { do: 'block', branch: null, ends: null },
    { do: 'allow', branch: null, ends: null },
    { do: 'lift', number },
  ]) {
    const told = await hub.change(asked, inMora)
    assert.is(!told.ok && told.why, 'of-another', JSON.stringify(asked))
  }
  const shown = await hub.change({ do: 'show' }, inMora)
  assert.equal(shown.ok && shown.standing.blocks, [])
  const mine = await hub.change({ do: 'block', branch: 'mora', ends: null }, inMora)
  assert.is(mine.ok && mine.standing.blocks.length, 1)
})

test('what cannot be is refused, and nothing of it stands', async () => {
  await using hub = await opened()
  const rows: [asked: object, why: string][] = [
    [{ do: 'show', card: '21080000000999' }, 'unknown-card'],
    [{ do: 'lift', number: 77 }, 'no-entry'],
    [{ do: 'block', branch: 'atlantis', ends: null }, 'no-branch'],
    [{ do: 'block', branch: null, ends: '2026-11-20' }, 'ends-first'],
    [{ do: 'set', debt: 100, personnummer: '195704289998' }, 'no-personnummer'],
  ]
  for (const [asked, why] of rows) {
    const told = await hub.change(asked)
    assert.is(!told.ok && told.why, why)
  }
  const shown = await hub.change({ do: 'show' })
  assert.is(shown.ok && shown.standing.debt, 0)
})

test('who changed it stands in the audit, and of whom and why does not (threat 29)', async () => {
  await using hub = await opened()
  await hub.change({ do: 'block', branch: 'svardsjo', ends: null, note: 'Threw a chair' })
  await hub.change({ do: 'set', personnummer: '195704289999' })
  const rows = await latest(hub.store, { limit: 10 })
  assert.equal(
    rows.map(({ who, branch, what }) => [who, branch, JSON.parse(what).do]),
    [
      ['karin.desk', '*', 'standing-set'],
      ['karin.desk', 'svardsjo', 'standing-block'],
    ],
  )
  assert.not.match(JSON.stringify(rows), /chair|2108|1957/)
  assert.is(await firstBroken(hub.store), undefined)
})

test.run()
