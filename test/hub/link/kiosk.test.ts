// The kiosk's real link and journal against the real hub: what one says the other understands.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Journal, openJournal } from '../../../device/journal/journal.ts'
import { type Link, openLink, type Traffic } from '../../../device/link/link.ts'
import { silent } from '../../../device/log.ts'
import type { KioskConfiguration } from '../../../hub/protocol/configuration.ts'
import {
  addressOf,
  THURSDAY_EVENING as at,
  secretOf,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts'
import { until } from '../../support/until.ts'

type Kiosk = { link: Link; journal: Journal }

const withKiosk = async (
  hub: TestHub,
  run: (kiosk: Kiosk) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-kiosk-'))
  const journal = await openJournal(join(folder, 'journal.sqlite'))
  const link = await openLink({
    at: addressOf('svardsjo-1'),
    url: hub.mqtt,
    secret: secretOf('svardsjo-1'),
    journal,
    clock: { now: () => at },
    log: silent,
    // No chance in a test: it comes back at once.
    random: () => 0,
  })
  try {
    await run({ link, journal })
  } finally {
    await link[Symbol.asyncDispose]()
    await journal[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
}

const online = ({ link }: Kiosk, wanted: boolean) =>
  until({ now: () => link.online, onChange: link.onOnline }, `online ${wanted}`, (is) => {
    return is === wanted
  })

/** Resolves once the hub has acknowledged up to this row. */
const acknowledged = ({ link }: Kiosk, seq: number) => {
  let upTo = 0
  const onChange = (listener: () => void) =>
    link.observe(({ channel, last = 0 }: Traffic) => {
      if (channel === 'ack') upTo = last
      listener()
    })
  return until({ now: () => upTo, onChange }, `ack of ${seq}`, (now) => now >= seq)
}

test('they ask and answer, and the configuration arrives', async () => {
  await using hub = await startTestHub()
  await withKiosk(hub, async (kiosk) => {
    let told: KioskConfiguration | undefined
    const onChange = (listener: () => void) =>
      kiosk.link.onConfiguration((configuration) => {
        told = configuration
        listener()
      })
    await until({ now: () => told, onChange }, 'configured', (now) => now !== undefined)
    assert.is(told?.branch.name, 'Svärdsjö bibliotek')
    await online(kiosk, true)
    const item = { item: { id: '31080000000013', owner: null } }
    const asked = await kiosk.link.ask('desk', 'item', item)
    assert.is(asked.ok && asked.answer.ok && asked.answer.title, 'Gösta Berlings saga')
  })
})

test('the hub goes and comes back: what was journalled meanwhile arrives once', async () => {
  await using hub = await startTestHub()
  await withKiosk(hub, async (kiosk) => {
    const { journal } = kiosk
    const visit = () => journal.append({ kind: 'visit', at, patron: 'patron-key-0001' })
    await online(kiosk, true)
    const first = acknowledged(kiosk, 1)
    await visit()
    await first
    const gone = online(kiosk, false)
    await hub.stop()
    await gone
    for (let n = 0; n < 5; n += 1) await visit()
    assert.is(await journal.unsent(), 5)
    const rest = acknowledged(kiosk, 6)
    await hub.start()
    await rest
    await hub.inspect(async ({ db }) => {
      const counted = await db.selectFrom('visit_count').select('count').execute()
      assert.equal(counted, [{ count: 6 }])
    })
  })
})

test.run()
