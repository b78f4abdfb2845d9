// What is on the disks now, read at quiet moments through the connections of those who live.

import { lookAt } from './disk.ts'
import type { Life } from './life.ts'

export type InboxRow = {
  kiosk: string
  epoch: number
  seq: number
  kind: string
  body: string | null
}
export type JournalRow = { epoch: number; seq: number }

export type HubRecords = {
  inbox: readonly InboxRow[]
  visits: number
}

const INBOX = 'select kiosk, epoch, seq, kind, body from inbox order by kiosk, epoch, seq'
const VISITS = 'select coalesce(sum(count), 0) as visits from visit_count'

/** Undefined when nothing was committed since the last look, or the hub has not opened its store. */
export const hubRecords = async (life: Life): Promise<HubRecords | undefined> => {
  const look = lookAt(life, 'hub.sqlite')
  if (look?.isDirty !== true || !(await has(look, 'visit_count'))) return undefined
  const inbox = await look.read<InboxRow>(INBOX)
  const [row] = await look.read<{ visits: number }>(VISITS)
  return { inbox, visits: row?.visits ?? 0 }
}

export const journalRecords = async (
  life: Life,
): Promise<readonly JournalRow[] | undefined> => {
  const look = lookAt(life, 'journal.sqlite')
  if (look?.isDirty !== true || !(await has(look, 'event'))) return undefined
  return look.read<JournalRow>('select epoch, seq from event order by epoch, seq')
}

type Look = NonNullable<ReturnType<typeof lookAt>>

/** A file that is being made has no tables yet. */
const has = async ({ read }: Look, table: string): Promise<boolean> => {
  const found = await read(`select name from sqlite_master where name = '${table}'`)
  return found.length > 0
}
