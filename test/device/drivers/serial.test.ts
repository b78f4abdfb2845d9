import { rmSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openSerialLink, type SerialLink } from '../../../device/drivers/serial.ts'
import { silent as log } from '../../../device/log.ts'
import type { ByteDevice } from '../../../device/simulator/wires.ts'
import { listening } from '../../support/listening.ts'
import { needing } from '../../support/packages.ts'
import { inProcess, RIGS, type Rig } from '../../support/wires.ts'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

/** A device that tells what it hears and says it back. */
const echo = (heard: (said: string) => void): ByteDevice => {
  let send: ((bytes: Uint8Array) => void) | undefined
  return {
    plugged: (to) => {
      send = to
    },
    receive: (bytes) => {
      heard(text(bytes))
      send?.(bytes)
    },
    unplugged: () => {
      send = undefined
    },
  }
}

const connect = (
  rig: Rig,
): { link: SerialLink; events: ReturnType<typeof listening<string>> } => {
  const events = listening<string>()
  const link = openSerialLink(
    { path: rig.path('port'), baudRate: 38_400, parity: 'even', binding: rig.binding, log },
    {
      connected: () => events.tell('connected'),
      bytes: (chunk) => events.tell(text(chunk)),
      lost: () => events.tell('lost'),
    },
  )
  return { link, events }
}

for (const { name, tools, lay } of RIGS) {
  const on = needing(test, ...tools)

  on(`${name}: carries bytes both ways`, async () => {
    await using rig = lay()
    const heard = listening<string>()
    await rig.wires.plug(rig.path('port'), echo(heard.tell))
    const { link, events } = connect(rig)
    await events.next((event) => event === 'connected')
    assert.ok(link.connected)
    assert.ok(link.write(Buffer.from('hello')))
    assert.is(await heard.next(), 'hello')
    assert.is(await events.next(), 'hello')
    await link.close()
    assert.not(link.connected)
  })

  on(`${name}: opens a port that is plugged in later`, async () => {
    await using rig = lay()
    const { link, events } = connect(rig)
    assert.not(link.write(Buffer.from('nobody')))
    await rig.wires.plug(
      rig.path('port'),
      echo(() => {}),
    )
    await events.next((event) => event === 'connected')
    await link.close()
  })

  on(`${name}: never delivers after replug what was written while unplugged`, async () => {
    await using rig = lay()
    const heard = listening<string>()
    await rig.wires.plug(rig.path('port'), echo(heard.tell))
    const { link, events } = connect(rig)
    await events.next((event) => event === 'connected')
    await rig.wires.unplug(rig.path('port'))
    await events.next((event) => event === 'lost')
    assert.not(link.write(Buffer.from('stale')))
    await rig.wires.plug(rig.path('port'), echo(heard.tell))
    await events.next((event) => event === 'connected')
    link.write(Buffer.from('fresh'))
    await events.next((event) => event === 'fresh')
    assert.equal(heard.all.join(''), 'fresh')
    await link.close()
  })

  on(`${name}: notices an unplug even when nothing is sent`, async () => {
    await using rig = lay()
    await rig.wires.plug(
      rig.path('port'),
      echo(() => {}),
    )
    const { link, events } = connect(rig)
    await events.next((event) => event === 'connected')
    await rig.wires.unplug(rig.path('port'))
    await events.next((event) => event === 'lost')
    assert.not(link.connected)
    await link.close()
  })

  on(`${name}: reopens a port whose device fell silent`, async () => {
    await using rig = lay()
    await rig.wires.plug(
      rig.path('port'),
      echo(() => {}),
    )
    const { link, events } = connect(rig)
    await events.next((event) => event === 'connected')
    link.reopen()
    assert.not(link.write(Buffer.from('between')))
    assert.is(await events.next(), 'lost')
    assert.is(await events.next(), 'connected')
    await link.close()
  })

  on(`${name}: delivers what was written just before closing`, async () => {
    await using rig = lay()
    const heard = listening<string>()
    await rig.wires.plug(rig.path('port'), echo(heard.tell))
    const { link, events } = connect(rig)
    await events.next((event) => event === 'connected')
    link.write(Buffer.from('secure'))
    await link.close()
    assert.is(await heard.next(), 'secure')
  })
}

needing(test, 'socat')(
  'a path that is gone is a port that is gone, told or not',
  async () => {
    const rig = RIGS.find(({ tools }) => tools.includes('socat'))?.lay()
    if (rig === undefined) throw new Error('no pseudo terminals')
    await rig.wires.plug(
      rig.path('port'),
      echo(() => {}),
    )
    const { link, events } = connect(rig)
    await events.next((event) => event === 'connected')
    rmSync(rig.path('port'))
    await events.next((event) => event === 'lost')
    await link.close()
    await rig[Symbol.asyncDispose]()
  },
)

test('in process: a port is opened once at a time', async () => {
  await using rig = inProcess()
  await rig.wires.plug(
    rig.path('port'),
    echo(() => {}),
  )
  const first = connect(rig)
  await first.events.next()
  const second = connect(rig)
  await first.link.close()
  await second.events.next((event) => event === 'connected')
  await second.link.close()
})

test.run()
