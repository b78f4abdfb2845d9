// A co-operation as data: its members, branches, hours and rules. A new one needs no code.
import { fileURLToPath } from 'node:url'
import { NOBODY } from '../offline/policy.ts'
import { entryRules } from '../protocol/entry-rules.ts'
import type { Store, Tx } from '../store/store.ts'
import { calendarOf, weekPatternOf } from './branch-calendar.ts'
import { readCheckedFile } from './checked-file.ts'
import { branchRules, type ProfileFile, profileFile, profileId } from './profile-file.ts'

type BranchOfFile = ProfileFile['branches'][number]

/** What the rest of the hub needs to know of its co-operation. */
export type Profile = { consortium: string; name: string }

/** Reads `profiles/<name>.json` into the store. Throws an error that lists every problem. */
export const loadProfile = async (store: Store, name: string): Promise<Profile> => {
  if (!profileId.safeParse(name).success)
    throw new Error('a profile name is 1–40 of a-z 0-9 -')
  const path = fileURLToPath(new URL(`profiles/${name}.json`, import.meta.url))
  return storeProfile(store, await readCheckedFile(path, profileFile))
}

const storeProfile = (store: Store, file: ProfileFile): Promise<Profile> =>
  store.transaction(async (tx) => {
    for (const each of file.members) await storeMember(tx, each)
    for (const each of file.branches) await storeBranch(tx, branchRow(file, each))
    return { consortium: file.consortium, name: file.name }
  })

const storeMember = async (
  tx: Tx,
  { membership, ...row }: ProfileFile['members'][number],
): Promise<void> => {
  await tx
    .insertInto('member')
    .values(row)
    .onConflict((on) => on.column('id').doUpdateSet(row))
    .execute()
  await tx.deleteFrom('membership').where('member', '=', row.id).execute()
  await tx
    .insertInto('membership')
    .values(membership.map((term) => ({ member: row.id, ...term })))
    .execute()
}

type BranchRow = ReturnType<typeof branchRow>

const branchRow = (file: ProfileFile, branch: BranchOfFile) => {
  const { id, member, name, phone } = branch
  const rules = branchRules.parse({ ...file.rules, ...branch.rules })
  const calendar = calendarOf(file, branch)
  const { minimumAge } = rules
  const own = { ...file.rules.entry, ...branch.rules?.entry }
  const premises = branch.premises ?? file.premises
  return {
    id,
    member,
    name,
    phone,
    zone: file.zone,
    emergency: file.emergency,
    week: JSON.stringify(weekPatternOf(calendar)),
    calendar: JSON.stringify(calendar),
    premises: premises === undefined ? null : JSON.stringify(premises),
    unlock_ms: rules.unlockMs,
    minimum_age: minimumAge,
    entry: JSON.stringify(entryRules.parse({ minimumAge, ...own })),
    extended_ms: rules.extendedUnlockMs,
    loan_days: rules.loanDays,
    renewals: rules.renewals,
    loan_limit: rules.loanLimit,
    offline: JSON.stringify(rules.offline ?? NOBODY),
  }
}

/** A branch that changed gets the next version, so that its kiosks take the change. */
const storeBranch = async (tx: Tx, row: BranchRow): Promise<void> => {
  const before = await tx
    .selectFrom('branch')
    .selectAll()
    .where('id', '=', row.id)
    .executeTakeFirst()
  const version = before?.version ?? 1
  const same = before !== undefined && sameRow({ ...row, version }, before)
  const next = {
    ...row,
    overrides: before?.overrides ?? '[]',
    version: before === undefined || same ? version : version + 1,
  }
  await tx
    .insertInto('branch')
    .values(next)
    .onConflict((on) => on.column('id').doUpdateSet(next))
    .execute()
}

const sameRow = (a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
  Object.keys(a).every((column) => a[column] === b[column])
