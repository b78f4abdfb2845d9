// Hubs that have one store open: which may, and which of them does what one alone must do. The second
// is a process of its own, since the system's locks are a process's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pino from 'pino'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openDuty } from '../../hub/duty.ts'
import { type Hold, holdAlone, holdTogether } from '../../hub/store/lock.ts'
import { temporaryFolder } from '../support/library.ts'

const SCRIPT = `
  import { holdTogether } from './hub/store/lock.ts'
  const hold = await holdTogether(process.argv.at(-2), process.argv.at(-1))
  console.log(await hold.takeDuty() ? 'on duty' : 'beside')
  process.stdin.on('end', () => process.exit(0)).resume()
`

/** Another hub, and whether it is on duty. */
const other = async (path: string, instance: string) => {
  const flags = ['--import', 'tsx', '--input-type=module', '-e', SCRIPT]
  const child = spawn(process.execPath, [...flags, '--', path, instance], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'close')
  const [said] = await once(createInterface({ input: child.stdout }), 'line')
  return {
    said: String(said),
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      await gone
    },
  }
}

const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no failure',
    (error: unknown) => String(error),
  )

const inStore = async (run: (path: string) => Promise<void>): Promise<void> => {
  await using folder = await temporaryFolder()
  await run(join(folder.path, 'hub.sqlite'))
}

test('the first of two is on duty, the other when that one was killed', () =>
  inStore(async (path) => {
    const first = await other(path, 'a')
    assert.is(first.said, 'on duty')
    const second = await holdTogether(path, 'b')
    assert.not(await second.takeDuty())
    assert.ok(await second.hasCompany())
    await first.end('SIGKILL')
    assert.ok(await second.takeDuty())
    assert.not(await second.hasCompany())
    const third = await other(path, 'a')
    assert.is(third.said, 'beside')
    assert.ok(await second.hasCompany())
    await third.end('SIGKILL')
    await second.close()
  }))

test('a hub alone keeps every other out, and is kept out by any', () =>
  inStore(async (path) => {
    const first = await other(path, 'a')
    assert.match(await failure(holdAlone(path)), 'in use by another hub: stop it')
    const same = await failure(holdTogether(path, 'a'))
    assert.match(same, 'of instance a: stop it, or start this one with --instance b')
    await first.end('SIGKILL')
    const alone = await holdAlone(path)
    assert.match(await failure(holdTogether(path, 'b')), 'in use by another hub')
    await alone.close()
  }))

test('what must be done by one alone is done by the next when the one on duty has gone', async () => {
  let isFree = false
  const hold: Hold = {
    takeDuty: async () => isFree,
    hasCompany: async () => !isFree,
    close: async () => {},
  }
  await using duty = await openDuty(hold, pino({ enabled: false }))
  const done: string[] = []
  const work = new Promise<void>((resolve) => {
    void duty.whenOn(async () => {
      done.push('put off')
      resolve()
    })
  })
  assert.not(duty.isOn)
  assert.ok(duty.hasCompany)
  assert.equal(done, [])
  isFree = true
  await work
  await duty.whenOn(async () => void done.push('at once'))
  assert.equal(done, ['put off', 'at once'])
  assert.ok(duty.isOn)
  assert.not(duty.hasCompany)
})

test.run()
