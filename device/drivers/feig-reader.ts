// An ISO 15693 pad in FEIG host mode: tells the set of tags in its field, and secures them.
import type { AfiWritten, ItemReader, ItemReaderEvent } from '../ports.ts'
import { openFeigLine } from './feig-line.ts'
import { inventoryOf, readTag, writeAfi } from './feig-tags.ts'
import { createListeners } from './listeners.ts'
import { createRounds } from './rounds.ts'
import type { Log, SerialBinding } from './serial.ts'
import { createTagField, type TagField } from './tag-field.ts'

/** Between two inventories. */
const PAUSE_MS = 80
/** Three inventories without an answer, or thirty the reader could not make: it is given up. */
const PATIENCE = 30
const COST = { broken: 10, refused: 1 } as const

export type ItemReaderSettings = {
  path: string
  /** Bits per second, even parity; 38 400 unless told otherwise. */
  baudRate?: number | undefined
  binding?: SerialBinding | undefined
  log: Log
}

type Job = { uid: string; afi: number; settle(written: AfiWritten): void }

const DISCONNECTED = { ok: false, reason: 'disconnected' } as const

/** Returns at once; connects and reconnects for ever. */
export const openItemReader = ({
  path,
  baudRate = 38_400,
  binding,
  log,
}: ItemReaderSettings): ItemReader => {
  const listeners = createListeners<ItemReaderEvent>()
  let jobs: Job[] = []
  /** Who was in the field since the reader first answered on this connection. */
  let field: TagField | undefined

  const line = openFeigLine({
    path,
    baudRate,
    binding,
    log,
    connected: () => rounds.begin(),
    lost: () => end(),
  })

  const end = (): void => {
    const left = jobs
    jobs = []
    for (const { settle } of left) settle(DISCONNECTED)
    if (field !== undefined) {
      field = undefined
      listeners.tell({ kind: 'item-reader', connected: false })
    }
    rounds.end()
  }

  const greet = (): TagField => {
    const fresh = createTagField()
    field = fresh
    listeners.tell({ kind: 'item-reader', connected: true })
    return fresh
  }

  /** One inventory and the reading of new tags; returns what it cost in patience. */
  const look = async (): Promise<number> => {
    const uids = await inventoryOf(line)
    if (typeof uids === 'string') return COST[uids]
    const current = field ?? greet()
    for (const uid of current.inventory(uids)) current.read(uid, await readTag(line, uid))
    if (current === field && current.takeChange())
      listeners.tell({ kind: 'tags', tags: current.tags })
    return 0
  }

  const write = async ({ uid, afi, settle }: Job): Promise<void> => {
    const written = await writeAfi(line, uid, afi)
    if (written.ok) field?.setAfi(uid, afi)
    else if (written.reason !== 'gone') field?.setAfi(uid, null)
    settle(written)
  }

  const rounds = createRounds(PAUSE_MS, async (isOn) => {
    let patience = PATIENCE
    while (isOn()) {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await write(job)
      const cost = await look()
      patience = cost === 0 ? PATIENCE : patience - cost
      if (!isOn()) return
      if (patience > 0) {
        // Whoever wants to write has waited long enough.
        if (jobs.length === 0) await rounds.pause()
      } else {
        log.warn({ path }, 'item reader does not answer')
        line.reopen()
      }
    }
  })

  return {
    get connected() {
      return field !== undefined
    },
    listen: listeners.add,
    writeAfi: (uid, afi) => {
      if (!Number.isInteger(afi) || afi < 0 || afi > 0xff)
        throw new RangeError('an AFI is 0…255')
      if (field === undefined) return Promise.resolve(DISCONNECTED)
      return new Promise((settle) => {
        jobs.push({ uid, afi, settle })
        rounds.wake()
      })
    },
    close: async () => {
      field = undefined
      end()
      await line.close()
      await rounds.over()
    },
  }
}
