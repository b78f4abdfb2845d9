// What a kiosk makes of commands: each once and in its time, by the hub's signature and no other.
import fc from 'fast-check'
import { exportJWK, generateKeyPair } from 'jose'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startCommands } from '../../../device/commands/commands.ts'
import { readCommand, timeRefusal } from '../../../device/commands/judge.ts'
import { createTally } from '../../../device/commands/tally.ts'
import type { HeardCommand } from '../../../device/link/orders.ts'
import { silent } from '../../../device/log.ts'
import {
  type Command,
  MOST_VALID_MS,
  type Order,
  type Outcome,
} from '../../../hub/protocol/command.ts'
import type { KioskConfiguration } from '../../../hub/protocol/configuration.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { sign } from '../../../hub/protocol/signature.ts'
import { listening } from '../../support/listening.ts'

const AT = { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'svardsjo-1' }
const EPOCH = 7
const NOW = 1_790_000_000_000
const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
const { x = '' } = await exportJWK(publicKey)
const KID = 'hub-key-1'

let nonces = 0
const commandOf = (given: Partial<Command> = {}): Command => {
  nonces += 1
  return {
    to: AT,
    epoch: EPOCH,
    id: `command-${nonces}`,
    nonce: String(nonces).padStart(22, '0'),
    issued: NOW,
    notAfter: NOW + 8000,
    order: { do: 'let-in' },
    ...given,
  }
}

/** A kiosk whose hub says that it is `wire` at every asking, or says nothing. */
const open = (wire: number | 'silent' = NOW) => {
  const carriedOut: { id: string; order: Order }[] = []
  const rows = listening<KioskEvent>()
  const answers = listening<{ id: string; outcome: Outcome }>()
  let told: (heard: HeardCommand) => void = () => {}
  const running = startCommands({
    at: AT,
    link: {
      askTime: async () => {
        const at = performance.now()
        return wire === 'silent'
          ? undefined
          : { id: 'time-0001', clock: wire, wire, askedAt: at, heardAt: at }
      },
      done: async (id, outcome) => answers.tell({ id, outcome }),
      onCommand: (listener) => {
        told = listener
        return () => {}
      },
      onConfiguration: (listener) => {
        listener({ commandKeys: [{ kid: KID, x }] } as KioskConfiguration)
        return () => {}
      },
    },
    journal: {
      epoch: EPOCH,
      record: async (row) => {
        rows.tell(row)
        return 1
      },
    },
    carryOut: async (id, order) => {
      carriedOut.push({ id, order })
      return { is: 'done' }
    },
    clock: { now: () => NOW },
    log: silent,
  })
  return {
    running,
    carriedOut,
    rows,
    answers,
    hear: (heard: HeardCommand) => told(heard),
    give: async (command: Command, id = command.id) => {
      const signed = await sign(privateKey, KID, command)
      told({ ok: true, id, body: { signed } })
    },
  }
}

const reasonIn = async (rows: ReturnType<typeof open>['rows']): Promise<string> => {
  const row = await rows.next(
    (one) => one.kind === 'command' && one.outcome.is === 'refused',
  )
  return row.kind === 'command' && row.outcome.is === 'refused' ? row.outcome.reason : ''
}

test('a command of the hub is carried out, answered and written down', async () => {
  const kiosk = open()
  const command = commandOf()
  await kiosk.give(command)
  assert.equal(await kiosk.answers.next(), { id: command.id, outcome: { is: 'done' } })
  assert.equal(kiosk.carriedOut, [{ id: command.id, order: { do: 'let-in' } }])
  assert.equal(await kiosk.rows.next(), {
    kind: 'command',
    at: NOW,
    id: command.id,
    do: 'let-in',
    outcome: { is: 'done' },
  })
})

test('an order of tomorrow is unsupported, and the hub hears so', async () => {
  const kiosk = open()
  await kiosk.give(commandOf({ order: { do: 'water-the-plants', litres: 2 } }))
  assert.equal((await kiosk.answers.next()).outcome, { is: 'unsupported' })
  assert.equal(kiosk.carriedOut, [])
})

test('the same command given again is answered the same, and done once', async () => {
  const kiosk = open()
  const command = commandOf()
  await kiosk.give(command)
  await kiosk.give({ ...command, nonce: 'B'.repeat(22) })
  const first = await kiosk.answers.next()
  assert.equal(await kiosk.answers.next(), first)
  assert.is(kiosk.carriedOut.length, 1)
})

const REFUSED: [reason: string, spoil: (command: Command) => Command][] = [
  ['for-another', (one) => ({ ...one, to: { ...AT, kiosk: 'svardsjo-2' } })],
  ['for-another', (one) => ({ ...one, to: { ...AT, branch: 'mora' } })],
  ['for-another', (one) => ({ ...one, to: { ...AT, consortium: 'jamtland' } })],
  ['of-another-boot', (one) => ({ ...one, epoch: EPOCH + 1 })],
  ['too-late', (one) => ({ ...one, issued: NOW - 8001, notAfter: NOW - 1 })],
  ['too-early', (one) => ({ ...one, issued: NOW + 5000, notAfter: NOW + 6000 })],
  ['not-as-agreed', (one) => ({ ...one, notAfter: NOW + MOST_VALID_MS + 1 })],
]

for (const [reason, spoil] of REFUSED)
  test(`a command that is ${reason} is refused and written down (threats 20, 21)`, async () => {
    const kiosk = open()
    await kiosk.give(spoil(commandOf()))
    assert.is(await reasonIn(kiosk.rows), reason)
    assert.equal(kiosk.carriedOut, [])
  })

test('one whose outside says another id than its inside is refused', async () => {
  const kiosk = open()
  await kiosk.give(commandOf(), 'command-of-another')
  assert.is(await reasonIn(kiosk.rows), 'not-as-agreed')
})

test('one that is not signed, or kept, or opens nowhere is refused (threat 21, fault 30)', async () => {
  const kiosk = open()
  const { privateKey: foreign } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const forged = { signed: await sign(foreign, KID, commandOf()) }
  kiosk.hear({ ok: true, id: 'command-0001', body: forged })
  assert.is(await reasonIn(kiosk.rows), 'not-signed')
  kiosk.hear({ ok: true, id: 'command-0001', body: commandOf() })
  assert.is(await reasonIn(kiosk.rows), 'not-as-agreed')
  for (const reason of ['retained', 'not-sealed', 'of-another-boot'] as const) {
    kiosk.hear({ ok: false, reason })
    assert.is(await reasonIn(kiosk.rows), reason)
  }
  assert.equal(kiosk.carriedOut, [])
})

test('a hub that does not say what time it is has nothing done', async () => {
  const kiosk = open('silent')
  await kiosk.give(commandOf())
  const wanted = { is: 'refused', reason: 'no-hub-time' }
  assert.equal((await kiosk.answers.next()).outcome, wanted)
  assert.equal(kiosk.carriedOut, [])
})

test('played again it is refused, and what the hub is answered stays as it was (threat 21)', async () => {
  const kiosk = open()
  const command = commandOf()
  await kiosk.give(command)
  await kiosk.give(command)
  await kiosk.give(command)
  assert.is(await reasonIn(kiosk.rows), 'replayed')
  await kiosk.answers.next()
  await kiosk.give(commandOf())
  await kiosk.answers.next()
  assert.is(kiosk.answers.all.length, 2, 'no answer but to the two that were done')
  assert.is(kiosk.carriedOut.length, 2)
})

test('whoever sends ten thousand bad ones fills no disk', () => {
  const tally = createTally()
  let written = 0
  for (let n = 0; n < 10_000; n += 1) if (tally.take(n)) written += 1
  assert.is(written, 10)
  assert.ok(tally.take(10 * 60_000 + 1), 'and is told of again later')
})

const place = { at: AT, epoch: EPOCH }
const someTime = fc.integer({ min: NOW - 60_000, max: NOW + 60_000 })

test('never after its time, however late or early it is heard', () => {
  fc.assert(
    fc.property(someTime, fc.nat(MOST_VALID_MS), someTime, (issued, valid, latest) => {
      const notAfter = issued + valid
      const refused = timeRefusal({ issued, notAfter }, latest)
      assert.is(refused === undefined, issued <= latest && latest <= notAfter)
    }),
  )
})

test('never twice, in whatever order commands come and come again', () => {
  const commands = Array.from({ length: 5 }, () => commandOf())
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 40 }), (order) => {
      let remembered: readonly string[] = []
      const taken: string[] = []
      for (const one of order) {
        const command = commands[one]
        const id = command?.id ?? ''
        const read = readCommand(command, { id, place, remembered })
        if (!read.ok) continue
        remembered = read.remembered
        taken.push(read.command.nonce)
      }
      assert.is(new Set(taken).size, taken.length)
      assert.is(taken.length, new Set(order).size)
    }),
  )
})

test('whatever is signed, reading it never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      const read = readCommand(body, { id: 'command-0001', place, remembered: [] })
      assert.is(read.ok, false)
    }),
  )
})

test.run()
