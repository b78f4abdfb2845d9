// Certificates by hand, as an operator's terminal shows it (ux R116–R125; threats E9).
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closest } from '../../hub/certify/closest.ts'
import { issue } from '../../hub/certify/issue.ts'
import { list } from '../../hub/certify/list.ts'
import { openSite, type Site } from '../../hub/certify/site.ts'
import { withdraw } from '../../hub/certify/withdraw.ts'
import { requestOf } from '../support/certificates.ts'
import { b24, certify, type Ran, ran } from '../support/commands.ts'
import { folderWithFiles } from '../support/hub.ts'
import { needing } from '../support/packages.ts'

type Context = { folder: string; site: Site }
const command = suite<Context>('certificates by hand')

const DAY_MS = 24 * 60 * 60_000
const [ALPHA, BETA] = ['svardsjo-1', 'svardsjo-2'] as const

command.before.each(async (context) => {
  context.folder = await folderWithFiles()
  context.site = await openSite(join(context.folder, 'hub.json'), {})
})
command.after.each(({ folder }) => rm(folder, { recursive: true }))

const issueTo = (folder: string, request: string) =>
  certify(folder, ['issue', ALPHA, '--request', '-', '--json'], request)

const serialsOf = async (site: Site): Promise<unknown> => {
  const { certificates } = (await list(site, { kiosk: undefined, all: true })).json
  return Array.isArray(certificates) ? certificates.map(({ serial }) => serial) : undefined
}

const withOpenssl = needing(command, 'openssl')

withOpenssl(
  'certifies the key that a kiosk has made, which stays there',
  async ({ folder, site }) => {
    const { err } = await certify(folder, ['issue', ALPHA])
    const shown = err.split('\n').find((line) => line.trim().startsWith('openssl')) ?? ''
    // As it is shown, but for the kiosk's own folder.
    const words = shown.trim().replaceAll('/data/id/', '').split(' ').slice(1)
    assert.is(spawnSync('/usr/bin/openssl', words, { cwd: folder }).status, 0)
    const request = await readFile(join(folder, 'kiosk.csr'), 'utf8')
    const { code, out } = await issueTo(folder, request)
    assert.is(code, 0)
    const { kiosk, serial, files, schema } = JSON.parse(out)
    assert.equal(
      { schema, kiosk, of: Object.keys(files) },
      {
        schema: 1,
        kiosk: ALPHA,
        of: ['ca', 'certificate'],
      },
    )
    const certificate = await readFile(join(folder, files.certificate), 'utf8')
    const read = new X509Certificate(certificate)
    const ca = new X509Certificate(await readFile(join(folder, files.ca), 'utf8'))
    assert.is(read.subject, `CN=${ALPHA}`)
    assert.ok(read.verify(ca.publicKey))
    assert.is(read.serialNumber.toLowerCase(), serial)
    assert.equal(await serialsOf(site), [serial])
  },
)

command('makes a key here at a first set-up, and writes over nothing', async (context) => {
  const { folder, site } = context
  const words = ['issue', ALPHA, '--make-key']
  const first = await b24(['certificate', ...words], folder)
  assert.is(first.code, 0, first.err)
  assert.match(first.out, 'no authority yet')
  assert.match(first.out, 'Better is a key made on the kiosk')
  assert.match(first.err, /Next:\n.*kiosk\.key is the kiosk/)
  const key = join(folder, ALPHA, 'kiosk.key')
  assert.is((await stat(key)).mode & 0o777, 0o600)
  const before = await readFile(key, 'utf8')
  const again = await certify(folder, words)
  assert.is(again.code, 73)
  assert.match(again.err, 'choose another folder with --out')
  assert.is(await readFile(key, 'utf8'), before)
  assert.is(((await serialsOf(site)) as string[]).length, 1)
})

command('says which kiosks there are when a name is mistyped', async ({ folder, site }) => {
  const { code, out, err } = await certify(folder, ['issue', 'svardsjo-11', '--make-key'])
  assert.equal([code, out], [64, ''])
  assert.match(err, 'Did you mean svardsjo-1? It names: svardsjo-1, svardsjo-2.')
  assert.equal(await serialsOf(site), [])
  assert.equal((await readdir(folder)).sort(), ['collection.json', 'hub.json'])
})

command('says what is wrong with a request, and issues nothing', async (context) => {
  const { folder, site } = context
  const rsa = await requestOf('CN=kiosk', {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  })
  const wrong = [
    ['an invoice', 'expected PKCS #10 in PEM'],
    ['x'.repeat(100_000), 'expected PKCS #10 in PEM'],
    [rsa.request, 'expected P-256'],
  ] as const
  for (const [request, words] of wrong) {
    const said = await issue(site, { kiosk: ALPHA, request, out: folder }).catch(String)
    assert.match(String(said), words)
  }
  const { code, out } = await issueTo(folder, 'an invoice')
  assert.equal([code, out], [65, ''])
  assert.equal(await serialsOf(site), [])
})

command('guesses a mistyped command, and takes no secret by flag', async ({ folder }) => {
  const mistyped = await certify(folder, ['isue', ALPHA])
  assert.is(mistyped.code, 64)
  assert.match(mistyped.err, 'Did you mean issue?')
  const flag = await certify(folder, ['issue', ALPHA, '--key', 'MHcCAQEEI'])
  assert.is(flag.code, 64)
  assert.match(flag.err, "unknown option '--key'")
  const bare = await b24(['certificate'], folder)
  assert.is(bare.code, 0)
  for (const word of ['issue', 'list', 'withdraw', 'mosquitto', '--dry-run'])
    assert.match(bare.out, word)
})

command('tells each certificate with its state', async ({ folder, site }) => {
  const { request } = await requestOf('CN=kiosk')
  await issueTo(folder, request)
  const now = Date.now()
  const stateIn = async (days: number): Promise<unknown> => {
    const { json } = await list(site, { kiosk: ALPHA, all: true }, now + days * DAY_MS)
    return (json.certificates as { state: string }[]).map(({ state }) => state)
  }
  assert.equal(await stateIn(59), ['in-force'])
  assert.equal(await stateIn(61), ['expires-soon'])
  assert.equal(await stateIn(91), ['expired'])
  const { out } = await certify(folder, ['list', '--json'])
  assert.equal(JSON.parse(out).without, [BETA])
  await withdraw(site, { kiosk: ALPHA, dryRun: false, confirm: async () => true })
  assert.equal(await stateIn(0), ['withdrawn'])
  assert.equal((await list(site, { kiosk: undefined, all: false })).json.without, [
    ALPHA,
    BETA,
  ])
})

command('withdraws nothing that nobody confirmed', async ({ folder, site }) => {
  const { request } = await requestOf('CN=kiosk')
  await issueTo(folder, request)
  const inForce = async (): Promise<unknown> =>
    (await list(site, { kiosk: ALPHA, all: false })).json.without
  const dry = await certify(folder, ['withdraw', ALPHA, '--dry-run'])
  assert.is(dry.code, 0)
  assert.match(dry.out, /loses its certificate, for good:\n {2}[0-9a-f]{32} until/)
  assert.match(dry.out, 'Nothing was done.')
  const alone = await certify(folder, ['withdraw', ALPHA])
  assert.is(alone.code, 64)
  assert.match(alone.err, 'add --yes, or --dry-run')
  const other = { kiosk: ALPHA, dryRun: false, confirm: async () => false }
  assert.match(String(await withdraw(site, other).catch(String)), 'Nothing was withdrawn')
  assert.equal(await inForce(), [])
  const sure = await certify(folder, ['withdraw', ALPHA, '--yes', '--json'])
  assert.is(JSON.parse(sure.out).withdrawn, true)
  assert.equal(await inForce(), [ALPHA])
  assert.is((await certify(folder, ['withdraw', ALPHA, '--yes'])).code, 0, 'again is fine')
})

/** Both ends of a terminal that the command runs on; `type` is what is typed there. */
const onTerminal = (folder: string, words: string, type: string): Promise<Ran> => {
  const tsx = import.meta.resolve('tsx')
  const script = resolve('hub/certify.ts')
  const command = `${process.execPath} --import ${tsx} ${script} ${words}`
  // A colon would end socat's address.
  const address = `EXEC:${command.replaceAll(':', '\\:')},pty,stderr,setsid,ctty,echo=0`
  return ran('/usr/bin/socat', ['-t', '30', '-', address], {
    cwd: folder,
    input: type,
    after: 'to go on: ',
  })
}

needing(command, 'socat')(
  'asks on a terminal for the kiosk’s name, and goes by what is typed',
  async ({ folder, site }) => {
    const { request } = await requestOf('CN=kiosk')
    await issueTo(folder, request)
    const inForce = async (): Promise<unknown> =>
      (await list(site, { kiosk: ALPHA, all: false })).json.without
    const CTRL_C = '\u0003'
    for (const answer of [`${BETA}\n`, '\n', CTRL_C]) {
      const { out } = await onTerminal(folder, `withdraw ${ALPHA}`, answer)
      assert.match(out, "Type the kiosk's name to go on")
      assert.match(out, 'Nothing was withdrawn.')
      assert.equal(await inForce(), [])
    }
    const { out } = await onTerminal(folder, `withdraw ${ALPHA}`, `${ALPHA}\n`)
    assert.match(out, 'loses its certificate, for good')
    assert.equal(await inForce(), [ALPHA])
  },
)

command('tells how to start a Mosquitto on what it wrote', async ({ folder }) => {
  const file = join(folder, 'hub.json')
  const to = join(folder, 'mosquitto')
  const names = ['hub.example']
  const broker = { url: 'mqtts://hub.example:8883', names, folder: to }
  const written = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...written, mqtt: { broker } }))
  const { code, out, err } = await certify(folder, ['mosquitto'])
  assert.is(code, 0, err)
  assert.match(out, `to ${to}`)
  const unit = join(to, 'b24-mosquitto.service')
  const steps = ['apt-get install mosquitto', 'disable --now mosquitto', `cp ${unit}`]
  for (const step of steps) assert.match(err, step)
  const text = await readFile(unit, 'utf8')
  assert.match(text, `User=${userInfo().username}`)
  assert.match(text, `ExecStart=/usr/sbin/mosquitto -c ${to}/mosquitto.conf`)
  const issued = await certify(folder, ['issue', ALPHA, '--make-key'])
  assert.match(issued.err, '"url": "mqtts://hub.example:8883"')
})

command('says what a configuration lacks', async ({ folder }) => {
  const absent = await certify(folder, ['list', '--config', 'nowhere.json'])
  assert.is(absent.code, 78)
  assert.match(absent.err, 'nowhere.json: expected a readable file')
  const inside = await certify(folder, ['mosquitto'])
  assert.is(inside.code, 78)
  assert.match(inside.err, 'has no mqtt.broker')
})

const LEFT_ALONE = 'leaves a folder alone that another user’s hub runs in'
/** Only root can give a folder away. */
const canGiveAway = process.getuid?.() === 0
if (!canGiveAway) console.log(`SKIPPED "${LEFT_ALONE}": needs root`)
const asRoot = canGiveAway ? command : command.skip

asRoot(LEFT_ALONE, async ({ folder }) => {
  await mkdir(join(folder, 'var'))
  await chown(join(folder, 'var'), 1, 1)
  const { code, err } = await certify(folder, ['issue', ALPHA, '--make-key'])
  assert.is(code, 77)
  assert.match(err, "sudo -u '#1'")
})

command('guesses what is near, and nothing that is not', () => {
  const names = ['svardsjo-1', 'svardsjo-12', 'mora']
  assert.is(closest('svardsjo1', names), 'svardsjo-1')
  assert.is(closest('svardsjo-21', names), 'svardsjo-1')
  assert.is(closest('moar', names), undefined)
  assert.is(closest('mor', names), 'mora')
  assert.is(closest('orsa', names), undefined)
  assert.is(closest('', names), undefined)
})

command.run()
