// Moments at which something is struck down, chosen by counting what happens and never by a clock.
import type { FeigDevice } from '../../device/simulator/feig-device.ts'
import type { FeigRequest } from '../../device/wire/feig.ts'
import type { Passing, Tap } from './tap.ts'

/** `lost`: it does not arrive any more; `arrived`: it does, and its answer is not heard. */
const MOMENTS = [
  'look',
  'AFI lost',
  'AFI written',
  'AFI read back',
  'ask lost',
  'ask arrived',
  'answer lost',
  'event lost',
  'event arrived',
  'ack lost',
  'shown',
] as const
export type Moment = (typeof MOMENTS)[number]

export type Watch = {
  /** Something was promised on the screen. */
  shown(): void
  stop(): void
}

type Happened = (moment: Moment) => boolean

/** Calls `strike` when `moment` happens for the nth time, while it happens. */
export const watchFor = (
  { reader, tap }: { reader: FeigDevice; tap: Tap },
  { moment, nth }: { moment: Moment; nth: number },
  strike: () => void,
): Watch => {
  let left = nth
  /** True when this is the one. */
  const happened: Happened = (what) => {
    if (what !== moment) return false
    left -= 1
    if (left === 0) strike()
    return left === 0
  }
  reader.onRequest = requestsTo(reader, happened)
  tap.onMessage = messagesBy(happened)
  return {
    shown: () => void happened('shown'),
    stop: () => {
      reader.onRequest = undefined
      tap.onMessage = undefined
    },
  }
}

const requestsTo = (reader: FeigDevice, happened: Happened) => {
  let written: string | undefined
  return (request: FeigRequest): void => {
    if (request.kind === 'inventory') happened('look')
    if (request.kind === 'system-information' && request.uid === written) {
      written = undefined
      happened('AFI read back')
    }
    if (request.kind !== 'write-afi') return
    written = request.uid
    if (happened('AFI lost')) hideFromThis(reader, request.uid)
    happened('AFI written')
  }
}

/** The tag does not hear this request, and every later one. */
const hideFromThis = (reader: FeigDevice, uid: string): void => {
  const tag = reader.tags.find((one) => one.uid === uid)
  if (tag === undefined) return
  reader.take(uid)
  queueMicrotask(() => reader.put(tag))
}

const OF_ITEMS = /"kind":"(checkout|item)"/

const messagesBy = (happened: Happened) => {
  const asked = new Set<string>()
  return ({ from, channel, payload }: Passing): 'pass' | 'break' => {
    const about = `${from} ${channel}`
    if (about === 'kiosk ask' && OF_ITEMS.test(payload)) {
      asked.add(JSON.parse(payload).id)
      if (happened('ask lost')) return 'break'
      happened('ask arrived')
    }
    if (about === 'hub answer' && asked.delete(JSON.parse(payload).id))
      return happened('answer lost') ? 'break' : 'pass'
    if (about === 'kiosk event') {
      if (happened('event lost')) return 'break'
      happened('event arrived')
    }
    if (about === 'hub ack' && happened('ack lost')) return 'break'
    return 'pass'
  }
}
