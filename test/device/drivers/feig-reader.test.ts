import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openItemReader } from '../../../device/drivers/feig-reader.ts'
import { silent as log } from '../../../device/log.ts'
import type { ItemReader, ItemReaderEvent, TagSeen } from '../../../device/ports.ts'
import { createFeigDevice, type FeigDevice } from '../../../device/simulator/feig-device.ts'
import type { ByteDevice } from '../../../device/simulator/wires.ts'
import { encodeFeigReply } from '../../../device/wire/feig-reply.ts'
import { FEIG_STATUS } from '../../../device/wire/feig-status.ts'
import { listening, type Told } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { itemTag, uidOf } from '../../support/tags.ts'
import { inProcess, RIGS, type Rig } from '../../support/wires.ts'

const SECURED = 0x07
const ON_LOAN = 0xc2

type Desk = AsyncDisposable & {
  pad: FeigDevice
  reader: ItemReader
  events: Told<ItemReaderEvent>
  tags(fits: (tags: readonly TagSeen[]) => boolean): Promise<readonly TagSeen[]>
  plug(device?: ByteDevice): Promise<void>
  unplug(): Promise<void>
}

const furnish = async (rig: Rig, dress = (pad: ByteDevice) => pad): Promise<Desk> => {
  const pad = createFeigDevice()
  const path = rig.path('pad')
  await rig.wires.plug(path, dress(pad))
  const reader = openItemReader({ path, binding: rig.binding, log })
  const events = listening<ItemReaderEvent>()
  reader.listen(events.tell)
  return {
    pad,
    reader,
    events,
    tags: async (fits) => {
      const found = await events.next((event) => event.kind === 'tags' && fits(event.tags))
      return found.kind === 'tags' ? found.tags : []
    },
    plug: (device = dress(pad)) => rig.wires.plug(path, device),
    unplug: () => rig.wires.unplug(path),
    [Symbol.asyncDispose]: () => reader.close(),
  }
}

const count = (n: number) => (tags: readonly TagSeen[]) => tags.length === n
const connected = (is: boolean) => (event: ItemReaderEvent) =>
  event.kind === 'item-reader' && event.connected === is
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: reads ten tags with item number, owner and AFI`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    for (const n of range(10)) desk.pad.put(itemTag(n))
    const tags = await desk.tags(count(10))
    assert.equal(tags.map(({ uid }) => uid).toSorted(), range(10).map(uidOf))
    const content = {
      kind: 'item',
      id: '31080000000001',
      owner: 'SE-Falun',
      part: 1,
      parts: 1,
    }
    assert.equal(
      tags.find(({ uid }) => uid === uidOf(1)),
      { uid: uidOf(1), afi: SECURED, content },
    )
  })

  on(`${name}: counts more tags than one reply can name`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    for (const n of range(30)) desk.pad.put(itemTag(n))
    assert.is((await desk.tags(count(30))).length, 30)
  })

  on(`${name}: writes the AFI and reads it back`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    const tag = itemTag(1)
    desk.pad.put(tag)
    await desk.tags(count(1))
    assert.equal(await desk.reader.writeAfi(tag.uid, ON_LOAN), { ok: true })
    assert.is(tag.afi, ON_LOAN)
    await desk.tags(([seen]) => seen?.afi === ON_LOAN)
  })

  on(`${name}: a tag that is taken away leaves the set`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    desk.pad.put(itemTag(1))
    desk.pad.put(itemTag(2))
    await desk.tags(count(2))
    desk.pad.take(uidOf(1))
    assert.is((await desk.tags(count(1)))[0]?.uid, uidOf(2))
  })

  on(`${name}: a tag that left before the write is gone`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    const tag = itemTag(1)
    desk.pad.put(tag)
    await desk.tags(count(1))
    desk.pad.take(tag.uid)
    const written = await desk.reader.writeAfi(tag.uid, ON_LOAN)
    assert.equal(written, { ok: false, reason: 'gone' })
    assert.is(tag.afi, SECURED)
  })

  on(`${name}: a tag pulled away after the write is unverified`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    const tag = itemTag(1)
    desk.pad.put(tag)
    await desk.tags(count(1))
    let isWritten = false
    desk.pad.onRequest = ({ kind }) => {
      if (isWritten) desk.pad.take(tag.uid)
      isWritten ||= kind === 'write-afi'
    }
    const written = await desk.reader.writeAfi(tag.uid, ON_LOAN)
    assert.equal(written, { ok: false, reason: 'unverified' })
    assert.is(tag.afi, ON_LOAN)
  })

  on(`${name}: a tag that keeps its old AFI refuses`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    desk.pad.put(itemTag(1, { fault: 'afi-locked' }))
    desk.pad.put(itemTag(2, { fault: 'afi-forgotten' }))
    await desk.tags(count(2))
    for (const uid of [uidOf(1), uidOf(2)]) {
      const written = await desk.reader.writeAfi(uid, ON_LOAN)
      assert.equal(written, { ok: false, reason: 'refused' })
    }
  })

  on(`${name}: after replug the tags are told anew`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    desk.pad.put(itemTag(1))
    await desk.tags(count(1))
    await desk.unplug()
    await desk.events.next(connected(false))
    assert.not(desk.reader.connected)
    const written = await desk.reader.writeAfi(uidOf(1), ON_LOAN)
    assert.equal(written, { ok: false, reason: 'disconnected' })
    desk.pad.take(uidOf(1))
    await desk.plug()
    await desk.events.next(connected(true))
    await desk.tags(count(0))
  })

  on(`${name}: unplugged in the middle of a write it is unverified`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    const tag = itemTag(1)
    desk.pad.put(tag)
    await desk.tags(count(1))
    let pulled: Promise<void> | undefined
    desk.pad.onRequest = ({ kind }) => {
      if (kind === 'write-afi') pulled ??= desk.unplug()
    }
    const written = await desk.reader.writeAfi(tag.uid, ON_LOAN)
    assert.equal(written, { ok: false, reason: 'unverified' })
    assert.is(tag.afi, ON_LOAN)
    await pulled
  })

  on(`${name}: reads through noise between the frames`, async () => {
    await using rig = lay()
    const noisy = (pad: ByteDevice): ByteDevice => ({
      ...pad,
      plugged: (send) =>
        pad.plugged((bytes) => {
          send(Uint8Array.of(0x11, 0x00, 0x02, 0x00))
          send(bytes)
        }),
    })
    await using desk = await furnish(rig, noisy)
    desk.pad.put(itemTag(1))
    assert.is((await desk.tags(count(1)))[0]?.afi, SECURED)
  })

  on(`${name}: a reader that hangs is lost, and found again`, async () => {
    await using rig = lay()
    await using desk = await furnish(rig)
    desk.pad.put(itemTag(1))
    await desk.tags(count(1))
    desk.pad.hung = true
    await desk.events.next(connected(false))
    desk.pad.hung = false
    await desk.events.next(connected(true))
    await desk.tags(count(1))
  })
}

test('a late reply is not taken for the answer to the next request', async () => {
  await using rig = inProcess()
  // Swallows the reply to one reading of memory and gives it with the following reply.
  let late: Uint8Array | undefined
  let isDue = true
  const slow = (pad: ByteDevice): ByteDevice => ({
    ...pad,
    plugged: (send) =>
      pad.plugged((bytes) => {
        if (isDue && bytes.length > 40) {
          isDue = false
          late = bytes
        } else {
          if (late) send(late)
          late = undefined
          send(bytes)
        }
      }),
  })
  await using desk = await furnish(rig, slow)
  desk.pad.put(itemTag(1))
  desk.pad.put(itemTag(2))
  for (const { uid, content } of await desk.tags(count(2))) {
    const number = content.kind === 'item' ? content.id : ''
    assert.is(uid, uidOf(Number(number) - 31080000000000))
  }
})

test('a tag that tells no AFI is read, and refuses a new one', async () => {
  await using rig = inProcess()
  const FEIG_SYSTEM_INFORMATION = 0x2b
  const old = (pad: ByteDevice): ByteDevice => ({
    ...pad,
    receive: (bytes) => {
      if (bytes[3] === FEIG_SYSTEM_INFORMATION) refuse?.()
      else pad.receive(bytes)
    },
    plugged: (send) => {
      const said = {
        kind: 'refused',
        status: FEIG_STATUS['tag-error'],
        tagError: 0x0f,
      } as const
      refuse = () => send(encodeFeigReply({ form: 'standard', command: 0xb0 }, said))
      pad.plugged(send)
    },
  })
  let refuse: (() => void) | undefined
  await using desk = await furnish(rig, old)
  desk.pad.put(itemTag(1))
  const [seen] = await desk.tags(count(1))
  assert.is(seen?.afi, null)
  assert.is(seen?.content.kind, 'item')
  const written = await desk.reader.writeAfi(uidOf(1), ON_LOAN)
  assert.equal(written, { ok: false, reason: 'refused' })
})

test.run()
