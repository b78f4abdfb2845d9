// Reads what the hub sends: bytes to a checked message of its channel, or the reason why not.
import {
  type AckMessage,
  type AnswerMessage,
  ackMessage,
  answerMessage,
  type CommandMessage,
  type ConfigMessage,
  commandMessage,
  configMessage,
  isOfNewerProtocol,
  MAX_PAYLOAD_BYTES,
  type StrikeMessage,
  strikeMessage,
} from '../../hub/protocol/envelope.ts'
import type { Channel } from '../../hub/protocol/topics.ts'

export type Incoming =
  | { ok: true; channel: 'ack'; message: AckMessage }
  | { ok: true; channel: 'answer'; message: AnswerMessage }
  | { ok: true; channel: 'config'; message: ConfigMessage }
  | { ok: true; channel: 'command'; message: CommandMessage }
  | { ok: true; channel: 'strike'; message: StrikeMessage }
  | {
      ok: false
      reason:
        | 'retained'
        | 'too-large'
        | 'not-json'
        | 'newer-protocol'
        | 'not-as-agreed'
        | 'unexpected-channel'
    }

/** Only `config` may be kept for later: an old command, answer or ack says nothing of now (fault 30). */
export const readIncoming = (
  channel: Channel,
  payload: Uint8Array,
  isRetained = false,
): Incoming => {
  if (isRetained && channel !== 'config') return { ok: false, reason: 'retained' }
  if (payload.length > MAX_PAYLOAD_BYTES) return { ok: false, reason: 'too-large' }
  const body = parseJson(payload)
  if (body === undefined) return { ok: false, reason: 'not-json' }
  if (isOfNewerProtocol(body)) return { ok: false, reason: 'newer-protocol' }
  return readBody(channel, body)
}

const parseJson = (payload: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return undefined
  }
}

const BAD = { ok: false, reason: 'not-as-agreed' } as const

const readBody = (channel: Channel, body: unknown): Incoming => {
  if (channel === 'ack') {
    const { success, data } = ackMessage.safeParse(body)
    return success ? { ok: true, channel, message: data } : BAD
  }
  if (channel === 'answer') {
    const { success, data } = answerMessage.safeParse(body)
    return success ? { ok: true, channel, message: data } : BAD
  }
  if (channel === 'config') {
    const { success, data } = configMessage.safeParse(body)
    return success ? { ok: true, channel, message: data } : BAD
  }
  if (channel === 'command') {
    const strike = strikeMessage.safeParse(body)
    if (strike.success) return { ok: true, channel: 'strike', message: strike.data }
    const { success, data } = commandMessage.safeParse(body)
    return success ? { ok: true, channel, message: data } : BAD
  }
  return { ok: false, reason: 'unexpected-channel' }
}
