// Why a kiosk has no connection, in the words of whoever must mend it: real handshakes with a server
// whose certificate is of another time (fault 15, E13), and files that are not there.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dialSecurely } from '../../../device/link/dial.ts'
import { troubleOf } from '../../../device/link/trouble.ts'
import { openAuthority } from '../../../hub/identity/authority.ts'

type Context = { folder: string }
const trouble = suite<Context>('trouble with the line')

const DAY_MS = 24 * 60 * 60_000

trouble.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'b24-trouble-'))
})
trouble.after.each(({ folder }) => rm(folder, { recursive: true }))

/** The kiosk's authority and papers are of today, the server's certificate so many days from it. */
const dialledAt = async (
  { folder }: Context,
  days: number,
): Promise<string | undefined> => {
  const now = () => Date.now()
  const today = await openAuthority({ folder, consortium: 'dalarna', now })
  const then = () => Date.now() + days * DAY_MS
  const other = await openAuthority({ folder, consortium: 'dalarna', now: then })
  const papers = await today.toPush('svardsjo-1')
  const [certificate, key] = [join(folder, 'kiosk.crt'), join(folder, 'kiosk.key')]
  await writeFile(certificate, papers.certificate)
  await writeFile(key, papers.key)
  const { certificate: cert, key: serverKey } = await other.forServer(['127.0.0.1'])
  const server = createServer({ cert, key: serverKey }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const files = { ca: join(folder, 'ca.crt'), certificate, key }
  const stream = dialSecurely(files)(new URL(`mqtts://127.0.0.1:${port}`))
  const code = await new Promise<string | undefined>((resolve) => {
    stream.once('secureConnect', () => resolve(undefined))
    stream.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
  stream.destroy()
  server.close()
  return code
}

trouble('a certificate not yet in force, or no longer, is the clock', async (context) => {
  assert.is(await dialledAt(context, 0), undefined)
  for (const days of [10, -100]) {
    const code = await dialledAt(context, days)
    assert.is(troubleOf(code), 'clock', String(code))
  }
})

trouble(
  'a kiosk whose files are gone or torn tries on, and does not stop',
  async ({ folder }) => {
    const absent = join(folder, 'absent')
    const files = { ca: absent, certificate: absent, key: absent }
    const stream = dialSecurely(files)(new URL('mqtts://127.0.0.1:1'))
    const [error] = await once(stream, 'error')
    assert.is(troubleOf(error.code), 'certificate')
    await writeFile(absent, 'torn')
    const [torn] = await once(dialSecurely(files)(new URL('mqtts://127.0.0.1:1')), 'error')
    assert.is(troubleOf(torn.code), 'certificate', String(torn.code))
  },
)

trouble('the hub’s refusals and what is no more than the network are told apart', () => {
  assert.is(troubleOf(0x87), 'refused')
  assert.is(troubleOf('ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'), 'certificate')
  assert.is(troubleOf('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'), 'certificate')
  assert.is(troubleOf('ECONNREFUSED'), 'network')
  assert.is(troubleOf(undefined), 'network')
})

trouble('a hub that stops or has too much to do has refused nobody', () => {
  // MQTT 5 §3.2.2.2 and §3.14.2.1: unavailable, busy, shutting down, too many connections a second.
  for (const code of [0x88, 0x89, 0x8b, 0x9f])
    assert.is(troubleOf(code), 'hub-away', code.toString(16))
  // Another took the place, or an operator ended it: somebody must look.
  for (const code of [0x8e, 0x98]) assert.is(troubleOf(code), 'refused', code.toString(16))
})

trouble.run()
