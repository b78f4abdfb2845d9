// Brings a database to the newest schema, one numbered step after the other, all or nothing, and says
// when a hub of another version must go first.
import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { first } from './migrations/0001-first.ts'
import { kioskPart } from './migrations/0002-kiosk-part.ts'
import { alarm } from './migrations/0003-alarm.ts'
import { askMark } from './migrations/0004-ask-mark.ts'
import { deadLetter } from './migrations/0005-dead-letter.ts'
import { askSeen } from './migrations/0006-ask-seen-expands.ts'
import { branchCalendar } from './migrations/0007-branch-calendar-expands.ts'
import { entryRules } from './migrations/0008-entry-rules-expands.ts'
import { allowList } from './migrations/0009-allow-list-expands.ts'
import { pinReader } from './migrations/0010-pin-reader-expands.ts'
import { pinDuress } from './migrations/0011-pin-duress-expands.ts'
import { offlineList } from './migrations/0012-offline-list-expands.ts'
import { extendedUnlock } from './migrations/0014-extended-unlock-expands.ts'
import { branchPremises } from './migrations/0015-branch-premises-expands.ts'
import { audit } from './migrations/0016-audit-expands.ts'
import { branchOverride } from './migrations/0017-branch-override-expands.ts'

type Steps = Record<string, Migration>

const steps = (statements: readonly string[]): Migration => ({
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
})

/** Only ever added to. A step that has run anywhere is never changed. */
const MIGRATIONS: Steps = {
  '0001-first': steps(first),
  '0002-kiosk-part': steps(kioskPart),
  '0003-alarm': steps(alarm),
  '0004-ask-mark': steps(askMark),
  '0005-dead-letter': steps(deadLetter),
  '0006-ask-seen-expands': steps(askSeen),
  '0007-branch-calendar-expands': steps(branchCalendar),
  '0008-entry-rules-expands': steps(entryRules),
  '0009-allow-list-expands': steps(allowList),
  '0010-pin-reader-expands': steps(pinReader),
  '0011-pin-duress-expands': steps(pinDuress),
  '0012-offline-list-expands': steps(offlineList),
  '0014-extended-unlock-expands': steps(extendedUnlock),
  '0015-branch-premises-expands': steps(branchPremises),
  '0016-audit-expands': steps(audit),
  '0017-branch-override-expands': steps(branchOverride),
}

/**
 * A step of such a name only adds, and nothing that an older hub must write: that one may go on beside
 * it, and be started again after it.
 */
const onlyExpands = (name: string): boolean => name.endsWith('-expands')

/** `others`: another hub has the store open. */
type Migrating = { others: boolean; known?: Steps }

/**
 * Throws when the database is of a newer program, when another hub that has it open could not follow, or
 * when a step fails; then nothing is changed.
 */
export const migrate = async <Tables>(
  db: Kysely<Tables>,
  { others, known = MIGRATIONS }: Migrating,
): Promise<void> => {
  const done = await stepsDone(db)
  const ofLater = done.filter((name) => known[name] === undefined)
  const tooNew = ofLater.find((name) => !onlyExpands(name))
  if (tooNew !== undefined) throw new Error(olderThan(tooNew))
  const alone = Object.keys(known).find(
    (name) => !done.includes(name) && !onlyExpands(name),
  )
  if (others && alone !== undefined) throw new Error(mustGo(alone))
  const passed = Object.fromEntries(ofLater.map((name) => [name, steps([])]))
  const provider = { getMigrations: async () => ({ ...known, ...passed }) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined)
    throw new Error('the store cannot be brought up to date', { cause: error })
}

const olderThan = (step: string): string =>
  `the store is of a newer version of the hub (step ${step}): start that version, or restore the backup from before it`

const mustGo = (step: string): string =>
  `this version changes the store (step ${step}) in a way that the hub that runs cannot follow: stop that one, then start this one`

const stepsDone = async <Tables>(db: Kysely<Tables>): Promise<string[]> => {
  const tables =
    await sql`select 1 from sqlite_master where name = 'kysely_migration'`.execute(db)
  if (tables.rows.length === 0) return []
  const done = sql<{ name: string }>`select name from kysely_migration order by name`
  return (await done.execute(db)).rows.map(({ name }) => name)
}
