// A certificate that ends is an alarm long before its kiosk stands outside (fault 48).
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openAlarms } from '../../../hub/alarms/alarms.ts'
import { watchExpiry } from '../../../hub/identity/expiry.ts'
import { openRegister } from '../../../hub/identity/register.ts'
import { openStore } from '../../../hub/store/store.ts'

type Context = { folder: string }
const expiry = suite<Context>('certificates that end')

const NOW = Date.UTC(2026, 10, 28)
const DAY_MS = 24 * 60 * 60_000
const KIOSKS = ['svardsjo-1', 'svardsjo-2', 'mora-1']
const log = pino({ enabled: false })

expiry.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'b24-expiry-'))
})
expiry.after.each(({ folder }) => rm(folder, { recursive: true }))

expiry(
  'are an alarm for their last thirty days, and until there is another',
  async ({ folder }) => {
    const store = await openStore(join(folder, 'hub.sqlite'))
    const alarms = openAlarms(store, log)
    const register = openRegister(join(folder, 'certificates.jsonl'))
    const issued = (serial: string, kiosk: string, day: number) =>
      register.issued({ serial, kiosk, notAfter: NOW + (day + 90) * DAY_MS })
    let day = 0
    const now = () => NOW + day * DAY_MS
    const watching = () => watchExpiry({ register, kiosks: KIOSKS, alarms, log, now })
    const due = async (): Promise<string[]> =>
      (await alarms.open()).map(({ kiosk, kind }) => `${kiosk} ${kind}`).sort()

    await issued('01', 'svardsjo-1', 0)
    await issued('02', 'svardsjo-2', 0)
    await issued('03', 'elsewhere', 0)
    const watch = await watching()
    day = 59
    await watch.look()
    assert.equal(await due(), [], 'and a kiosk that never had one is none')
    day = 61
    await watch.look()
    await watch.look()
    const both = ['svardsjo-1 certificate-ends', 'svardsjo-2 certificate-ends']
    assert.equal(await due(), both)
    assert.equal(
      (await alarms.open()).map(({ count }) => count),
      [1, 1],
      'told once',
    )
    await issued('04', 'svardsjo-1', day)
    await watch.look()
    assert.equal(await due(), ['svardsjo-2 certificate-ends'])
    await watch[Symbol.asyncDispose]()
    // A hub that starts anew goes on with what stands.
    await register.withdraw('svardsjo-2', now())
    await using again = await watching()
    assert.equal(await due(), [], 'who was shut out needs none')
    day = 200
    await again.look()
    assert.equal(await due(), ['svardsjo-1 certificate-ends'], 'and when it has ended')
    await alarms[Symbol.asyncDispose]()
    await store.close()
  },
)

expiry.run()
