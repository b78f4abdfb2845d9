// Two light barriers across a doorway, a towards the street and b towards the room: who went which
// way. A body is wider than the barriers are apart, so one person breaks near, both, far. Pure.

export type Beam = 'a' | 'b'

export type Walk = {
  /** The barrier that was broken first. */
  from: Beam
  /** Where the last person is: at the near barrier, in both, in the far one, or the next one has come near. */
  at: 'near' | 'both' | 'far' | 'next'
  /** Persons before the last one, who are through unless it was one who turned back. */
  through: number
}

export type Beams = { a: boolean; b: boolean; walk: Walk | null }

export const clear: Beams = { a: false, b: false, walk: null }

/** `in` and `out` are persons who are through, known only when the doorway is empty again. */
export type Sighted = { beams: Beams; in: number; out: number }

export const seen = (before: Beams, beam: Beam, broken: boolean): Sighted => {
  if (before[beam] === broken) return { beams: before, in: 0, out: 0 }
  const now = { ...before, [beam]: broken }
  const { walk } = before
  if (walk === null) return going(now, begun(now, beam))
  const step = stepOf(walk, beam, broken)
  if (step !== 'end') return going(now, step)
  const through = walk.at === 'far' ? walk.through + 1 : Math.max(0, walk.through - 1)
  const beams = { ...now, walk: null }
  return walk.from === 'a' ? { beams, in: through, out: 0 } : { beams, in: 0, out: through }
}

const going = (beams: Beams, walk: Walk | null): Sighted => ({
  beams: { ...beams, walk },
  in: 0,
  out: 0,
})

/** A walk begins at an empty doorway only: what was broken before nobody saw coming. */
const begun = ({ a, b }: Beams, beam: Beam): Walk | null =>
  a !== b && (a ? 'a' : 'b') === beam ? { from: beam, at: 'near', through: 0 } : null

/**
 * near ⇄ both ⇄ far is one person, who may turn back. `far` and then near again is the next one close
 * behind; if then the far one clears, whoever was there is through. Empty from `near` is a turn back.
 */
const stepOf = (walk: Walk, beam: Beam, broken: boolean): Walk | 'end' => {
  const isNear = beam === walk.from
  switch (walk.at) {
    case 'near':
      return isNear ? 'end' : { ...walk, at: 'both' }
    case 'both':
      return { ...walk, at: isNear ? 'far' : 'near' }
    case 'far':
      return isNear ? { ...walk, at: 'next' } : 'end'
    case 'next':
      if (broken) return walk
      return isNear
        ? { ...walk, at: 'far' }
        : { ...walk, at: 'near', through: walk.through + 1 }
  }
}
