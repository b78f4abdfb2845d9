// The machine's clock says 1970, or leaps, as that of a Raspberry Pi without a battery does: the kiosk is not
// refused for good, opens nothing by it, and goes by the hub (faults 12–14 and 20, threat 23).
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type FalseClock, falseClock } from '../support/false-clock.ts'
import { addressOf, secretOf, startTestHub } from '../support/hub.ts'
import { hubRecords, type InboxRow } from '../support/hub-records.ts'
import { needing } from '../support/packages.ts'
import { launch, type Program } from '../support/program.ts'
import { openScreen } from '../support/screen.ts'

const untrue = suite('an untrue clock')
const through = needing(untrue, 'faketime')

/** Seconds from now to the third of January 1970. */
const to1970 = (): number => 2 * 86_400 - Math.floor(Date.now() / 1000)
/** EX_TEMPFAIL: whoever started it starts it again. */
const AGAIN = 75

const configIn = (folder: string, url: string) => ({
  version: 1,
  ...addressOf('svardsjo-1'),
  chute: {
    reader: { path: join(folder, 'no-reader') },
    board: { path: join(folder, 'no-board') },
    bins: [{ bin: 1, takes: ['shelf', 'hold-shelf', 'transit', 'unsorted'] }],
  },
  var: join(folder, 'var'),
  screens: { host: '127.0.0.1', port: 0 },
  hub: { url, secret: Buffer.from(secretOf('svardsjo-1')).toString('base64url') },
})

type Place = { folder: string; clock: FalseClock; start(): Promise<Program> }

/** A kiosk's folder, and its process under a clock that can be set. */
const inFolder = async (
  url: string,
  run: (place: Place) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-untrue-clock-'))
  const [config, log] = [join(folder, 'kiosk.json'), join(folder, 'kiosk.log')]
  await writeFile(config, JSON.stringify(configIn(folder, url)), { mode: 0o600 })
  const clock = falseClock(join(folder, 'clock'))
  const wanted = { script: 'device/main.ts', args: ['--config', config], log }
  const start = () => launch({ ...wanted, env: clock.env })
  await run({ folder, clock, start })
  await rm(folder, { recursive: true })
}

/** Resolves when its screen no longer says that the hub cannot be asked. */
const isAnswered = async ({ ready }: Program): Promise<void> => {
  const screen = await openScreen(Number(new URL(ready.screens ?? '').port), 'chute')
  await screen.showsAny(({ frame }) => !frame.offline)
  await screen.close()
}

through(
  'a kiosk with a new disk and a clock of 1970 is told where its boots begin, and is answered (faults 14, 20)',
  async () => {
    await using hub = await startTestHub()
    await inFolder(hub.mqtt, async ({ folder, start, clock }) => {
      {
        await using first = await start()
        await isAnswered(first)
      }
      await rm(join(folder, 'var'), { recursive: true })
      clock.off(to1970())
      {
        await using second = await start()
        assert.is(await second.ended(), AGAIN)
      }
      await using third = await start()
      await isAnswered(third)
    })
  },
)

/** Resolves with what the kiosk's screen says of the opening hours, once it is so. */
const showsOpening = async ({ ready }: Program, name: string): Promise<void> => {
  const screen = await openScreen(Number(new URL(ready.screens ?? '').port), 'chute')
  await screen.showsAny(({ frame }) => frame.opening.name === name)
  await screen.close()
}

const [HOUR, DAY] = [3600, 86_400]

through(
  'with a clock of 1970 and no hub nothing is open; by the hub’s word it is, however the clock then leaps (faults 12–14, threat 23)',
  async () => {
    await using hub = await startTestHub()
    await inFolder(hub.mqtt, async ({ start, clock }) => {
      {
        await using first = await start()
        await showsOpening(first, 'self-service')
      }
      await hub.stop()
      clock.off(to1970())
      await using kiosk = await start()
      await showsOpening(kiosk, 'unknown')
      await hub.start()
      await showsOpening(kiosk, 'self-service')
      const records = hubRecords({ folder: dirname(hub.folder) }, basename(hub.folder))
      let leaps = 0
      for (const off of [0, DAY, 365 * DAY, -HOUR, to1970()]) {
        clock.off(off)
        leaps += 1
        await records.has(`${leaps} leaps`, (rows) => leapsIn(rows) === leaps)
        await showsOpening(kiosk, 'self-service')
      }
      await hub.logged('"alarm":"clock-leapt"')
    })
  },
)

const leapsIn = (rows: readonly InboxRow[]): number =>
  rows.filter(({ kind, body }) => kind === 'clock' && body?.includes('leaptMs')).length

untrue.run()
