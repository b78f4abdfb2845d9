// A kiosk gets a new disk and starts with a clock of 1970, as a Raspberry Pi without a battery does: its
// boot number begins below what the hub has heard, and it must not be refused for good.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { falseClock } from '../support/false-clock.ts'
import { addressOf, secretOf, startTestHub } from '../support/hub.ts'
import { needing } from '../support/packages.ts'
import { launch, type Program } from '../support/program.ts'
import { openScreen } from '../support/screen.ts'

const newDisk = suite('a new disk')
const through = needing(newDisk, 'faketime')

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
    const folder = await mkdtemp(join(tmpdir(), 'b24-new-disk-'))
    const [config, log] = [join(folder, 'kiosk.json'), join(folder, 'kiosk.log')]
    await writeFile(config, JSON.stringify(configIn(folder, hub.mqtt)), { mode: 0o600 })
    const clock = falseClock(join(folder, 'clock'))
    const start = () =>
      launch({
        script: 'device/main.ts',
        args: ['--config', config],
        log,
        env: clock.env,
      })
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
    await third.end()
    await rm(folder, { recursive: true })
  },
)

newDisk.run()
