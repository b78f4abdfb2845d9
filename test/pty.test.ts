// The cables of the tests: pulled out, nothing arrives any more, whatever was on its way.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needing } from './support/packages.ts'
import { createPtys } from './support/pty.ts'

const ptys = suite('pseudo terminals')

/** More than the pipe between brings at once. */
const MUCH = Buffer.alloc(1_000_000, 0x55)
/** What is on its way at the instant of pulling differs from time to time. */
const TIMES = 20

/** Bytes that reach a device after it was pulled out at its first ones. */
const lateAt = async (path: string): Promise<number> => {
  await using wires = createPtys()
  let [isPlugged, late] = [true, 0]
  const pulled = new Promise<void>((resolve) => {
    const device = {
      plugged: () => {},
      receive: (bytes: Uint8Array) => {
        if (!isPlugged) late += bytes.length
        else void wires.unplug(path).then(resolve)
      },
      unplugged: () => {
        isPlugged = false
      },
    }
    void wires.plug(path, device).then(async () => {
      await using host = await open(path, 'w')
      // Pulled out while it writes: that it fails is what is wanted.
      await host.write(MUCH).catch(() => {})
    })
  })
  await pulled
  return late
}

needing(ptys, 'socat')('bring a device nothing after it was unplugged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-pty-'))
  for (let time = 0; time < TIMES; time += 1)
    assert.is(await lateAt(join(folder, `device-${time}`)), 0, `time ${time}`)
  await rm(folder, { recursive: true })
})

ptys.run()
