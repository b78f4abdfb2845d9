// How panel and OSDP reader come to trust each other (SIA OSDP 2.2, annex D): who are you, what can
// you, prove that you have the key. No key but the reader's own leads further than to setting it.
import { timingSafeEqual } from 'node:crypto'
import { type Channel, sealMessage } from '../wire/osdp-channel.ts'
import { encodeOsdpCommand } from '../wire/osdp-command.ts'
import type { OsdpFrame } from '../wire/osdp-frame.ts'
import { cryptogram, DEFAULT_KEY, initialMac, sessionKeys } from '../wire/osdp-keys.ts'
import { CAPABILITY, decodeOsdpReply, type OsdpReply } from '../wire/osdp-reply.ts'
import {
  type Base,
  bare,
  distrust,
  following,
  type PanelState,
  type PanelStep,
  type Phase,
  send,
  waitForLife,
} from './osdp-state.ts'

type In<P extends Phase['at']> = Extract<Phase, { at: P }>

/** Body of a security block during the handshake: which key. */
const keyNamed = ({ isDefault }: Base): Uint8Array => Uint8Array.of(isDefault ? 0 : 1)
const AES_128 = 0x01
/** Of SCS_14: the panel's proof was wrong. */
const UNPROVED = 0xff

export const greet = (state: PanelState, base: Base): PanelStep => {
  const now: PanelState = { ...state, phase: { at: 'id', base }, since: 0 }
  const step = send(now, bare(now, 0, { kind: 'id' }, null))
  return { ...step, effects: [...step.effects, waitForLife] }
}

/** What a reply of the handshake says, where it comes in the block it must come in. */
const replyIn = (frame: OsdpFrame, type: number | null): OsdpReply | undefined => {
  if ((frame.security?.type ?? null) !== type) return undefined
  const decoded = decodeOsdpReply(frame)
  return decoded.ok ? decoded.reply : undefined
}

export const shakeHands = (
  state: PanelState,
  phase: In<'id' | 'capabilities' | 'challenge' | 'proof'>,
  frame: OsdpFrame,
): PanelStep => {
  switch (phase.at) {
    case 'id':
      return identified(state, phase.base, frame)
    case 'capabilities':
      return measured(state, phase.base, frame)
    case 'challenge':
      return challenged(state, phase.base, frame)
    case 'proof':
      return proved(state, phase, frame)
  }
}

const identified = (state: PanelState, base: Base, frame: OsdpFrame): PanelStep => {
  if (replyIn(frame, null)?.kind !== 'id') return distrust(state, 'refused')
  const now: PanelState = { ...state, phase: { at: 'capabilities', base } }
  return send(now, bare(now, following(now), { kind: 'capabilities' }, null))
}

/** One that says it cannot keep a secret is not spoken to (threat 9). */
const measured = (state: PanelState, base: Base, frame: OsdpFrame): PanelStep => {
  const reply = replyIn(frame, null)
  if (reply?.kind !== 'capabilities') return distrust(state, 'refused')
  const isAble = reply.capabilities.some(
    ({ code, compliance }) => code === CAPABILITY.security && (compliance & AES_128) !== 0,
  )
  return isAble ? challenge(state, base) : distrust(state, 'no-crypto')
}

const challenge = (state: PanelState, base: Base): PanelStep => {
  const now: PanelState = { ...state, phase: { at: 'challenge', base } }
  const { random } = base
  const block = { type: 0x11, body: keyNamed(base) }
  return send(now, bare(now, following(now), { kind: 'challenge', random }, block))
}

const challenged = (state: PanelState, base: Base, frame: OsdpFrame): PanelStep => {
  const reply = replyIn(frame, 0x12)
  if (reply?.kind !== 'challenged') return otherKey(state, base, 'refused')
  // It answers by the key that everybody knows, though its own was asked for.
  if (frame.security?.body[0] !== keyNamed(base)[0])
    return otherKey(state, base, 'default-key')
  const { own, random, isDefault } = base
  const keys = sessionKeys(isDefault ? DEFAULT_KEY : own, random)
  if (!timingSafeEqual(cryptogram(keys, random, reply.random), reply.cryptogram))
    return otherKey(state, base, 'wrong-key')
  return prove(state, base, keys, reply.random)
}

const prove = (
  state: PanelState,
  base: Base,
  keys: Channel['keys'],
  theirs: Uint8Array,
): PanelStep => {
  const proof = cryptogram(keys, theirs, base.random)
  const channel = { keys, panel: new Uint8Array(16), reader: initialMac(keys, proof) }
  const now: PanelState = { ...state, phase: { at: 'proof', base, channel } }
  const block = { type: 0x13, body: keyNamed(base) }
  const command = { kind: 'proof', cryptogram: proof } as const
  return send(now, bare(now, following(now), command, block))
}

/** In install mode a reader that does not know its key is asked for the factory's, once each time. */
const otherKey = (
  state: PanelState,
  base: Base,
  why: 'refused' | 'default-key' | 'wrong-key',
): PanelStep =>
  state.install && !base.isDefault
    ? greet(state, { ...base, isDefault: true })
    : distrust(state, why)

const proved = (
  state: PanelState,
  { base, channel }: In<'proof'>,
  frame: OsdpFrame,
): PanelStep => {
  const reply = replyIn(frame, 0x14)
  const isRight =
    reply?.kind === 'proved' &&
    frame.security?.body[0] !== UNPROVED &&
    timingSafeEqual(reply.mac, channel.reader)
  if (!isRight) return distrust(state, 'wrong-key')
  return base.isDefault ? setKey(state, channel, base.own) : secured(state, channel)
}

const setKey = (state: PanelState, channel: Channel, key: Uint8Array): PanelStep => {
  const { address } = state
  const place = { address, sequence: following(state) }
  const command = encodeOsdpCommand({ kind: 'set-key', key })
  const sealed = sealMessage(channel, 'panel', place, command)
  const phase: Phase = { at: 'install', channel: sealed.channel }
  return send({ ...state, phase }, sealed.frame)
}

const secured = (state: PanelState, channel: Channel): PanelStep =>
  ask({ ...state, install: false }, channel, { kind: 'local-status' })

/** Says a command under the seal. */
export const ask = (
  state: PanelState,
  channel: Channel,
  asked: Extract<Phase, { at: 'secure' }>['asked'],
): PanelStep => {
  const place = { address: state.address, sequence: following(state) }
  const sealed = sealMessage(channel, 'panel', place, encodeOsdpCommand(asked))
  const phase: Phase = { at: 'secure', channel: sealed.channel, asked }
  return send({ ...state, phase }, sealed.frame)
}
