// The simulated reader's half of the secure channel: which key it takes, and the session made of it.
import type { Channel } from '../wire/osdp-channel.ts'
import type { OsdpCommand } from '../wire/osdp-command.ts'
import type { SecurityBlock } from '../wire/osdp-frame.ts'
import { cryptogram, DEFAULT_KEY, initialMac, sessionKeys } from '../wire/osdp-keys.ts'
import type { OsdpReply } from '../wire/osdp-reply.ts'

type Answer = { reply: OsdpReply; security: SecurityBlock }

export type OsdpLock = {
  /** Its own; null as it leaves its factory. */
  readonly key: Uint8Array | null
  /** The session, once both have proved their key. */
  readonly channel: Channel | undefined
  /** `which` as the security block says: 0 the factory's key, 1 its own. Undefined: not so. */
  shake(
    command: Extract<OsdpCommand, { kind: 'challenge' | 'proof' }>,
    which: number | undefined,
  ): Answer | undefined
  goOn(channel: Channel): void
  setKey(key: Uint8Array): void
  forget(): void
}

const SOME_UID = Uint8Array.of(0, 0, 0, 1, 1, 24, 0, 0)

export const createOsdpLock = (settings: {
  key: Uint8Array | null
  random: () => Uint8Array
}): OsdpLock => {
  let { key } = settings
  let offered: { keys: Channel['keys']; theirs: Uint8Array; ours: Uint8Array } | undefined
  let channel: Channel | undefined

  /** The factory's key only until there is another. */
  const keyOf = (which: number | undefined): Uint8Array | null =>
    which === 0 ? (key === null ? DEFAULT_KEY : null) : key

  const challenged = (theirs: Uint8Array, which = 1): Answer | undefined => {
    const base = keyOf(which)
    if (base === null) return undefined
    const ours = settings.random()
    const keys = sessionKeys(base, theirs)
    offered = { keys, theirs, ours }
    const proof = cryptogram(keys, theirs, ours)
    return {
      reply: { kind: 'challenged', uid: SOME_UID, random: ours, cryptogram: proof },
      security: { type: 0x12, body: Uint8Array.of(which) },
    }
  }

  const proved = (proof: Uint8Array): Answer | undefined => {
    if (offered === undefined) return undefined
    const { keys, theirs, ours } = offered
    offered = undefined
    if (Buffer.compare(cryptogram(keys, ours, theirs), proof) !== 0) return undefined
    const mac = initialMac(keys, proof)
    channel = { keys, panel: new Uint8Array(16), reader: mac }
    return {
      reply: { kind: 'proved', mac },
      security: { type: 0x14, body: Uint8Array.of(1) },
    }
  }

  return {
    get key() {
      return key
    },
    get channel() {
      return channel
    },
    shake: (command, which) =>
      command.kind === 'challenge'
        ? challenged(command.random, which)
        : proved(command.cryptogram),
    goOn: (next) => {
      channel = next
    },
    setKey: (next) => {
      key = next
    },
    forget: () => {
      channel = undefined
      offered = undefined
    },
  }
}
