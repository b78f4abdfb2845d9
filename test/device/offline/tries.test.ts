import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openTries } from '../../../device/offline/tries.ts'
import { CARD, openWorld, PIN } from '../../support/offline-world.ts'

const MINUTE = 60_000
const SECRET = new Uint8Array(32).fill(9)
const no = (reason: string) => ({ ok: true, answer: { ok: false, reason } })

/** What the disk has, and a clock that never goes back. */
const opened = () => {
  const disk = new Map<string, unknown>()
  const now = { ms: 0 }
  const journal = {
    remember: async (key: string, value: unknown) =>
      void disk.set(key, structuredClone(value)),
    recall: async (key: string) => disk.get(key),
  }
  const open = () => openTries({ journal, secret: SECRET, now: () => now.ms })
  return { disk, now, journal, open }
}

test('three tries a card, and the right one gives them back', async () => {
  const { open } = opened()
  const tries = await open()
  for (const ok of [true, true, true, false, false])
    assert.is((await tries.count(CARD)).ok, ok)
  assert.ok((await tries.count('21080000000023')).ok)
  const other = await open()
  await (await other.count('21080000000064')).right()
  for (const ok of [true, true, true, false])
    assert.is((await other.count('21080000000064')).ok, ok)
})

test('a restart gives nobody a try more, and the time a kiosk is off is no time (threat 3, fault 13)', async () => {
  const { now, open } = opened()
  for (let n = 0; n < 3; n++) {
    now.ms = 0
    const tries = await open()
    now.ms = 10
    assert.ok((await tries.count(CARD)).ok)
  }
  const tries = await open()
  assert.not.ok((await tries.count(CARD)).ok)
  now.ms += 60 * MINUTE
  assert.ok((await tries.count(CARD)).ok)
})

test('one PIN on card after card ends at the reader’s own budget (threat 4)', async () => {
  const { now, open } = opened()
  const tries = await open()
  const cards = Array.from({ length: 200 }, (_, n) => String(21_080_000_000_100 + n))
  let compared = 0
  for (const card of cards) if ((await tries.count(card)).ok) compared += 1
  assert.is(compared, 10)
  now.ms += 10 * MINUTE
  assert.ok((await tries.count('21080000009999')).ok)
})

test('what the disk does not take is not compared, and it has no card in it (threats 3, 17)', async () => {
  const { disk, open } = opened()
  const tries = await open()
  await tries.count(CARD)
  assert.not.match(JSON.stringify([...disk]), CARD)
  const full = {
    recall: async () => undefined,
    remember: () => Promise.reject(new Error('full')),
  }
  const refusing = await openTries({ journal: full, secret: SECRET })
  await refusing.count(CARD).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'full'),
  )
})

test('the try is on the disk before the answer, whoever pulls the plug then (threat 3)', async () => {
  await using world = await openWorld()
  await world.known()
  await using kiosk = await world.boot()
  await kiosk.isReady()
  world.go(false)
  for (const reason of ['wrong-pin', 'wrong-pin', 'wrong-pin', 'locked-out'])
    assert.equal(await kiosk.enter(CARD, '1111'), no(reason))
  // The right PIN is no oracle for whoever guesses on.
  assert.equal(await kiosk.enter(CARD, PIN), no('locked-out'))
  const failed = (await kiosk.rows()).filter(({ kind }) => kind === 'pin-failed-offline')
  assert.is(failed.length, 3)
})

test.run()
