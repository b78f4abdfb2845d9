// Every byte between a kiosk and the broker, and every line of the hub's log, during a visit with a
// loan and a return: no card number, PIN, name, title or item is among them.
import { connect, createServer, type Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listen } from '../../../hub/listen.ts'
import { addressOf, THURSDAY_EVENING as at, startTestHub } from '../../support/hub.ts'
import { openVoice, rows, type Voice } from '../../support/voice.ts'

const AINO = { card: '21080000000015', pin: '2468' }
const GOSTA = { id: '31080000000013', owner: 'SE-Falun' }
const NEVER = [AINO.card, AINO.pin, 'Aino', 'Lind', 'Gösta', 'Berling', GOSTA.id]

/** A wire with an ear on it: what passes is kept, both ways. */
const tapped = async (url: string) => {
  const passed: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: Number(new URL(url).port) })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {}).on('data', (chunk: Buffer) => passed.push(chunk))
      from.pipe(to)
    }
  })
  const port = await listen(server, { host: '127.0.0.1', port: 0, flag: 'none' })
  return {
    url: `mqtt://127.0.0.1:${port}`,
    bytes: () => Buffer.concat(passed).toString('utf8'),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A word may also hide in base64url, as the parts of a sealed body are. */
const unwrapped = (bytes: string): string =>
  [...bytes.matchAll(/[A-Za-z0-9_-]{16,}/g)]
    .map(([text]) => Buffer.from(text, 'base64url').toString('utf8'))
    .join(' ')

const visitWithLoan = async (kiosk: Voice): Promise<void> => {
  await kiosk.state('ready', 1)
  const entry = await kiosk.ask('entry', { ...AINO, at }, 'ask-entry')
  const who = await kiosk.ask('identify', AINO, 'ask-identify')
  if (!entry.ok || !who.ok) throw new Error('not let in')
  const { session, patron } = who
  const lend = { session, item: GOSTA, parts: 1 }
  const lent = await kiosk.ask('checkout', lend, 'ask-checkout')
  if (!lent.ok) throw new Error(lent.reason)
  await kiosk.ask('account', { session }, 'ask-account')
  await kiosk.ask('renew', { session, loan: null }, 'ask-renew')
  await kiosk.ask('item', { item: GOSTA }, 'ask-item')
  await kiosk.ask('end', { session }, 'ask-the-end')
  await kiosk.batch(
    1,
    1,
    rows(
      1,
      { kind: 'visit', at, patron },
      { kind: 'checkout', at, loan: lent.loan, item: GOSTA, patron, parts: 1 },
      { kind: 'checkin', at: at + 1, item: GOSTA, where: 'chute', bin: 1 },
    ),
  )
  const wrong = { seq: 4, event: { kind: 'checkin', at, item: GOSTA, where: AINO.card } }
  await kiosk.batch(1, 4, [wrong])
  await kiosk.say('ask', await kiosk.asking('checkout', AINO, 'ask-wrong'))
}

test('the broker and the log see nobody and no title', async () => {
  await using hub = await startTestHub()
  await using wire = await tapped(hub.mqtt)
  await using kiosk = await openVoice(wire.url, 'svardsjo-1')
  await visitWithLoan(kiosk)
  await hub.logged('set aside a message', 'checkout: wrong-shape at session')
  const bytes = wire.bytes()
  assert.match(bytes, `${addressOf('svardsjo-1').branch}/svardsjo-1/answer`)
  for (const word of NEVER) {
    assert.is(bytes.includes(word), false, `${word} passed the broker`)
    assert.is(unwrapped(bytes).includes(word), false, `${word} passed in base64`)
    assert.is(hub.log().includes(word), false, `${word} stands in the log`)
  }
  await hub.inspect(async ({ db }) => {
    const inbox = JSON.stringify(await db.selectFrom('inbox').selectAll().execute())
    const aside = await db.selectFrom('dead_letter').selectAll().execute()
    const kept = inbox + aside.map((row) => row.reason + Buffer.from(row.bytes)).join()
    for (const word of NEVER.slice(0, 6)) assert.is(kept.includes(word), false, word)
  })
})

test.run()
