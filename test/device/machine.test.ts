import { mock } from 'node:test'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { silent } from '../../device/log.ts'
import { type Machine, startMachine, type TimerEvent } from '../../device/machine.ts'

type Event = { kind: 'say'; word: string } | { kind: 'arm' } | { kind: 'disarm' }
type Effect = { kind: 'write'; word: string }
type Diary = { words: readonly string[] }

const machine = suite('machine')

/** Writes each word twice, and `late` when its timer comes. */
const diary = (
  run: (word: string) => Promise<void> | void,
): Machine<Diary, Event, Effect, 'late'> => ({
  initial: { state: { words: [] }, effects: [] },
  next: (state, event: Event | TimerEvent<'late'>) => {
    if (event.kind === 'arm')
      return { state, effects: [{ kind: 'timer', name: 'late', ms: 1000 }] }
    if (event.kind === 'disarm') return { state, effects: [{ kind: 'stop', name: 'late' }] }
    const word = event.kind === 'timer' ? event.name : event.word
    const twice: Effect[] = [1, 2].map((n) => ({ kind: 'write', word: `${word}${n}` }))
    return { state: { words: [...state.words, word] }, effects: twice }
  },
  run: (effect) => run(effect.word),
  changed: () => {},
  failed: () => ({ kind: 'say', word: 'failed' }),
  log: silent,
})

/** Lets everything that waits for nothing but its turn come to its end. */
const turns = async (): Promise<void> => {
  for (let n = 0; n < 50; n++) await Promise.resolve()
}

machine('effects of an event are done before the next event is heard', async () => {
  const done: string[] = []
  let letGo = (): void => {}
  const slow = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await using running = startMachine(
    diary(async (word) => {
      if (word === 'a1') await slow
      done.push(word)
    }),
  )
  running.post({ kind: 'say', word: 'a' })
  running.post({ kind: 'say', word: 'b' })
  await turns()
  assert.equal(done, [])
  letGo()
  await turns()
  assert.equal(done, ['a1', 'a2', 'b1', 'b2'])
})

machine('a state is told when its effects are done, and not when one failed', async () => {
  const done: string[] = []
  const writing = diary((word) => {
    if (word === 'b1') throw new Error('the disk is full')
    done.push(word)
  })
  await using running = startMachine({
    ...writing,
    changed: ({ words }) => done.push(`told ${words.at(-1) ?? 'nothing'}`),
  })
  running.post({ kind: 'say', word: 'a' })
  running.post({ kind: 'say', word: 'b' })
  await turns()
  const failed = ['failed1', 'failed2', 'told failed']
  assert.equal(done, ['told nothing', 'a1', 'a2', 'told a', ...failed])
})

machine(
  'an effect that fails leaves the rest of its list undone, and is told',
  async () => {
    const done: string[] = []
    await using running = startMachine(
      diary((word) => {
        if (word === 'a1') throw new Error('the disk is full')
        done.push(word)
      }),
    )
    running.post({ kind: 'say', word: 'a' })
    running.post({ kind: 'say', word: 'b' })
    await turns()
    assert.equal(done, ['b1', 'b2', 'failed1', 'failed2'])
  },
)

machine(
  'a timer that is set again begins anew, and one that is stopped never comes',
  async () => {
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const done: string[] = []
      await using running = startMachine(
        diary((word) => {
          done.push(word)
        }),
      )
      running.post({ kind: 'arm' })
      await turns()
      mock.timers.tick(999)
      running.post({ kind: 'arm' })
      await turns()
      mock.timers.tick(999)
      await turns()
      assert.equal(done, [])
      mock.timers.tick(1)
      await turns()
      assert.equal(done, ['late1', 'late2'])
      running.post({ kind: 'arm' })
      running.post({ kind: 'disarm' })
      await turns()
      mock.timers.tick(2000)
      await turns()
      assert.equal(done, ['late1', 'late2'])
    } finally {
      mock.timers.reset()
    }
  },
)

machine('a timer that expires while an earlier event stops it does not come', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const done: string[] = []
    await using running = startMachine(
      diary((word) => {
        done.push(word)
      }),
    )
    running.post({ kind: 'arm' })
    await turns()
    running.post({ kind: 'disarm' })
    mock.timers.tick(1000)
    await turns()
    assert.equal(done, [])
  } finally {
    mock.timers.reset()
  }
})

machine('a flood is cut off, and what came first is done', async () => {
  const done: string[] = []
  await using running = startMachine(
    diary((word) => {
      done.push(word)
    }),
  )
  for (let n = 0; n < 5000; n++) running.post({ kind: 'say', word: `${n} ` })
  for (let n = 0; n < 500; n++) await turns()
  assert.ok(done.length <= 2002, `${done.length}`)
  assert.is(done[0], '0 1')
})

machine('after its end nothing is heard', async () => {
  const done: string[] = []
  const running = startMachine(
    diary((word) => {
      done.push(word)
    }),
  )
  await running[Symbol.asyncDispose]()
  running.post({ kind: 'say', word: 'a' })
  await turns()
  assert.equal(done, [])
})

machine.run()
