// What somebody should know of a kiosk's presence: that it is silent, that it comes again and again,
// that its boot number goes back. Monotonic time throughout: a clock that is set makes nobody late.
import type { Alarms, OpenAlarm } from '../alarms/alarms.ts'
import type { StateMessage } from '../protocol/envelope.ts'

/** Kiosks say their state every 30 s: three times missed is silence. */
export const SILENT_AFTER_MS = 90_000
/** So many states within a minute are connection after connection. */
export const FLAPPING_STATES = 15
const MINUTE_MS = 60_000
const LOOK_EACH_MS = 10_000

/** `heard` and `states` in ms of a clock that is never set. */
type Watched = {
  heard: number
  states: readonly number[]
  epoch: number | undefined
}

type Noticed = { watched: Watched; flapping: boolean; bootGoesBack: boolean }

/** A kiosk has said its state, or its will was told: that is the broker's word, and not heard of it. */
const afterState = (
  before: Watched | undefined,
  { status, epoch }: Pick<StateMessage, 'status' | 'epoch'>,
  now: number,
): Noticed => {
  const known = before ?? { heard: now, states: [], epoch: undefined }
  if (status === 'lost') return { watched: known, flapping: false, bootGoesBack: false }
  const recent = known.states.filter((at) => now - at < MINUTE_MS)
  const states = [...recent, now].slice(-FLAPPING_STATES)
  return {
    watched: { heard: now, states, epoch },
    flapping: states.length === FLAPPING_STATES,
    bootGoesBack: known.epoch !== undefined && epoch < known.epoch,
  }
}

const isSilent = ({ heard }: Watched, now: number): boolean =>
  now - heard >= SILENT_AFTER_MS

/** Of what was watched for a whole minute. */
const isCalm = ({ states }: Watched, now: number): boolean =>
  states.filter((at) => now - at < MINUTE_MS).length < FLAPPING_STATES / 2

const kiosksWith = (wanted: OpenAlarm['kind'], standing: Standing): Set<string> =>
  new Set(standing.flatMap(({ kiosk, kind }) => (kind === wanted ? [kiosk] : [])))

export type Watch = Disposable & {
  heard(kiosk: string): void
  state(kiosk: string, message: StateMessage): void
  /** Looks who is silent, and whose trouble is over. */
  look(): void
  /** Raises and ends alarms from now on, those that stand first of all. */
  speak(standing: Standing): void
}

/** Alarms that stand; of others nothing is known. */
type Standing = readonly Pick<OpenAlarm, 'kiosk' | 'kind'>[]

type WatchOptions = {
  alarms: Pick<Alarms, 'raise' | 'over'>
  /** Kiosks that have been heard of before, with their epoch then; those not yet set up are not. */
  known: ReadonlyMap<string, number>
  /** Milliseconds that only go forward. */
  now?: () => number
}

export const createWatch = ({
  alarms,
  known,
  now = performance.now.bind(performance),
}: WatchOptions): Watch => {
  const began = now()
  const kiosks = new Map<string, Watched>(
    [...known].map(([kiosk, epoch]) => [kiosk, { heard: began, states: [], epoch }]),
  )
  /** Two hubs that see the same must not both tell of it. */
  let speaks = false
  let silent = new Set<string>()
  let flapping = new Set<string>()
  /** Kiosk → what was told of its disk; nothing is known of what an earlier hub was told. */
  let disks = new Map<string, string>()

  const noteDisk = (kiosk: string, storage: StateMessage['storage']): void => {
    if (storage === undefined) {
      if (disks.delete(kiosk)) alarms.over(kiosk, 'disk')
    } else if (disks.get(kiosk) !== storage) {
      disks.set(kiosk, storage)
      alarms.raise({ kiosk, kind: 'disk', detail: storage })
    }
  }
  const isBack = (kiosk: string): void => {
    if (silent.delete(kiosk)) alarms.over(kiosk, 'offline')
  }
  const look = (): void => {
    if (!speaks) return
    const at = now()
    const isWatched = at - began >= MINUTE_MS
    for (const [kiosk, watched] of kiosks) {
      if (isSilent(watched, at) && !silent.has(kiosk)) {
        silent.add(kiosk)
        alarms.raise({ kiosk, kind: 'offline', detail: 'not heard of for 90 s' })
      }
      if (isWatched && isCalm(watched, at) && flapping.delete(kiosk))
        alarms.over(kiosk, 'flapping')
    }
  }
  const timer = setInterval(look, LOOK_EACH_MS)
  timer.unref()
  return {
    look,
    speak: (standing) => {
      speaks = true
      silent = kiosksWith('offline', standing)
      flapping = kiosksWith('flapping', standing)
      disks = new Map([...kiosksWith('disk', standing)].map((kiosk) => [kiosk, '']))
      look()
    },
    heard: (kiosk) => {
      const watched = kiosks.get(kiosk)
      if (watched === undefined) return
      kiosks.set(kiosk, { ...watched, heard: now() })
      isBack(kiosk)
    },
    state: (kiosk, message) => {
      const before = kiosks.get(kiosk)
      const noticed = afterState(before, message, now())
      kiosks.set(kiosk, noticed.watched)
      if (!speaks) return
      if (message.status !== 'lost') {
        isBack(kiosk)
        noteDisk(kiosk, message.storage)
      }
      if (noticed.flapping && !flapping.has(kiosk)) {
        flapping.add(kiosk)
        const detail = `${FLAPPING_STATES} times within a minute`
        alarms.raise({ kiosk, kind: 'flapping', detail })
      }
      if (noticed.bootGoesBack) {
        const detail = `boot ${message.epoch} after ${before?.epoch}`
        alarms.raise({ kiosk, kind: 'boot-goes-back', detail })
      }
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
