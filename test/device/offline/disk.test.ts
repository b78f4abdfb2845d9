// What a thief finds on the kiosk's disk, and what is left of a list whose writing was cut off.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Folder } from '../../../device/offline/folder.ts'
import { createList } from '../../../device/offline/list.ts'
import { block } from '../../../hub/registry/blocks.ts'
import { hubDemo } from '../../../provisioning/demo/collection.ts'
import { openWorld, type World } from '../../support/offline-world.ts'

type Person = { card: string; pin: string; name: string; born: string }

/** In every dress that bytes wear on a disk. */
const dresses = (word: string): Buffer[] => {
  const plain = Buffer.from(word, 'utf8')
  // base64 of the same bytes begins in three ways, by what stands before them.
  const in64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), plain]).toString('base64')
    const core = text
      .slice(before === 0 ? 0 : before + 1)
      .replace(/=+$/, '')
      .slice(0, -1)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const hex = plain.toString('hex')
  return [
    plain,
    Buffer.from(word, 'utf16le'),
    Buffer.from(word, 'utf16le').swap16(),
    ...[hex, hex.toUpperCase(), ...in64].map((text) => Buffer.from(text)),
  ]
}

const filesIn = async (folder: string): Promise<Buffer[]> => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile())
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))))
}

/** Words of at least so many bytes: shorter ones are found in any noise. */
const LEAST = 4

const foundIn = (files: readonly Buffer[], words: readonly string[]): string[] =>
  words.filter((word) =>
    dresses(word)
      .filter(({ length }) => length >= LEAST)
      .some((bytes) => files.some((file) => file.includes(bytes))),
  )

const { patrons } = hubDemo() as { patrons: readonly Person[] }
/** Four digits alone stand by chance in any hash: a PIN is looked for beside its card. */
const WORDS = patrons.flatMap(({ card, pin, name, born }) => {
  const [given = '', surname = ''] = name.split(' ')
  const digits = born.replaceAll('-', '')
  return [
    ...[card, `${card}${pin}`, `${card} ${pin}`, `"pin":"${pin}"`, `"${pin}"`],
    ...[name, surname, `"${given}"`, born, digits, `${digits}-`, digits.slice(2)],
  ]
})

for (const key of ['ram', 'disk'] as const)
  test(`a thief of the disk finds no card, PIN, name or day of birth (key: ${key}; threats 17, 18)`, async () => {
    await using world = await openWorld({ who: 'agreement', key })
    for (const { card, pin, born } of patrons) await world.known(card, pin, { born })
    {
      await using kiosk = await world.boot()
      await kiosk.isReady()
      world.go(false)
      for (const { card, pin } of patrons) await kiosk.enter(card, pin)
      await kiosk.enter(patrons[0]?.card, '1112')
    }
    // All that the kiosk wrote; the hub's own files stand beside, and are not the thief's.
    const kept = (await filesIn(world.offlineFolder)).concat(await journalIn(world.folder))
    assert.ok(kept.length >= 3)
    assert.equal(foundIn(kept, WORDS), [])
    for (const word of WORDS)
      for (const dress of dresses(word).filter(({ length }) => length >= LEAST)) {
        const planted = Buffer.concat([Buffer.from('xy'), dress, Buffer.from('z')])
        assert.equal(foundIn([planted], [word]), [word], 'what is there is found')
      }
  })

const journalIn = async (folder: string): Promise<Buffer[]> => {
  const names = (await readdir(folder)).filter((name) => name.startsWith('journal.sqlite'))
  return Promise.all(names.map((name) => readFile(join(folder, name))))
}

const KIOSK = { branch: 'svardsjo', kiosk: 'svardsjo-1' }

/** A disk of which the plug is pulled at the nth change. */
const cutAt = (disk: Map<string, Uint8Array>, nth: number): Folder => {
  let changes = 0
  const change = (): void => {
    changes += 1
    if (changes >= nth) throw new Error('the plug was pulled')
  }
  return {
    read: async (name) => disk.get(name),
    write: async (name, content) => {
      change()
      disk.set(name, Buffer.from(content))
    },
    remove: async (name) => {
      change()
      disk.delete(name)
    },
    keepOnly: async (names) => {
      for (const name of [...disk.keys()])
        if (!names.has(name)) {
          change()
          disk.delete(name)
        }
    },
  }
}

const openOn = async (world: World, folder: Folder, memory: Map<string, unknown>) => {
  const list = createList({
    at: KIOSK,
    folder,
    journal: {
      remember: async (name, value) => void memory.set(name, value),
      recall: async (name) => memory.get(name),
    },
    hubKeys: () => [world.hub.signer.publicKey],
    refused: (why) => assert.unreachable(why),
  })
  await list.load()
  return list
}

const fetchFrom =
  ({ hub, now }: World) =>
  async (page: number, digest: string) => {
    const answer = await hub.lists.page({ page, digest }, { ...KIOSK, now: now.ms })
    return answer.ok ? new Uint8Array(Buffer.from(answer.rows, 'base64url')) : undefined
  }

test('cut off at any write, there is the old list or the new one, and it is whole (faults 3, 4)', async () => {
  await using world = await openWorld()
  const patron = await world.known()
  const { joint } = await world.store.db
    .selectFrom('offline_proof')
    .select('joint')
    .executeTakeFirstOrThrow()
  const before = await world.hub.head()
  const [disk, memory] = [new Map<string, Uint8Array>(), new Map<string, unknown>()]
  const whole = await openOn(world, cutAt(disk, Number.POSITIVE_INFINITY), memory)
  assert.ok(await whole.take(before.head, fetchFrom(world)))
  await world.store.transaction((tx) =>
    block(tx, patron, { begins: '2026-11-21', ends: null }),
  )
  const after = await world.hub.head()
  const key = new Uint8Array(Buffer.from(after.key, 'base64url'))
  const versions = new Set<number | undefined>()
  for (let nth = 1, isDone = false; !isDone; nth++) {
    const [then, known] = [new Map(disk), new Map(memory)]
    const cut = await openOn(world, cutAt(then, nth), known)
    isDone = await cut.take(after.head, fetchFrom(world)).catch(() => false)
    const again = await openOn(world, cutAt(then, Number.POSITIVE_INFINITY), known)
    const found = await again.find(joint, key)
    const blocks = again.head?.version === after.read.version ? 1 : 0
    assert.ok(found.ok && found.row.blocks.length === blocks, `cut off at change ${nth}`)
    versions.add(again.head?.version)
  }
  assert.equal(versions, new Set([before.read.version, after.read.version]))
})

test.run()
