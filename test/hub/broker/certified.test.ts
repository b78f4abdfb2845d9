// A kiosk with nothing but what the operator's command wrote: it connects, and is put out once
// withdrawn, through the broker inside and through a real Mosquitto on the files of the command.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openJournal } from '../../../device/journal/journal.ts'
import { dialSecurely } from '../../../device/link/dial.ts'
import { type Link, openLink } from '../../../device/link/link.ts'
import { silent } from '../../../device/log.ts'
import { certify } from '../../support/commands.ts'
import { freePorts } from '../../support/free-port.ts'
import {
  addressOf,
  secretOf,
  startTestHub,
  type TestHub,
  THURSDAY_EVENING,
} from '../../support/hub.ts'
import { type Mosquitto, startMosquitto } from '../../support/mosquitto.ts'
import { needing } from '../../support/packages.ts'
import { until } from '../../support/until.ts'

const certified = suite('a kiosk certified by hand')

const KIOSK = 'svardsjo-1'
const NAMES = ['127.0.0.1']

/** `refusal` is the alarm that a refused certificate raises: a Mosquitto does not say whose it was. */
type Site = {
  hub: TestHub
  folder: string
  url: string
  refusal: 'withdrawn' | 'certificate-refused'
}

const done = async (
  folder: string,
  ...words: string[]
): Promise<Record<string, unknown>> => {
  const { code, out, err } = await certify(folder, [...words, '--json'])
  assert.is(code, 0, err)
  return JSON.parse(out)
}

const online = (link: Link, wanted: boolean): Promise<unknown> =>
  until(
    { now: () => link.online, onChange: link.onOnline },
    `online ${wanted}`,
    (now) => now === wanted,
  )

const comesAndGoes = async ({ hub, folder, url, refusal }: Site): Promise<void> => {
  const { files } = await done(folder, 'issue', KIOSK, '--make-key')
  const { ca, certificate, key } = files as Record<'ca' | 'certificate' | 'key', string>
  const paths = {
    ca: join(folder, ca),
    certificate: join(folder, certificate),
    key: join(folder, key),
  }
  await using journal = await openJournal(join(folder, 'kiosk.sqlite'))
  const link = await openLink({
    at: addressOf(KIOSK),
    url,
    secret: secretOf(KIOSK),
    journal,
    clock: { now: () => THURSDAY_EVENING },
    log: silent,
    dial: dialSecurely(paths),
    random: () => 0,
  })
  try {
    await online(link, true)
    assert.is((await done(folder, 'withdraw', KIOSK, '--yes')).withdrawn, true)
    await online(link, false)
    // The hub hears of the kiosk's next attempts, and of none that came through.
    await hub.logged('an alarm was raised', `"kind":"${refusal}"`)
    assert.not(link.online)
  } finally {
    await link[Symbol.asyncDispose]()
  }
}

certified('comes in by the broker inside, and is put out once withdrawn', async () => {
  const tls = { host: '127.0.0.1', port: 0, names: NAMES }
  await using hub = await startTestHub({ mqtt: { tls } })
  await comesAndGoes({
    hub,
    folder: dirname(hub.folder),
    url: hub.mqtts,
    refusal: 'withdrawn',
  })
})

/** As an operator does it: the configuration, the command, Mosquitto, then the hub. */
const beside = async (run: (site: Site) => Promise<void>): Promise<void> => {
  const [port = 0] = await freePorts(1)
  const url = `mqtts://127.0.0.1:${port}`
  const folder = await mkdtemp(join(tmpdir(), 'b24-certified-'))
  const broker = { url, host: '127.0.0.1', port, names: NAMES, folder }
  let mosquitto: Mosquitto | undefined
  try {
    await using hub = await startTestHub({
      mqtt: { broker: { ...broker, instance: 'a' } },
      before: async (hubFolder) => {
        const file = join(dirname(hubFolder), 'hub.json')
        const written = JSON.parse(await readFile(file, 'utf8'))
        await writeFile(file, JSON.stringify({ ...written, mqtt: { broker } }))
        await done(dirname(hubFolder), 'mosquitto')
        mosquitto = await startMosquitto(folder)
      },
    })
    await run({ hub, folder: dirname(hub.folder), url, refusal: 'certificate-refused' })
  } finally {
    await mosquitto?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  }
}

const withMosquitto = needing(certified, 'mosquitto')

withMosquitto(
  'comes in by a Mosquitto on the files of the command, and is put out once withdrawn',
  () => beside(comesAndGoes),
)

certified.run()
