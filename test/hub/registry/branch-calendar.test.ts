// A branch's hours from the profile, red days included (fault 18).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { calendarOf, weekPatternOf } from '../../../hub/registry/branch-calendar.ts'
import { branchOf, hoursOf } from '../../../hub/registry/branches.ts'
import { profileFile } from '../../../hub/registry/profile-file.ts'
import { openLibrary } from '../../support/library.ts'

const noon = (day: string): number => Date.parse(`${day}T12:00+01:00`)

const ROWS: [branch: string, day: string, name: string][] = [
  ['borlange', '2026-10-30', 'staffed'],
  ['borlange', '2026-10-31', 'closed'],
  ['borlange', '2026-12-24', 'staffed'],
  ['borlange', '2026-12-25', 'closed'],
  ['svardsjo', '2026-10-31', 'self-service'],
  ['svardsjo', '2026-12-24', 'self-service'],
]
for (const [branch, day, name] of ROWS)
  test(`${branch} is ${name} at noon on ${day}`, async () => {
    await using library = await openLibrary()
    const row = await branchOf(library.store.db, branch)
    assert.is(hoursOf(row, noon(day)).opening.name, name)
  })

const hours = { from: '10:00', to: '18:00', mode: 'staffed' }
const SMALL = {
  ...{
    version: 1,
    consortium: 'small',
    name: 'Small',
    zone: 'Europe/Oslo',
    emergency: '112',
  },
  rules: { loanDays: 28, renewals: 3, loanLimit: 50, minimumAge: 16, unlockMs: 5000 },
  weeks: {
    winter: [{ days: [1, 'red'], ...hours }],
    summer: [{ days: [2], ...hours }],
    other: [],
  },
  calendar: {
    country: 'NO',
    seasons: [{ begins: '2026-06-01', ends: '2026-08-31', week: 'summer' }],
  },
  members: [
    {
      ...{ id: 'a', name: 'A', kind: 'municipality', isil: 'NO-1' },
      membership: [{ begins: '2020-01-01', ends: null }],
    },
  ],
  branches: [
    { id: 'usual', member: 'a', name: 'Usual', phone: '', week: 'winter' },
    {
      ...{ id: 'other', member: 'a', name: 'Other', phone: '', week: 'other' },
      calendar: { country: null, seasons: [], through: '2026-12-31' },
    },
  ],
}

test('a branch has its own usual week, the weeks of its seasons, and what all have', () => {
  const file = profileFile.parse(SMALL)
  const [usual, other] = file.branches.map((branch) => calendarOf(file, branch))
  assert.equal(Object.keys(usual?.weeks ?? {}).toSorted(), ['summer', 'usual'])
  assert.equal(
    usual?.weeks.usual?.map(({ day }) => day),
    [1, 'red'],
  )
  assert.is(usual?.country, 'NO')
  assert.equal(
    [other?.country, other?.through, Object.keys(other?.weeks ?? {})],
    [null, '2026-12-31', ['usual']],
  )
})

test('a season without a week is said', () => {
  const [season] = SMALL.calendar.seasons
  const calendar = { ...SMALL.calendar, seasons: [{ ...season, week: 'autumn' }] }
  const read = profileFile.safeParse({ ...SMALL, calendar })
  assert.equal(
    read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    ['seasons.autumn must be one of weeks, and not be called usual'],
  )
})

test('kiosks from before calendars get the usual week, hours over midnight in two', () => {
  const file = profileFile.parse({
    ...SMALL,
    weeks: {
      ...SMALL.weeks,
      winter: [
        { days: [7], from: '22:00', to: '02:00', mode: 'self-service' },
        { days: [6], from: '22:00', to: '00:00', mode: 'self-service' },
        { days: ['eve'], ...hours },
      ],
    },
  })
  const [branch] = file.branches
  if (branch === undefined) throw new Error('no branch')
  const mode = 'self-service'
  assert.equal(weekPatternOf(calendarOf(file, branch)), [
    { day: 7, from: '22:00', to: '24:00', mode },
    { day: 1, from: '00:00', to: '02:00', mode },
    { day: 6, from: '22:00', to: '24:00', mode },
  ])
})

test.run()
