// Commands to a kiosk through either broker: done once, and nothing that is kept, foreign, late or played
// again (threats 20 and 21, faults 30 and 31). The hub is a client with the hub's rights that says anything.
import { exportJWK, generateKeyPair } from 'jose'
import * as assert from 'uvu/assert'
import { startCommands } from '../../../device/commands/commands.ts'
import { silent } from '../../../device/log.ts'
import type { Command } from '../../../hub/protocol/command.ts'
import type { KioskEvent } from '../../../hub/protocol/events.ts'
import { sign } from '../../../hub/protocol/signature.ts'
import { addressOf } from '../../support/hub.ts'
import { type HubVoice, onEachBroker } from '../../support/hub-voice.ts'
import { listening, type Told } from '../../support/listening.ts'
import { until } from '../../support/until.ts'

const AT = addressOf('svardsjo-1')
const KID = 'hub-key-1'
const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
const { x = '' } = await exportJWK(publicKey)

let count = 0
const commandOf = (epoch: number, given: Partial<Command> = {}): Command => {
  count += 1
  const issued = Date.now()
  return {
    to: AT,
    epoch,
    id: `command-${count}`,
    nonce: String(count).padStart(22, '0'),
    issued,
    notAfter: issued + 8000,
    order: { do: 'let-in' },
    ...given,
  }
}

/** The bytes of a command as they pass the broker. */
const bytesOf = async (hub: HubVoice, command: Command, epoch: number): Promise<string> => {
  const { id } = command
  const body = { signed: await sign(privateKey, KID, command) }
  return JSON.stringify({
    v: 1,
    id,
    epoch,
    sealed: await hub.sealed('command', id, body, epoch),
  })
}

type Listening = AsyncDisposable & {
  epoch: number
  carriedOut: Told<string>
  refused: Told<string>
}

const reasonOf = (event: KioskEvent): string | undefined =>
  event.kind === 'command' && event.outcome.is === 'refused'
    ? event.outcome.reason
    : undefined

const kioskOf = async (hub: HubVoice): Promise<Listening> => {
  const kiosk = await hub.kiosk()
  const { link, journal } = kiosk
  const carriedOut = listening<string>()
  const refused = listening<string>()
  const commands = startCommands({
    at: AT,
    link: {
      ...link,
      onConfiguration: (listener) => {
        listener({ commandKeys: [{ kid: KID, x }] } as Parameters<typeof listener>[0])
        return () => {}
      },
    },
    journal: {
      epoch: journal.epoch,
      record: (event) => {
        const reason = reasonOf(event)
        if (reason !== undefined) refused.tell(reason)
        return journal.record(event)
      },
    },
    carryOut: async (id) => {
      carriedOut.tell(id)
      return { is: 'done' }
    },
    clock: { now: Date.now },
    log: silent,
  })
  await until({ now: () => link.online, onChange: link.onOnline }, 'online', (is) => is)
  return {
    epoch: journal.epoch,
    carriedOut,
    refused,
    [Symbol.asyncDispose]: async () => {
      commands[Symbol.dispose]()
      await kiosk[Symbol.asyncDispose]()
    },
  }
}

onEachBroker('commands', (on, broker) => {
  on(
    'a command is done once and answered, however often it comes (threat 21)',
    async ({ hub }) => {
      await using kiosk = await kioskOf(hub)
      const command = commandOf(kiosk.epoch)
      const bytes = await bytesOf(hub, command, kiosk.epoch)
      await hub.say('command', bytes)
      await hub.heard.next(
        ({ channel, payload }) => channel === 'done' && payload.includes(command.id),
      )
      await hub.say('command', bytes)
      await hub.say('command', bytes, { dup: true })
      assert.is(await kiosk.refused.next(), 'replayed')
      assert.is(await kiosk.refused.next(), 'replayed')
      assert.equal(kiosk.carriedOut.all, [command.id])
    },
  )

  on(
    'one for another, of another boot, or late does nothing (threats 20, 21)',
    async ({ hub }) => {
      await using kiosk = await kioskOf(hub)
      const { epoch } = kiosk
      const late = Date.now() - 60_000
      const others: [string, Command][] = [
        ['for-another', commandOf(epoch, { to: addressOf('svardsjo-2') })],
        ['of-another-boot', commandOf(epoch + 1)],
        ['too-late', commandOf(epoch, { issued: late, notAfter: late + 8000 })],
      ]
      for (const [reason, command] of others) {
        await hub.say('command', await bytesOf(hub, command, epoch))
        assert.is(await kiosk.refused.next(), reason)
      }
      assert.equal(kiosk.carriedOut.all, [])
    },
  )

  on(
    'one that the broker has kept does nothing, good as it is (fault 30)',
    async ({ hub }) => {
      let epoch = 0
      {
        await using kiosk = await kioskOf(hub)
        epoch = kiosk.epoch + 1
      }
      const bytes = await bytesOf(hub, commandOf(epoch), epoch)
      const kept = await hub.say('command', bytes, { retain: true }).then(
        () => true,
        () => false,
      )
      assert.is(kept, broker === 'Mosquitto', 'the broker inside keeps none to begin with')
      await using kiosk = await kioskOf(hub)
      assert.is(kiosk.epoch, epoch, 'it was meant for this very boot')
      if (kept) assert.is(await kiosk.refused.next(), 'retained')
      const good = commandOf(epoch)
      await hub.say('command', await bytesOf(hub, good, epoch))
      await kiosk.carriedOut.next()
      assert.equal(kiosk.carriedOut.all, [good.id])
      if (kept) await hub.say('command', '', { retain: true })
    },
  )

  on(
    'one said while the kiosk is away is not there when it comes (fault 31)',
    async ({ hub }) => {
      let epoch = 0
      {
        await using kiosk = await kioskOf(hub)
        epoch = kiosk.epoch + 1
      }
      await hub.say('command', await bytesOf(hub, commandOf(epoch), epoch), {
        expirySeconds: 8,
      })
      await using kiosk = await kioskOf(hub)
      const good = commandOf(epoch)
      await hub.say('command', await bytesOf(hub, good, epoch))
      await kiosk.carriedOut.next()
      assert.equal([kiosk.carriedOut.all, kiosk.refused.all], [[good.id], []])
    },
  )
})
