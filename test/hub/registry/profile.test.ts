import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kioskConfiguration as configurationSchema } from '../../../hub/protocol/configuration.ts'
import { kioskConfiguration } from '../../../hub/registry/branches.ts'
import { readCheckedFile } from '../../../hub/registry/checked-file.ts'
import { loadProfile } from '../../../hub/registry/profile.ts'
import { profileFile } from '../../../hub/registry/profile-file.ts'
import { openLibrary, temporaryFolder } from '../../support/library.ts'

/** Dalabiblioteken's members: the fifteen municipalities of the county. */
const MUNICIPALITIES = [
  ...['Avesta', 'Borlänge', 'Falun', 'Gagnef', 'Hedemora', 'Leksand', 'Ludvika'],
  ...['Malung-Sälen', 'Mora', 'Orsa', 'Rättvik', 'Smedjebacken', 'Säter', 'Vansbro'],
  'Älvdalen',
]

test('dalarna has its fifteen municipalities, and others with rules of their own', async () => {
  await using library = await openLibrary()
  const members = await library.store.db.selectFrom('member').selectAll().execute()
  const named = members
    .filter(({ kind }) => kind === 'municipality')
    .map(({ name }) => name)
  assert.equal(named.toSorted(), MUNICIPALITIES.toSorted())
  const kinds = new Set(members.map(({ kind }) => kind))
  assert.equal([...kinds].toSorted(), ['hospital', 'municipality', 'region', 'university'])
  const hospital = await kioskConfiguration(library.store.db, 'lasarettet-falun')
  assert.is(hospital?.minimumAge, 18)
})

test('every branch has a configuration that its kiosks accept', async () => {
  await using library = await openLibrary()
  const branches = await library.store.db.selectFrom('branch').select('id').execute()
  for (const { id } of branches)
    configurationSchema.parse(await kioskConfiguration(library.store.db, id))
  const ids = branches.map(({ id }) => id)
  for (const id of ['falun', 'svardsjo', 'mora', 'orsa', 'avesta'])
    assert.ok(ids.includes(id))
  assert.is(await kioskConfiguration(library.store.db, 'atlantis'), null)
})

test('a branch gets a new version only when something of it changed', async () => {
  await using library = await openLibrary()
  const version = async (id: string) =>
    (await kioskConfiguration(library.store.db, id))?.version
  await loadProfile(library.store, 'dalarna')
  assert.is(await version('svardsjo'), 1)
  const changed = library.store.db.updateTable('branch').set({ loan_days: 14 })
  await changed.where('id', '=', 'svardsjo').execute()
  await loadProfile(library.store, 'dalarna')
  assert.is(await version('svardsjo'), 2)
  assert.is(await version('mora'), 1)
})

const failure = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    return String(error)
  }
  return 'no failure'
}

const read = async (content: string): Promise<string> => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'profile.json')
  await writeFile(path, content)
  return failure(readCheckedFile(path, profileFile))
}

const SMALL = {
  version: 1,
  consortium: 'small',
  name: 'Small',
  zone: 'Europe/Stockholm',
  emergency: '112',
  rules: { loanDays: 28, renewals: 3, loanLimit: 50, minimumAge: 16, unlockMs: 5000 },
  weeks: { day: [{ days: [1], from: '10:00', to: '18:00', mode: 'staffed' }] },
  members: [
    {
      id: 'a',
      name: 'A',
      kind: 'municipality',
      isil: 'SE-A',
      membership: [{ begins: '2020-01-01', ends: null }],
    },
  ],
  branches: [{ id: 'a', member: 'a', name: 'A', phone: '', week: 'day' }],
}

test('tells every problem of a profile at once, with where it is', async () => {
  assert.is(await read(JSON.stringify(SMALL)), 'no failure')
  const [member] = SMALL.members
  const broken = {
    ...SMALL,
    zone: 'Mars/Olympus',
    rules: { ...SMALL.rules, loanDays: 0 },
    members: [{ ...member, membership: [{ begins: '2026-13-01', ends: null }] }],
  }
  const said = await read(JSON.stringify(broken))
  assert.match(said, /zone: must be an IANA time zone/)
  assert.match(said, /rules\.loanDays: /)
  assert.match(said, /members\.0\.membership\.0\.begins: /)
})

test('tells what does not agree within a profile', async () => {
  const [member, branch] = [SMALL.members[0], SMALL.branches[0]]
  const said = await read(
    JSON.stringify({
      ...SMALL,
      members: [member, member],
      branches: [{ ...branch, member: 'b', week: 'night' }],
    }),
  )
  assert.match(said, /members\.1\.id: is used twice/)
  assert.match(said, /members\.1\.isil: is used twice/)
  assert.match(said, /branches\.0\.member: must be the id of a member/)
  assert.match(said, /branches\.0\.week: must be one of weeks/)
})

const LIGHTS = { actions: { lights: [{ in: ['staffed'], is: 'on', minutes: -10 }] } }

test('what a branch does in its states is told to its kiosks, and absent where it does nothing', async () => {
  await using library = await openLibrary()
  const svardsjo = await kioskConfiguration(library.store.db, 'svardsjo')
  assert.ok(svardsjo?.premises?.actions.alarm.some(({ is }) => is === 'armed'))
  const mora = await kioskConfiguration(library.store.db, 'mora')
  assert.not.ok(mora && 'premises' in mora)
})

test('a kiosk from before, or of a branch that does nothing, takes a configuration without it', () => {
  const { premises } = configurationSchema.shape
  assert.is(premises.parse(undefined), undefined)
  const known = premises.parse(LIGHTS)
  assert.equal(known?.arming, {
    unknownInside: false,
    tellAfterMinutes: 10,
    confirmSeconds: 5,
  })
})

test('a state that does not exist, and a value or output that does not, is told', async () => {
  const misspelt = { lights: [{ in: ['staffd'], is: 'on' }] }
  const said = await read(JSON.stringify({ ...SMALL, premises: { actions: misspelt } }))
  assert.match(said, /premises\.actions\.lights\.staffd: must be an opening state/)
  const dimmed = { lights: [{ in: ['staffed'], is: 'dim' }], smoke: [] }
  const told = await read(JSON.stringify({ ...SMALL, premises: { actions: dimmed } }))
  assert.match(told, /premises\.actions\.lights\.0\.is: /)
  assert.match(told, /smoke/)
})

test('a branch has the rules of its co-operation, and its own over them one by one', async () => {
  await using library = await openLibrary()
  const rulesAt = async (id: string) =>
    (await kioskConfiguration(library.store.db, id))?.entry
  const [svardsjo, hospital] = [
    await rulesAt('svardsjo'),
    await rulesAt('lasarettet-falun'),
  ]
  assert.equal([svardsjo?.minimumAge, hospital?.minimumAge], [16, 18])
  assert.equal([svardsjo?.consentBelow, svardsjo?.occupancyLimit], [18, 40])
  assert.equal([hospital?.consentBelow, hospital?.occupancyLimit], [18, null])
})

test('a rule for the door that there is not, or a way in of tomorrow, is told', async () => {
  const entry = { debtLimt: 100, methods: ['palm'] }
  const said = await read(JSON.stringify({ ...SMALL, rules: { ...SMALL.rules, entry } }))
  assert.match(said, /debtLimt/)
  assert.match(said, /rules\.entry\.methods\.0: /)
})

test('a file that is not JSON, or a name that is a path, is refused', async () => {
  await using library = await openLibrary()
  assert.match(await read('{'), /it is not JSON/)
  assert.match(await failure(loadProfile(library.store, '../demo')), /a profile name is/)
})

test.run()
