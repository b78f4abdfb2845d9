// Hub, kiosks, broker, network, clock and disk under one seed: B24-LINK promises whatever fails.
import { spawn } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FAILED_SEEDS } from '../simulate/failed-seeds.ts'
import { MUTANTS } from '../simulate/mutants.ts'

type Ran = {
  seed: number
  violations: string[]
  hash: string
  facts: number
  unlocks: number
}

/** In a process of its own: it replaces time and chance. */
const simulate = (...args: string[]): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const script = ['--import', 'tsx', 'test/simulate/main.ts', ...args]
    const child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
    child.on('close', (code) => resolve({ code, output }))
  })

const seeds = async (first: number, count: number, ...more: string[]): Promise<Ran[]> => {
  const range = ['--seed', String(first), '--seeds', String(count), '--json']
  const { output } = await simulate(...range, ...more)
  const ran = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Ran => JSON.parse(line))
  assert.is(ran.length, count, output)
  return ran
}

const SEEDS = 6

test('whatever fails, nothing acknowledged is lost, nothing doubled, nobody named or let in', async () => {
  const ran = await seeds(1, SEEDS)
  for (const { seed, violations, facts } of ran) {
    assert.equal(violations, [], `npm run simulate -- --seed ${seed} --trace`)
    assert.ok(facts > 10, `seed ${seed} tells something`)
  }
  assert.ok(ran.some(({ unlocks }) => unlocks > 0))
})

for (const seed of FAILED_SEEDS)
  test(`seed ${seed}, which failed once, fails no more`, async () => {
    const [ran] = await seeds(seed, 1)
    assert.equal(ran?.violations, [])
  })

test('a seed is the same again, step by step', async () => {
  const [first, again] = [await seeds(9, 1), await seeds(9, 1)]
  assert.is(first[0]?.hash, again[0]?.hash)
})

/** Faults put into the program: the same seeds hold without them, see the first test. */
for (const mutant of Object.keys(MUTANTS))
  test(`a program with the fault ${mutant} is found out`, async () => {
    const ran = await seeds(1, 3, '--mutant', mutant)
    assert.ok(ran.some(({ violations }) => violations.length > 0))
  })

test('a failure says how it can be had again, and ends with 1', async () => {
  const { code, output } = await simulate('--seed', '1', '--mutant', 'take-twice')
  assert.is(code, 1)
  const again =
    'npm run simulate -- --seed 1 --steps 3000 --kiosks 2 --trace --mutant take-twice'
  assert.ok(output.includes(again), output)
})

test('what it cannot be told is said, with what it can', async () => {
  const { code, output } = await simulate('--seed', 'x', '--kiosks', '900')
  assert.is(code, 64)
  assert.match(output, '--seed: expected a whole number')
  assert.match(output, '--kiosks: expected a whole number 1–9')
  assert.is((await simulate('--weather', 'fine')).code, 64)
})

test.run()
