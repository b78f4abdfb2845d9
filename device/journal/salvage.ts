// Reads what can still be read of a damaged journal. The file itself is left as it is.
import { type Connection, connect, type Sql } from './connection.ts'
import { troubleOf } from './trouble.ts'

type Row = Readonly<Record<string, string | number>>
type Table = { name: string; key: readonly string[]; json: string }

const TABLES: readonly Table[] = [
  { name: 'event', key: ['epoch', 'seq'], json: 'body' },
  { name: 'unfinished', key: ['key'], json: 'note' },
  { name: 'memory', key: ['key'], json: 'value' },
]

const AT_ONCE = 500
/** Damage can send a search in circles: no journal within its bounds has as many rows. */
const MOST_READS = 100_000

/** Answers how many rows were saved. Rejects with what `into` says; what `from` says is damage. */
export const salvage = async (from: string, into: Connection): Promise<number> => {
  const damaged = await openDamaged(from)
  if (damaged === undefined) return 0
  try {
    await saveBoot(damaged, into)
    let saved = 0
    // From both ends: what lies behind a damaged page is reached from the other side.
    for (const table of TABLES)
      for (const way of ['asc', 'desc'] as const)
        for await (const rows of readable(damaged, table, way))
          saved += await into.transaction((sql) => save(sql, table, rows))
    return saved
  } finally {
    await damaged.close()
  }
}

const openDamaged = async (from: string): Promise<Connection | undefined> => {
  try {
    return await connect(from, 'read')
  } catch (error) {
    if (troubleOf(error) === undefined) throw error
    return undefined
  }
}

const saveBoot = async (damaged: Sql, into: Sql): Promise<void> => {
  const [boot] = await attempt(() =>
    damaged.all<{ epoch: number; seq: number }>('select epoch, seq from boot'),
  )
  if (boot !== undefined && [boot.epoch, boot.seq].every(Number.isSafeInteger))
    await into.run('insert or replace into boot values (1, ?, ?)', boot.epoch, boot.seq)
}

/** Many rows at a time, fewer and fewer near the damage, and none behind it. */
async function* readable(
  damaged: Sql,
  { name, key, json }: Table,
  way: 'asc' | 'desc',
): AsyncGenerator<readonly Row[]> {
  const columns = key.join(', ')
  const behind = `where (${columns}) ${way === 'asc' ? '>' : '<'} (${key.map(() => '?')})`
  const order = key.map((column) => `${column} ${way}`)
  let last: Row | undefined
  let most = AT_ONCE
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const sql = `select ${columns}, ${json} from ${name}
      ${last === undefined ? '' : behind} order by ${order} limit ${most}`
    const rows = await attempt(() =>
      damaged.all<Row>(sql, ...key.flatMap((column) => last?.[column] ?? [])),
    )
    if (rows.length > 0) yield rows
    else if (most === 1) return
    else most = Math.floor(most / 2)
    last = rows.at(-1) ?? last
  }
}

/** No rows where the file cannot be read. */
const attempt = async <T>(read: () => Promise<T[]>): Promise<T[]> => {
  try {
    return await read()
  } catch (error) {
    if (troubleOf(error) === undefined && !isNoTable(error)) throw error
    return []
  }
}

const isNoTable = (error: unknown): boolean => /no such table/.test(String(error))

const save = async (
  into: Sql,
  { name, key, json }: Table,
  rows: readonly Row[],
): Promise<number> => {
  const columns = [...key, json]
  const sql = `insert or ignore into ${name} (${columns}) values (${columns.map(() => '?')})
    returning 1`
  let saved = 0
  for (const row of rows.filter((one) => isKey(key, one) && isJson(one[json])))
    saved += (await into.all(sql, ...columns.map((column) => row[column] ?? null))).length
  return saved
}

const isKey = (key: readonly string[], row: Row): boolean =>
  key.every((column) =>
    column === 'key' ? typeof row[column] === 'string' : Number.isSafeInteger(row[column]),
  )

/** A row that nobody can read would hold up all that come after it. */
const isJson = (text: unknown): boolean => {
  try {
    return typeof text === 'string' && JSON.parse(text) !== undefined
  } catch {
    return false
  }
}
