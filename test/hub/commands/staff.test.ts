// Commands from staff on their whole way: over the API, through a broker, to a kiosk's link, and back.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startCommands } from '../../../device/commands/commands.ts'
import { openJournal } from '../../../device/journal/journal.ts'
import { openLink } from '../../../device/link/link.ts'
import { silent } from '../../../device/log.ts'
import type { AuditPage, CommandAnswer } from '../../../hub/api/client.ts'
import { firstBroken } from '../../../hub/commands/audit.ts'
import type { CommandRefusal, Order, Outcome } from '../../../hub/protocol/command.ts'
import type { KioskConfiguration } from '../../../hub/protocol/configuration.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import {
  addressOf,
  THURSDAY_EVENING as at,
  type KioskName,
  secretOf,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts'
import { listening, type Told } from '../../support/listening.ts'
import { until } from '../../support/until.ts'
import { openVoice, rows } from '../../support/voice.ts'

type Kiosk = AsyncDisposable & {
  orders: Order[]
  configured: Told<KioskConfiguration>
}

/** The kiosk's real journal, link and commands; its door is a list, and answers so. */
const openKiosk = async (
  hub: TestHub,
  kiosk: KioskName,
  outcome: Outcome = { is: 'done' },
): Promise<Kiosk> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-commands-'))
  const journal = await openJournal(join(folder, 'journal.sqlite'))
  const clock = { now: () => at }
  const link = await openLink({
    at: addressOf(kiosk),
    url: hub.mqtt,
    secret: secretOf(kiosk),
    journal,
    clock,
    log: silent,
    random: () => 0,
  })
  const orders: Order[] = []
  const commands = startCommands({
    at: addressOf(kiosk),
    link,
    journal,
    clock,
    log: silent,
    carryOut: async (_id, order) => {
      orders.push(order)
      return outcome
    },
  })
  const configured = listening<KioskConfiguration>()
  link.onConfiguration(configured.tell)
  const isOnline = { now: () => link.online, onChange: link.onOnline }
  await until(isOnline, `${kiosk} online`, (is) => is)
  await configured.next()
  await hub.logged(`"kiosk":"${kiosk}","status":"ready","epoch":${journal.epoch}`)
  return {
    orders,
    configured,
    [Symbol.asyncDispose]: async () => {
      commands[Symbol.dispose]()
      await link[Symbol.asyncDispose]()
      await journal[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

type Answered = {
  status: number
  body: CommandAnswer & { title?: string; errors?: unknown }
}

const ask = async (
  hub: TestHub,
  body: object,
  headers: Record<string, string>,
): Promise<Answered> => {
  const response = await fetch(`${hub.http}/api/branches/svardsjo/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answered['body'] }
}

const why = 'the plumber is at the door'
const ONE = { kiosk: 'svardsjo-1', why }

test('staff let one in: written down, signed, done, and the answer says so', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openKiosk(hub, 'svardsjo-1')
  const token = await hub.bearer({ branches: ['svardsjo'], may: ['let-in'] })
  const { status, body } = await ask(hub, { do: 'let-in', ...ONE }, token)
  assert.is(status, 200)
  assert.equal(body.results, [{ kiosk: 'svardsjo-1', is: 'done' }])
  assert.equal(kiosk.orders, [{ do: 'let-in' }])
  const all = await hub.bearer({ may: ['audit'] })
  const page = (await (
    await fetch(`${hub.http}/api/audit?branch=svardsjo`, { headers: all })
  ).json()) as AuditPage
  assert.is(page.broken, null)
  assert.equal(
    page.rows.map(({ who, what, why: said, outcome }) => [who, what.do, said, outcome]),
    [
      ['token-1', 'let-in', why, 'done'],
      ['token-1', 'let-in', why, null],
    ],
  )
})

test('asked for again by the same id it is one command, and of another it is refused', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openKiosk(hub, 'svardsjo-1')
  const token = await hub.bearer()
  const wanted = { do: 'let-in', id: 'asked-once-0001', ...ONE }
  const first = await ask(hub, wanted, token)
  assert.equal(await ask(hub, wanted, token), first)
  assert.is(kiosk.orders.length, 1)
  const other = await ask(hub, { ...wanted, do: 'hold-open' }, token)
  assert.is(other.status, 409)
})

test('what the kiosk refuses or does not know, staff hear with the reason', async () => {
  await using hub = await startTestHub()
  await using _one = await openKiosk(hub, 'svardsjo-1', { is: 'refused', reason: 'fire' })
  await using _two = await openKiosk(hub, 'svardsjo-2', { is: 'unsupported' })
  const token = await hub.bearer()
  const one = await ask(hub, { do: 'let-in', ...ONE }, token)
  const wanted = { kiosk: 'svardsjo-1', is: 'refused', reason: 'fire' }
  assert.equal(one.body.results, [wanted])
  const two = await ask(hub, { do: 'let-in', kiosk: 'svardsjo-2', why }, token)
  assert.equal(two.body.results, [{ kiosk: 'svardsjo-2', is: 'unsupported' }])
})

test('a kiosk that is not there is not reachable, and hears of it never (fault 31)', async () => {
  await using hub = await startTestHub()
  const token = await hub.bearer()
  const { body } = await ask(hub, { do: 'let-in', ...ONE }, token)
  assert.equal(body.results, [{ kiosk: 'svardsjo-1', is: 'not-reachable' }])
  await using kiosk = await openKiosk(hub, 'svardsjo-1')
  await ask(hub, { do: 'end', why }, token)
  assert.equal(kiosk.orders, [{ do: 'end' }])
})

test('of several kiosks it must be said which', async () => {
  await using hub = await startTestHub()
  const { status, body } = await ask(hub, { do: 'let-in', why }, await hub.bearer())
  assert.is(status, 422)
  const expected = 'expected one of svardsjo-1, svardsjo-2'
  assert.equal(body.errors, [{ at: 'kiosk', expected }])
})

test('a door is held open for four hours at most, and no longer than staff are there', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openKiosk(hub, 'svardsjo-1')
  const token = await hub.bearer()
  const hold = { do: 'hold-open', ...ONE, minutes: 240 }
  await ask(hub, hold, token)
  // Half an hour before staff go.
  hub.clock.set(Date.parse('2026-11-19T13:30:00+01:00'), 0)
  const { body } = await ask(hub, hold, token)
  const [free, staffed] = kiosk.orders
  assert.equal(free, { do: 'hold-open', ms: 240 * 60_000 })
  assert.ok(staffed?.do === 'hold-open' && staffed.ms <= 240 * 60_000)
  assert.ok(Date.parse(body.until ?? '') > hub.clock.now())
  const long = await ask(hub, { ...hold, minutes: 241 }, token)
  assert.is(long.status, 422)
})

test('a pause and a lockdown reach each kiosk as its hours, and hold over a restart of the hub', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openKiosk(hub, 'svardsjo-1')
  const token = await hub.bearer()
  const paused = await ask(hub, { do: 'pause', why: 'youths in the foyer' }, token)
  assert.is(paused.body.until, '2026-11-20T03:00:00.000Z', 'until four in the morning')
  const told = await kiosk.configured.next()
  const [override] = told.calendar?.overrides ?? []
  assert.is(override?.kind, 'paused')
  assert.match(await (await fetch(hub.http)).text(), 'Meröppet pausat')
  await ask(hub, { do: 'lockdown', why: 'police ask for it' }, token)
  await kiosk.configured.next()
  assert.equal(kiosk.orders, [{ do: 'end' }], 'and no door is held open any more')
  await hub.stop()
  await hub.start()
  assert.match(await (await fetch(hub.http)).text(), 'Ingen släpps in')
  const again = await kiosk.configured.next()
  assert.equal(
    again.calendar?.overrides.map(({ kind }) => kind),
    ['paused', 'entry-lockdown'],
  )
  await ask(hub, { do: 'end', why: 'all is well again' }, token)
  const after = await kiosk.configured.next(({ version }) => version > again.version)
  assert.ok(after.calendar?.overrides.every(({ until: ends }) => ends !== null))
  assert.match(await (await fetch(hub.http)).text(), 'Öppet utan personal')
})

test('a time that is past, or none, is no end of a pause', async () => {
  await using hub = await startTestHub()
  const token = await hub.bearer()
  for (const wall of ['2026-11-19T19:59', '2026-02-30T12:00']) {
    const { status } = await ask(hub, { do: 'pause', why, until: wall }, token)
    assert.is(status, 422, wall)
  }
})

const UNFIT: [what: string, body: object, status: number][] = [
  ['no reason', { do: 'let-in', kiosk: 'svardsjo-1' }, 422],
  ['an empty reason', { do: 'let-in', kiosk: 'svardsjo-1', why: '   ' }, 422],
  ['a card number as reason', { do: 'let-in', ...ONE, why: 'card 2108 0000 0000 15' }, 422],
  ['an order nobody knows', { do: 'unlock-for-ever', ...ONE }, 422],
  ['a field nobody knows', { do: 'let-in', ...ONE, force: true }, 422],
  ['a kiosk of no branch', { do: 'let-in', kiosk: 'mora-1', why }, 404],
  ['too many bytes', { do: 'let-in', ...ONE, why: 'x'.repeat(3000) }, 413],
]

test('nothing is done for what is no command, and it says what is expected', async () => {
  await using hub = await startTestHub()
  const token = await hub.bearer()
  for (const [what, body, status] of UNFIT)
    assert.is((await ask(hub, body, token)).status, status, what)
  assert.is(await hub.inspect(({ db }) => rowsOf(db)), 0, 'nothing to account for')
})

const rowsOf = async (db: Parameters<Parameters<TestHub['inspect']>[0]>[0]['db']) =>
  (await db.selectFrom('audit').select('n').execute()).length

test('no token, a revoked one, and one for something else do nothing (threats 28, 29)', async () => {
  await using hub = await startTestHub()
  const wanted = { do: 'let-in', ...ONE }
  const statusOf = async (headers: Record<string, string>) =>
    (await ask(hub, wanted, headers)).status
  assert.is(await statusOf({}), 401)
  assert.is(await statusOf({ authorization: `Bearer b24_${'A'.repeat(43)}` }), 401)
  assert.is(await statusOf({ authorization: 'Basic YTpi' }), 401)
  assert.is(await statusOf(await hub.bearer({ branches: ['mora'] })), 403)
  assert.is(await statusOf(await hub.bearer({ may: ['pause'] })), 403)
  const page = { ...(await hub.bearer()), origin: 'http://evil.example' }
  assert.is(await statusOf(page), 403, 'no web page, whatever it knows')
  const audit = await hub.bearer({ may: ['let-in'] })
  const { status } = await fetch(`${hub.http}/api/audit`, { headers: audit })
  assert.is(status, 403)
})

test('a row of the audit cannot be changed, and one changed past the database is found (threat 29)', async () => {
  await using hub = await startTestHub()
  const token = await hub.bearer()
  for (const reason of ['one', 'two', 'three'])
    await ask(hub, { do: 'pause', why: `reason ${reason}` }, token)
  await hub.inspect(async (store) => {
    const { db } = store
    assert.is(await firstBroken(store), undefined)
    const change = db.updateTable('audit').set({ why: 'another' }).where('n', '=', 2)
    for (const meddling of [change, db.deleteFrom('audit').where('n', '=', 2)])
      try {
        await meddling.execute()
        assert.unreachable('the database lets it be changed')
      } catch (error) {
        assert.match(String(error), 'only added to')
      }
    for (const change of ['update', 'delete'])
      await sql.raw(`drop trigger audit_no_${change}`).execute(db)
    await change.execute()
    assert.is(await firstBroken(store), 2)
    await db.deleteFrom('audit').where('n', '=', 2).execute()
    assert.is(await firstBroken(store), 2)
  })
})

test('a command that was replayed or forged is an alarm, one refused for the fire is none (threat 21)', async () => {
  await using hub = await startTestHub()
  await using kiosk = await openVoice(hub.mqtt, 'svardsjo-1')
  const refused = (reason: CommandRefusal): KioskEvent => ({
    kind: 'command',
    at,
    id: null,
    do: null,
    outcome: { is: 'refused', reason },
  })
  await kiosk.batch(1, 1, rows(1, refused('fire')))
  await kiosk.batch(1, 2, rows(2, refused('replayed'), refused('not-signed')))
  // Told again they are the same rows.
  await kiosk.batch(1, 2, rows(2, refused('replayed'), refused('not-signed')))
  await hub.inspect(async ({ db }) => {
    const raised = db.selectFrom('alarm').select(['kind', 'detail', 'count'])
    assert.equal(await raised.where('kind', '=', 'command-refused').execute(), [
      { kind: 'command-refused', detail: 'not-signed', count: 2 },
    ])
  })
})

test.run()
