// What a restart makes of an item that was secured and then pulled out of the mouth again.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { next } from '../../../device/chute/chute-machine.ts'
import type { ChuteNote } from '../../../device/chute/notes.ts'
import { recover } from '../../../device/chute/recovery.ts'
import { type ChuteInput, initial } from '../../../device/chute/state.ts'
import type { TagSeen } from '../../../device/ports.ts'
import { play } from '../../support/play.ts'

const chute = suite('pulled out of the chute')

const LENT: TagSeen = {
  uid: 'E0A1',
  afi: 0xc2,
  content: { kind: 'item', id: '31080000000013', owner: 'SE-Falun', part: 1, parts: 1 },
}
const timer = (name: 'settle' | 'rest' | 'fall') => ({ kind: 'timer', name }) as const

/** Through the beam, secured, told to fall three times, and still in the mouth. */
const STUCK: readonly ChuteInput[] = [
  { kind: 'item-reader', connected: true },
  { kind: 'board', connected: true },
  { kind: 'tags', tags: [LENT] },
  timer('settle'),
  { kind: 'answer', ask: 1, asked: { ok: false, reason: 'no-answer' } },
  { kind: 'beam', broken: true },
  { kind: 'written', uid: 'E0A1', afi: 0x07, written: { ok: true } },
  { kind: 'beam', broken: false },
  timer('rest'),
  timer('fall'),
  timer('fall'),
  timer('fall'),
]

chute('is not checked in by a restart once its tags are being unlocked again', () => {
  const security = { secured: 0x07, onLoan: 0xc2 }
  const bins = [{ bin: 1, takes: ['shelf', 'unsorted'] as const }]
  const { effects } = play(next, initial({ run: 'chute-1', security, bins }), STUCK)
  const at = effects.findIndex((one) => one.kind === 'write' && one.afi === 0xc2)
  assert.ok(at > 0, 'it is unlocked again')
  const notes = effects
    .slice(0, at)
    .flatMap((one) => (one.kind === 'note' ? [one.note] : []))
  assert.equal(
    notes.map(({ phase }) => phase),
    ['open', 'inside', 'secured', 'open'],
  )
  const note = notes.at(-1) as ChuteNote
  assert.equal(recover({ key: 'chute-1-2', note }, []), {
    kind: 'settled',
    effects: [{ kind: 'finish', key: 'chute-1-2' }],
  })
})

chute.run()
