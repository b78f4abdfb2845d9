// The hub's certificates as others read them: Node and, where it stands for Mosquitto, OpenSSL (E9).
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { appendFile, mkdtemp, readdir, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openAuthority } from '../../../hub/identity/authority.ts'
import type { Register } from '../../../hub/identity/register.ts'
import { readRequest } from '../../../hub/identity/x509.ts'
import { requestOf, withdrawnIn } from '../../support/certificates.ts'
import { needing } from '../../support/packages.ts'

type Context = { folder: string }
const authority = suite<Context>('the authority')

const NOW = Date.UTC(2026, 10, 26, 12)
const DAY_MS = 24 * 60 * 60_000
const AT = { consortium: 'dalarna', branch: 'svardsjo', kiosk: 'svardsjo-1' }

authority.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'b24-authority-'))
})
authority.after.each(({ folder }) => rm(folder, { recursive: true }))

const open = ({ folder }: Context, now = NOW) =>
  openAuthority({ folder, consortium: 'dalarna', now: () => now })

const openssl = (folder: string, ...words: string[]): string => {
  const { status, stdout, stderr } = spawnSync('/usr/bin/openssl', words, {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? stdout : `exit ${status}: ${stderr}`
}

const certified = async (context: Context, subject = 'CN=kiosk') => {
  const { request } = await requestOf(subject)
  const answer = await (await open(context)).forKiosk(AT, request)
  if (!answer.ok) throw new Error(answer.reason)
  return answer
}

authority(
  'gives a kiosk the name the hub knows it by, whatever it asks for (E9)',
  async (context) => {
    const { certificate } = await certified(context, 'CN=evil/#, O=+')
    const read = new X509Certificate(certificate)
    assert.is(read.subject, 'CN=svardsjo-1')
    assert.is(read.subjectAltName, 'URI:urn:b24:dalarna:svardsjo:svardsjo-1')
    assert.equal(
      read.keyUsage,
      ['1.3.6.1.5.5.7.3.2'],
      'client authentication and nothing else',
    )
    assert.not(read.ca)
  },
)

authority(
  'counts a certificate from the day before, for ninety days (fault 15)',
  async (context) => {
    const { certificate, notAfter } = await certified(context)
    const read = new X509Certificate(certificate)
    assert.is(Date.parse(read.validFrom), NOW - DAY_MS)
    assert.is(Date.parse(read.validTo), NOW + 90 * DAY_MS)
    assert.is(notAfter, NOW + 90 * DAY_MS)
  },
)

authority(
  'refuses a request whose key is of another kind, or not its own',
  async (context) => {
    const rsa = await requestOf('CN=kiosk', {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    })
    const opened = await open(context)
    assert.equal(await opened.forKiosk(AT, rsa.request), { ok: false, reason: 'not-p256' })
    const { request } = await requestOf('CN=kiosk')
    const bytes = Buffer.from(request.replaceAll(/-----.*-----|\s/g, ''), 'base64')
    // The last byte belongs to the signature.
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----`
    assert.equal(await opened.forKiosk(AT, forged), {
      ok: false,
      reason: 'not-signed-by-its-key',
    })
    assert.equal(await opened.register.all(), [])
  },
)

authority('reads any text as a request without throwing', async () => {
  const { request } = await requestOf('CN=kiosk')
  const anything = fc.oneof(
    fc.string(),
    fc.string({ minLength: 9000, maxLength: 9000 }),
    fc.nat(request.length).map((cut) => request.slice(0, cut)),
    fc
      .tuple(fc.nat(request.length - 1), fc.string({ minLength: 1, maxLength: 3 }))
      .map(([at, other]) => request.slice(0, at) + other + request.slice(at + 1)),
  )
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      const read = await readRequest(text)
      assert.type(read.ok, 'boolean')
    }),
    { numRuns: 300 },
  )
})

needing(authority, 'openssl')(
  'is believed by OpenSSL, for its broker, its hub and its kiosks',
  async (context) => {
    const opened = await open(context, Date.now())
    const { request } = await requestOf('CN=kiosk')
    const kiosk = await opened.forKiosk(AT, request)
    if (!kiosk.ok) throw new Error(kiosk.reason)
    const server = await opened.forServer(['hub.example', '192.0.2.7', '::1'])
    const hub = await opened.forHub()
    const all = { kiosk, server, hub }
    for (const [name, { certificate }] of Object.entries(all)) {
      await writeFile(join(context.folder, `${name}.crt`), certificate)
      const purpose = name === 'server' ? 'sslserver' : 'sslclient'
      const said = openssl(
        context.folder,
        'verify',
        '-x509_strict',
        '-purpose',
        purpose,
        '-CAfile',
        'ca.crt',
        `${name}.crt`,
      )
      assert.is(said, `${name}.crt: OK\n`)
    }
    const names = openssl(
      context.folder,
      'x509',
      '-in',
      'server.crt',
      '-noout',
      '-ext',
      'subjectAltName',
    )
    assert.match(names, 'DNS:hub.example, IP Address:192.0.2.7, IP Address:0:0:0:0:0:0:0:1')
  },
)

needing(authority, 'openssl')(
  'tells OpenSSL which kiosks it has withdrawn (E9)',
  async (context) => {
    const opened = await open(context, Date.now())
    const [lost, kept] = [await requestOf('CN=a'), await requestOf('CN=b')]
    const withdrawn = await opened.forKiosk(AT, lost.request)
    const other = await opened.forKiosk({ ...AT, kiosk: 'svardsjo-2' }, kept.request)
    if (!withdrawn.ok || !other.ok) throw new Error('no certificate')
    assert.is(await opened.register.withdraw('svardsjo-1', Date.now()), 1)
    assert.is(await opened.register.withdraw('svardsjo-1', Date.now()), 0, 'once')
    await writeFile(join(context.folder, 'crl.pem'), await opened.withdrawn())
    await writeFile(join(context.folder, 'lost.crt'), withdrawn.certificate)
    await writeFile(join(context.folder, 'kept.crt'), other.certificate)
    const check = (name: string) =>
      openssl(
        context.folder,
        'verify',
        '-crl_check',
        '-CAfile',
        'ca.crt',
        '-CRLfile',
        'crl.pem',
        name,
      )
    assert.match(check('lost.crt'), 'certificate revoked')
    assert.is(check('kept.crt'), 'kept.crt: OK\n')
  },
)

authority(
  'keeps what has expired out of the list, so that it never grows',
  async (context) => {
    await certified(context)
    const first = await open(context)
    await first.register.withdraw('svardsjo-1', NOW)
    assert.is(withdrawnIn(await first.withdrawn()), 1)
    const later = await open(context, NOW + 91 * DAY_MS)
    assert.is(withdrawnIn(await later.withdrawn()), 0)
  },
)

authority(
  'is the same after a restart, and is made anew when its making was cut short',
  async (context) => {
    const first = await open(context)
    assert.is((await open(context)).certificate, first.certificate)
    await unlink(join(context.folder, 'ca.crt'))
    assert.is.not((await open(context)).certificate, first.certificate)
  },
)

authority(
  'is one, however many make it at the same time: a hub and the command beside it',
  async (context) => {
    const all = await Promise.all(Array.from({ length: 8 }, () => open(context)))
    const again = await open(context)
    assert.equal(
      all.map(({ certificate }) => certificate),
      all.map(() => again.certificate),
    )
    assert.equal((await readdir(context.folder)).sort(), ['ca.crt', 'ca.key'])
  },
)

authority('refuses a key that is not its certificate’s', async (context) => {
  await open(context)
  const other = await open({ folder: join(context.folder, 'other') })
  await writeFile(join(context.folder, 'ca.crt'), other.certificate)
  const said = await open(context).then(
    () => 'opened',
    (error: Error) => error.message,
  )
  assert.match(said, 'do not belong together')
})

const registerIn = ({ folder }: Context): string => join(folder, 'certificates.jsonl')

const readOf = ({ all }: Register): Promise<string> =>
  all().then(
    (certificates) => `read ${certificates.length}`,
    (error: Error) => error.message,
  )

authority(
  'does not pass over a line of its register that it cannot read',
  async (context) => {
    const { register } = await open(context)
    const before = await register.version()
    await certified(context)
    assert.is.not(await register.version(), before)
    await appendFile(registerIn(context), '{"withdrawn":"12"}\n')
    assert.match(
      await readOf(register),
      /certificates\.jsonl line 2 cannot be read: restore it/,
    )
  },
)

authority('goes on after a line that a power cut has torn (fault 4)', async (context) => {
  const { register } = await open(context)
  const [kiosk, notAfter] = ['svardsjo-1', 2]
  await register.issued({ serial: 'aa', kiosk, notAfter })
  const line = JSON.stringify({ withdrawn: 'aa', at: 1 })
  for (let length = 1; length < line.length; length += 1) {
    await appendFile(registerIn(context), line.slice(0, length))
    const serial = `bb${length + 100}`
    await register.issued({ serial, kiosk, notAfter })
    const of = await register.all()
    assert.is(of.at(-1)?.serial, serial)
    assert.is(of.length, length + 1)
    assert.ok(of.every(({ withdrawn }) => withdrawn === undefined))
  }
  await register.withdraw(kiosk, 3)
  assert.ok((await register.all()).every(({ withdrawn }) => withdrawn === 3))
})

authority.run()
