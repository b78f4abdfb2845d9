// A simulated OSDP reader, the whole far end: secure channel, keypad, LED, buzzer, tamper switch, and
// whatever a broken or a false one can do.
import { randomBytes } from 'node:crypto'
import { openMessage, sealMessage } from '../wire/osdp-channel.ts'
import {
  decodeOsdpCommand,
  type LedColour,
  NAK,
  type OsdpCommand,
  type Tones,
} from '../wire/osdp-command.ts'
import {
  ANYBODY,
  createOsdpSplitter,
  encodeOsdpFrame,
  isSealed,
  type OsdpFrame,
  type SecurityBlock,
} from '../wire/osdp-frame.ts'
import {
  CAPABILITY,
  encodeOsdpReply,
  type OsdpKey,
  type OsdpReply,
} from '../wire/osdp-reply.ts'
import { createOsdpLock, type OsdpLock } from './osdp-lock.ts'
import type { ByteDevice } from './wires.ts'

/** `bad-mac`, `replay`, `clear` and `garbage` befall one reply; the others last. */
export type OsdpTrouble =
  | 'bad-mac'
  /** The reply of three commands ago, which had the same number. */
  | 'replay'
  /** A badge in clear text, though there is a session. */
  | 'clear'
  | 'garbage'
  | 'silent'
  | 'busy'
  | 'no-crypto'

export type OsdpDevice = ByteDevice & {
  /** Holds a badge to it: its bits, as the format of a Wiegand line says. */
  hold(badge: Omit<Extract<OsdpReply, { kind: 'badge' }>, 'kind'>): void
  type(keys: readonly OsdpKey[]): void
  /** Opens or closes its case. */
  tamper(on: boolean): void
  trouble: OsdpTrouble | undefined
  /** Called with each command it has taken, sealed or not. */
  onCommand: ((command: OsdpCommand, isSecure: boolean) => void) | undefined
  readonly led: LedColour
  readonly tones: Tones
  /** Its own key; null as it leaves its factory. */
  readonly key: Uint8Array | null
}

export type OsdpDeviceSettings = {
  /** 0…126. */
  address: number
  /** Null: it takes the key of the factory, until another was set. */
  key: Uint8Array | null
  /** RND.B; drawn anew each time unless told otherwise. */
  random?: () => Uint8Array
  /** Whether it tells by itself that its case was opened; else it has to be asked. */
  isTelling?: boolean
}

const KEPT = 3

export const createOsdpDevice = ({
  address,
  key,
  random = () => Uint8Array.from(randomBytes(8)),
  isTelling = true,
}: OsdpDeviceSettings): OsdpDevice => {
  let splitter = createOsdpSplitter()
  let send: ((bytes: Uint8Array) => void) | undefined
  let lock: OsdpLock = createOsdpLock({ key, random })
  /** Number of the last command, and the latest replies. */
  let sequence = 0
  let replies: Uint8Array[] = []
  let waiting: OsdpReply[] = []
  let isOpened = false
  let led: LedColour = 'off'
  let tones: Tones = 'none'

  const is = (trouble: OsdpTrouble): boolean => device.trouble === trouble
  const once = (trouble: OsdpTrouble): boolean => {
    if (!is(trouble)) return false
    device.trouble = undefined
    return true
  }

  const plain = (
    at: number,
    said: OsdpReply,
    security: SecurityBlock | null = null,
  ): Uint8Array =>
    encodeOsdpFrame({
      ...{ address, sequence: at, isReply: true, check: 'crc', security },
      ...{ ...encodeOsdpReply(said), mac: new Uint8Array(0) },
    })

  const status = (): OsdpReply => ({ kind: 'local-status', tamper: isOpened, power: false })

  const obey = (command: OsdpCommand): OsdpReply => {
    switch (command.kind) {
      case 'id':
        return { kind: 'id', vendor: '000000', model: 1, version: 1, serial: 24 }
      case 'capabilities':
        return { kind: 'capabilities', capabilities: capable(is('no-crypto')) }
      case 'local-status':
        return status()
      case 'led':
        led = command.colour
        return { kind: 'ack' }
      case 'buzzer':
        tones = command.tones
        return { kind: 'ack' }
      case 'set-key':
        lock.setKey(command.key)
        return { kind: 'ack' }
      case 'poll':
        return waiting.shift() ?? { kind: 'ack' }
      case 'challenge':
      case 'proof':
        return { kind: 'nak', reason: NAK.conditions }
    }
  }

  /** In clear it says who it is, what it can, and how to begin; all else wants a session. */
  const inClear = (frame: OsdpFrame): Uint8Array => {
    const at = frame.sequence
    const decoded = decodeOsdpCommand(frame)
    if (!decoded.ok) return plain(at, nak(decoded.nak))
    const { command } = decoded
    device.onCommand?.(command, false)
    if (command.kind === 'id' || command.kind === 'capabilities')
      return plain(at, obey(command))
    if (is('no-crypto') || (command.kind !== 'challenge' && command.kind !== 'proof'))
      return plain(at, nak(NAK.conditions))
    const answer = lock.shake(command, frame.security?.body[0])
    return answer === undefined
      ? plain(at, nak(NAK.conditions))
      : plain(at, answer.reply, answer.security)
  }

  const inSession = (frame: OsdpFrame): Uint8Array => {
    const opened = lock.channel && openMessage(lock.channel, 'panel', frame)
    if (!opened?.ok) {
      lock.forget()
      return plain(frame.sequence, nak(NAK.conditions))
    }
    const decoded = decodeOsdpCommand(opened.message)
    if (decoded.ok) device.onCommand?.(decoded.command, true)
    const said = decoded.ok ? obey(decoded.command) : nak(decoded.nak)
    const place = { address, sequence: frame.sequence }
    const sealed = sealMessage(opened.channel, 'reader', place, encodeOsdpReply(said))
    lock.goOn(sealed.channel)
    return disturbed(sealed.frame)
  }

  const disturbed = (frame: OsdpFrame): Uint8Array => {
    const old = replies[KEPT - 1]
    if (once('clear')) return plain(frame.sequence, FALSE_BADGE)
    if (once('bad-mac')) return encodeOsdpFrame({ ...frame, mac: new Uint8Array(4) })
    if (old !== undefined && once('replay')) return old
    return encodeOsdpFrame(frame)
  }

  /** A command that comes again is not obeyed again: its reply is said once more. */
  const replyTo = (frame: OsdpFrame): Uint8Array => {
    const [last] = replies
    if (frame.sequence === 0) {
      lock.forget()
      replies = []
    } else if (frame.sequence === sequence && last !== undefined) return last
    else if (frame.sequence !== (sequence % 3) + 1)
      return plain(frame.sequence, nak(NAK.sequence))
    sequence = frame.sequence
    const reply = isSealed(frame.security) ? inSession(frame) : inClear(frame)
    replies = [reply, ...replies].slice(0, KEPT)
    return reply
  }

  const hear = (frame: OsdpFrame): void => {
    if (frame.isReply || (frame.address !== address && frame.address !== ANYBODY)) return
    if (is('silent')) return
    const reply = is('busy') ? plain(0, { kind: 'busy' }) : replyTo(frame)
    if (once('garbage')) send?.(Uint8Array.from(randomBytes(40)))
    send?.(reply)
  }

  const device: OsdpDevice = {
    plugged: (to) => {
      send = to
      splitter = createOsdpSplitter()
      lock = createOsdpLock({ key: lock.key, random })
      sequence = 0
      replies = []
    },
    receive: (bytes) => {
      for (const frame of splitter.push(bytes)) hear(frame)
    },
    unplugged: () => {
      send = undefined
      waiting = []
    },
    hold: (badge) => {
      waiting.push({ kind: 'badge', ...badge })
    },
    type: (keys) => {
      waiting.push({ kind: 'keys', keys })
    },
    tamper: (on) => {
      isOpened = on
      if (isTelling) waiting.push(status())
    },
    trouble: undefined,
    onCommand: undefined,
    get led() {
      return led
    },
    get tones() {
      return tones
    },
    get key() {
      return lock.key
    },
  }
  return device
}

const nak = (reason: number): OsdpReply => ({ kind: 'nak', reason })

/** Facility 1, card 1. */
const FALSE_BADGE: OsdpReply = {
  ...{ kind: 'badge', hasParity: true, count: 26 },
  bytes: Uint8Array.of(0x80, 0x80, 0, 0x80),
}

const capable = (isPlain: boolean) => [
  { code: CAPABILITY.led, compliance: 4, count: 1 },
  { code: CAPABILITY.buzzer, compliance: 2, count: 1 },
  { code: CAPABILITY.security, compliance: isPlain ? 0 : 1, count: 1 },
]
