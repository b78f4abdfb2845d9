// Brings a database to the newest schema, one numbered step after the other, all or nothing.
import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely'
import { first } from './migrations/0001-first.ts'
import { kioskPart } from './migrations/0002-kiosk-part.ts'
import { alarm } from './migrations/0003-alarm.ts'
import { askMark } from './migrations/0004-ask-mark.ts'
import { deadLetter } from './migrations/0005-dead-letter.ts'
import { branchCalendar } from './migrations/0006-branch-calendar.ts'

const steps = (statements: readonly string[]): Migration => ({
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
})

/** Only ever added to. A step that has run anywhere is never changed. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-first': steps(first),
  '0002-kiosk-part': steps(kioskPart),
  '0003-alarm': steps(alarm),
  '0004-ask-mark': steps(askMark),
  '0005-dead-letter': steps(deadLetter),
  '0006-branch-calendar': steps(branchCalendar),
}

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS }

/** Throws when the database is of a newer program, or when a step fails; then nothing is changed. */
export const migrate = async <Tables>(db: Kysely<Tables>): Promise<void> => {
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined)
    throw new Error('the store cannot be brought up to date: is it of a newer version?', {
      cause: error,
    })
}
