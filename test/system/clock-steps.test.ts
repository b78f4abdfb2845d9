// The wall clock of a real kiosk and of a real hub is set while they run (faults 12, 13 and 15; E12,
// E13): what waits, watches and expires goes by time that only goes forward.

import { watch } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openStage, type Stage } from '../support/brokers.ts'
import { openChaosProxy } from '../support/chaos-proxy.ts'
import { type FalseClock, falseClock } from '../support/false-clock.ts'
import {
  addressOf,
  THURSDAY_EVENING as at,
  folderWithFiles,
  secretOf,
} from '../support/hub.ts'
import { readRows } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'
import { launch, type Program } from '../support/program.ts'
import { until } from '../support/until.ts'
import { openVoice, rows } from '../support/voice.ts'

const YEAR = 365 * 24 * 60 * 60
const HOUR = 60 * 60
/** Seconds from now to the beginning of 1970, and a day. */
const to1970 = (): number => 86_400 - Math.floor(Date.now() / 1000)

const STEPS = [YEAR, -HOUR, to1970(), 86_400, 0]
const visit = { kind: 'visit', at, patron: 'patron-key-0001' } as const

const steps = suite('a clock that is set')
const through = needing(steps, 'faketime')

/** Resolves when the file holds the words so many times. */
const written = async (file: string, words: string, times = 1): Promise<void> => {
  let text = ''
  const onChange = (listener: () => void) => {
    const look = (): void =>
      void readFile(file, 'utf8').then((latest) => {
        text = latest
        listener()
      })
    const watching = watch(file, look)
    look()
    return () => watching.close()
  }
  await until(
    { now: () => text.slice(-400), onChange },
    `${times} × ${words}`,
    () => text.split(words).length > times,
  )
}

type Kiosk = { log: string; clock: FalseClock; program: Program }

/** A kiosk's process with no device that is there, whose clock is off from the start. */
const kioskAt = async (
  folder: string,
  { url, files, off }: { url: string; files: string; off: number },
): Promise<Kiosk> => {
  const [config, log] = [join(folder, 'kiosk.json'), join(folder, 'kiosk.log')]
  const tls = { ca: `${files}.ca`, certificate: `${files}.crt`, key: `${files}.key` }
  const secret = Buffer.from(secretOf('svardsjo-1')).toString('base64url')
  await writeFile(config, JSON.stringify(KIOSK(folder, { url, secret, tls })), {
    mode: 0o600,
  })
  const clock = falseClock(join(folder, 'kiosk.clock'))
  clock.off(off)
  const env = { ...clock.env, LOG_LEVEL: 'debug' }
  const program = await launch({
    script: 'device/main.ts',
    args: ['--config', config],
    log,
    env,
  })
  return { log, clock, program }
}

const KIOSK = (folder: string, hub: object) => ({
  version: 1,
  chute: {
    reader: { path: join(folder, 'no-reader') },
    board: { path: join(folder, 'no-board') },
    bins: [{ bin: 1, takes: ['shelf', 'hold-shelf', 'transit', 'unsorted'] }],
  },
  ...addressOf('svardsjo-1'),
  var: join(folder, 'var'),
  screens: { host: '127.0.0.1', port: 0 },
  hub,
})

const LOOK_MS = 25
/** The hub's log does not say when it has grown: it is looked at this often. */
const readyTimes = ({ hub }: Stage, times: number): Promise<unknown> => {
  const ready = '"status":"ready"'
  const onChange = (listener: () => void) => {
    const timer = setInterval(listener, LOOK_MS)
    return () => clearInterval(timer)
  }
  const now = (): number => hub.log().split(ready).length - 1
  return until({ now, onChange }, `ready ${times} times`, (seen) => seen >= times)
}

through(
  'a kiosk of 1970 or of next year says “clock”, and comes in once it is set (fault 15)',
  async () => {
    await using stage = await openStage('the broker inside')
    await using proxy = await openChaosProxy(stage.url)
    const folder = await mkdtemp(join(tmpdir(), 'b24-clock-'))
    const { files, ...made } = await stage.kiosk('svardsjo-1')
    await made[Symbol.asyncDispose]()
    const before = stage.hub.log().split('"status":"ready"').length - 1
    const { log, clock, program } = await kioskAt(folder, {
      url: proxy.url,
      files,
      off: to1970(),
    })
    await using _ = program
    await written(log, 'CERT_NOT_YET_VALID')
    clock.off(0)
    await readyTimes(stage, before + 1)
    // Set while it is connected and laid anew: an hour back is no trouble, a year ahead is.
    clock.off(-HOUR)
    proxy.cut()
    await readyTimes(stage, before + 2)
    clock.off(YEAR)
    proxy.cut()
    await written(log, 'CERT_HAS_EXPIRED')
    clock.off(0)
    await readyTimes(stage, before + 3)
    await program.end()
    const told = (await readFile(log, 'utf8')).matchAll(
      /"trouble":"([a-z-]+)","reason":"[^"]*[Cc]ert/g,
    )
    for (const [line, trouble] of told) assert.is(trouble, 'clock', line)
    await rm(folder, { recursive: true })
  },
)

through(
  'a hub whose clock is set goes on, and knows afterwards what it has answered (faults 12, 13)',
  async () => {
    const folder = await folderWithFiles()
    const log = join(folder, 'hub.log')
    const clock = falseClock(join(folder, 'hub.clock'))
    const startHub = () =>
      launch({
        script: 'hub/main.ts',
        args: ['--config', join(folder, 'hub.json')],
        log,
        env: clock.env,
      })
    const card = { card: '21080000000015', pin: '2468' }
    const lend = (session: string) => ({
      session,
      item: { id: '31080000000013', owner: null },
      parts: 1,
    })
    let first: unknown
    {
      await using hub = await startHub()
      await using voice = await openVoice(hub.ready.mqtt ?? '', 'svardsjo-1')
      const who = await voice.ask('identify', card, 'identify-1')
      first = await voice.ask('checkout', lend(who.ok ? who.session : ''), 'checkout-1')
      let seq = 0
      for (const off of STEPS) {
        clock.off(off)
        seq += 1
        const { upTo } = await voice.batch(1, seq, rows(seq, visit))
        assert.is(upTo, seq)
        // Whether she may is the day's to say; that she is answered is what counts.
        await voice.ask('identify', card, `identify-at-${seq}`)
      }
      assert.ok(voice.client.connected, 'nobody was put out')
    }
    clock.off(YEAR)
    await using hub = await startHub()
    await using voice = await openVoice(hub.ready.mqtt ?? '', 'svardsjo-1', 2)
    assert.equal(
      await voice.ask('checkout', lend('a session that is over'), 'checkout-1'),
      first,
    )
    const file = join(folder, 'var', 'hub.sqlite')
    // Told again, they are known: nothing is counted twice.
    const again = Array.from({ length: STEPS.length }, () => visit)
    assert.equal(await voice.batch(1, 1, rows(1, ...again)), { upTo: STEPS.length })
    const counted = await readRows(file, 'select sum(count) as visits from visit_count')
    assert.equal(counted, [{ visits: STEPS.length }])
    assert.equal(await readRows(file, "select kind from alarm where kind = 'offline'"), [])
    await voice[Symbol.asyncDispose]()
    await hub.end()
    await rm(folder, { recursive: true })
  },
)

steps.run()
