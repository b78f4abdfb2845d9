// Certificates live 90 days: what is renewed daily is what the next handshake sees, on both brokers.
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import pino from 'pino'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { writeMosquittoFiles } from '../../../hub/broker/mosquitto-files.ts'
import { openWay } from '../../../hub/broker/way.ts'
import { ALONE, type Duty } from '../../../hub/duty.ts'
import { type Authority, openAuthority } from '../../../hub/identity/authority.ts'
import { freePorts } from '../../support/free-port.ts'
import { startMosquitto } from '../../support/mosquitto.ts'
import { needing } from '../../support/packages.ts'

type Context = { folder: string; authority: Authority }
const way = suite<Context>('the way to the broker')

const NAMES = ['127.0.0.1']
const CONSORTIUM = 'dalarna'
const PLAIN = { host: '127.0.0.1', port: 0 } as const

way.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'b24-way-'))
  const folder = join(context.folder, 'identity')
  context.authority = await openAuthority({ folder, consortium: CONSORTIUM, now: Date.now })
})
way.after.each(({ folder }) => rm(folder, { recursive: true }))

const opened = (
  authority: Authority,
  mqtt: Parameters<typeof openWay>[0]['config']['mqtt'],
  duty: Duty = ALONE,
) =>
  openWay({
    config: { consortium: CONSORTIUM, mqtt },
    accounts: [],
    authority,
    duty,
    share: 'theirs',
    alarms: { raise: () => {} },
    log: pino({ enabled: false }),
  })

/** Serial number of the certificate shown at that port. */
const shownAt = async (authority: Authority, url: string): Promise<string> => {
  const { key, certificate: cert } = await authority.forHub()
  const port = Number(new URL(url).port)
  const socket = connect({ host: '127.0.0.1', port, ca: authority.certificate, cert, key })
  await once(socket, 'secureConnect')
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

/** A process takes a signal in its own time: asked again until it shows another. */
const shownAfter = async (
  authority: Authority,
  { url, before }: { url: string; before: string },
): Promise<string> => {
  for (let looks = 0; looks < 200; looks += 1) {
    const now = await shownAt(authority, url)
    if (now !== before) return now
  }
  return before
}

way('the broker inside shows a renewed certificate at once', async ({ authority }) => {
  const tls = { host: '127.0.0.1', port: 0, names: NAMES }
  await using inside = await opened(authority, { ...PLAIN, tls })
  const url = inside.urls.mqtts ?? ''
  const before = await shownAt(authority, url)
  await inside.renew()
  assert.is.not(await shownAt(authority, url), before)
})

needing(way, 'mosquitto')(
  'a Mosquitto shows a renewed certificate without being started again',
  async ({ authority, folder: parent }) => {
    const folder = join(parent, 'mosquitto')
    const [port = 0] = await freePorts(1)
    const broker = {
      url: `mqtts://127.0.0.1:${port}`,
      host: '127.0.0.1',
      port,
      names: NAMES,
      instance: 'a' as const,
      folder,
    }
    await writeMosquittoFiles(authority, { ...broker, consortium: CONSORTIUM })
    await using _mosquitto = await startMosquitto(folder)
    await using beside = await opened(authority, { ...PLAIN, broker })
    const before = await shownAt(authority, broker.url)
    await beside.renew()
    assert.is.not(await shownAfter(authority, { url: broker.url, before }), before)
  },
)

way(
  'a hub does not come in beside one whose rules for the Mosquitto are others',
  async ({ authority, folder: parent }) => {
    const folder = join(parent, 'mosquitto')
    await mkdir(folder)
    await writeFile(join(folder, 'acl'), 'of a version of before')
    const where = { url: 'mqtts://127.0.0.1:1', port: 1, names: NAMES, folder }
    const broker = { ...where, instance: 'b' as const }
    const beside: Duty = { isOn: false, hasCompany: true, whenOn: async () => {} }
    const refused = await opened(authority, { ...PLAIN, broker }, beside).catch(String)
    assert.match(String(refused), 'stop the hub that runs, then start this one')
  },
)

way.run()
