// "What would happen on 24 December at 21.55 for a fifteen-year-old?": the rules of the door, asked by
// HTTP and by the command (peers §"ideas nobody has", 6).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { explanation } from '../../hub/api/client.ts'
import { b24 } from '../support/commands.ts'
import { startTestHub } from '../support/hub.ts'

const ask = async (http: string, query: string) => {
  const response = await fetch(`${http}/api/explain?${query}`)
  return { status: response.status, body: await response.json() }
}

type Row = [who: string, query: string, opening: string, decision: string]

const ROWS: Row[] = [
  ['an adult', '', 'self-service', 'granted'],
  ['a fifteen-year-old', 'age=15', 'self-service', 'under-age'],
  ['somebody without an agreement', 'agreement=no', 'self-service', 'no-agreement'],
  ['somebody blocked who is too young', 'age=15&blocked=yes', 'self-service', 'blocked'],
  [
    'somebody whose municipality takes no part',
    'member=no',
    'self-service',
    'member-not-in-force',
  ],
  ['somebody with a wrong PIN', 'pin=no', 'self-service', 'wrong-pin'],
  ['a minor without a guardian', 'age=16', 'self-service', 'no-guardian-consent'],
  [
    'a minor whose guardian has consented',
    'age=16&guardian=yes',
    'self-service',
    'granted',
  ],
  ['somebody who owes much', 'debt=5000000', 'self-service', 'granted'],
  ['the forty-first visitor', 'inside=40', 'self-service', 'full'],
  [
    'the forty-first, who works there',
    'inside=40&category=staff',
    'self-service',
    'granted',
  ],
  ['somebody with the card alone', 'method=card', 'self-service', 'login-method'],
  ['a fifteen-year-old guard', 'age=15&allowed=yes&inside=40', 'self-service', 'granted'],
]

test('on Christmas Eve everybody gets the decision of the door, and the rule behind it', async () => {
  await using hub = await startTestHub()
  for (const [who, query, opening, decision] of ROWS) {
    const { body } = await ask(hub.http, `branch=svardsjo&at=2026-12-24T20:55&${query}`)
    const told = explanation.parse(body)
    assert.equal([told.opening.name, told.decision], [opening, decision], who)
    const refused = told.steps.find(({ verdict }) => verdict === 'refused')
    assert.is(refused?.reason ?? 'granted', decision, who)
  }
})

test('a guard comes in at night, and what the branch asks of others is told as waived', async () => {
  await using hub = await startTestHub()
  const night = 'branch=svardsjo&at=2026-12-25T03:00'
  const { body } = await ask(hub.http, `${night}&allowed=yes&agreement=no`)
  const { decision, steps } = explanation.parse(body)
  assert.is(decision, 'granted')
  const closed = steps.find(({ reason }) => reason === 'closed')
  assert.is(closed?.verdict, 'waived')
  const other = await ask(hub.http, night)
  assert.is(explanation.parse(other.body).decision, 'closed')
})

test('it says where the hours of a day come from, in the time of the branch', async () => {
  await using hub = await startTestHub()
  const { body } = await ask(hub.http, 'branch=borlange&at=2026-10-31T12:00')
  const { at, day, opening, decision } = explanation.parse(body)
  assert.equal(day, { from: 'red-day', red: ['all-saints'], hours: [] })
  assert.is(at, '2026-10-31T12:00:00+01:00')
  assert.is(opening.until, '2026-11-02T10:00:00+01:00')
  assert.is(decision, 'closed')
})

test('what cannot be asked is said, place by place', async () => {
  await using hub = await startTestHub()
  const { status, body } = await ask(hub.http, 'branch=svardsjo&at=2026-02-30T12:00&age=x')
  assert.is(status, 422)
  const places = body.errors.map(({ at }: { at: string }) => at)
  assert.equal(places, ['at', 'age'])
  const nowhere = await ask(hub.http, 'branch=atlantis&at=2026-02-03T12:00')
  assert.is(nowhere.status, 404)
})

test('the command tells it in words, rule by rule, and as JSON', async () => {
  await using hub = await startTestHub()
  const about = ['svardsjo', '2026-12-24T21:55', '--age', '15', '--hub', hub.http]
  const { code, out } = await b24(['explain', ...about])
  assert.is(code, 0)
  for (const words of [
    'Svärdsjö bibliotek, 2026-12-24 21:55',
    'It is open, and closes at 2026-12-24 22:00.',
    'christmas-eve',
    'NO  16 years or older',
    'yes an agreement is signed',
    'Not let in: under-age.',
  ])
    assert.ok(out.includes(words), `${words}\n${out}`)
  const json = await b24(['explain', ...about, '--json'])
  assert.is(explanation.parse(JSON.parse(json.out)).decision, 'under-age')
})

test('the command says of each rule how it stood, and why it was not asked', async () => {
  await using hub = await startTestHub()
  const told = async (...flags: string[]): Promise<string> => {
    const about = ['explain', 'svardsjo', '2026-12-24T20:55', '--hub', hub.http]
    const { code, out, err } = await b24([...about, ...flags])
    assert.is(code, 0, err)
    return out
  }
  const minor = await told('--age', '16', '--debt', '45.50', '--inside', '12')
  for (const words of [
    'yes 16 years or older (16)',
    'NO  under 18: a guardian has consented to that agreement',
    '-   debts are not looked at (owes 45.50)',
    'yes fewer than 40 inside (12 now)',
    'Not let in: no-guardian-consent. She is a minor, and no guardian has consented.',
  ])
    assert.ok(minor.includes(words), `${words}\n${minor}`)
  const guard = await told('--allowed', '--age', '15')
  assert.ok(
    guard.includes('-   16 years or older (15): not asked of the allow list'),
    guard,
  )
  assert.ok(guard.includes('Let in, with up to 3 more.'), guard)
})

test('the command says what to do when no hub answers, or the question is none', async () => {
  const gone = await b24([
    'explain',
    'svardsjo',
    '2026-12-24T21:55',
    '--hub',
    'http://127.0.0.1:1',
  ])
  assert.is(gone.code, 69)
  assert.match(gone.err, 'No hub answers at http://127.0.0.1:1.')
  await using hub = await startTestHub()
  const nowhere = await b24(['explain', 'atlantis', '2026-12-24T21:55', '--hub', hub.http])
  assert.equal([nowhere.code, nowhere.err], [64, 'There is no such branch.\n'])
})

test.run()
