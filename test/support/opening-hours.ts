// Any hours a branch may write for a day of its week, in quarters.
import fc from 'fast-check'
import type { OpeningPeriod } from '../../hub/protocol/configuration.ts'

const wallTime = fc
  .integer({ min: 0, max: 96 })
  .map((quarter) => [Math.floor(quarter / 4), (quarter % 4) * 15])
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))

export const anyPeriod: fc.Arbitrary<OpeningPeriod> = fc
  .record({
    day: fc.integer({ min: 1, max: 7 }),
    from: wallTime,
    to: wallTime,
    mode: fc.constantFrom('staffed', 'self-service'),
  })
  .filter(({ from, to }) => from < to)
