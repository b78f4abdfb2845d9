// What a run is told as: one line when all was well, else everything needed to see it again.
import type { Ran } from './simulate.ts'

type Asked = { steps: number; kiosks: number; mutant: string | undefined; tookMs: number }

export const tellRan = (ran: Ran, asked: Asked, say: (line: string) => void): void => {
  const { seed, violations, steps, hash, facts, unlocks, elapsed, weather } = ran
  const outcome = violations.length === 0 ? 'ok' : 'FAILED'
  say(
    `seed ${seed}: ${outcome}, ${steps} steps, ${facts} facts, ${unlocks} unlocked, ` +
      `${Math.round(elapsed / 1000)} s simulated in ${asked.tookMs} ms, trace ${hash}, ` +
      `${weather.faults.join(' ')} 1:${weather.oneIn}`,
  )
  if (violations.length === 0) return
  say(`The last of the trace:\n  ${ran.last.join('\n  ')}`)
  say(`Broken at step ${steps}:\n  ${violations.slice(0, 20).join('\n  ')}`)
  say(`Again: ${commandOf(seed, asked)}`)
}

const commandOf = (seed: number, { steps, kiosks, mutant }: Asked): string =>
  [
    `npm run simulate -- --seed ${seed} --steps ${steps} --kiosks ${kiosks} --trace`,
    ...(mutant === undefined ? [] : [`--mutant ${mutant}`]),
  ].join(' ')
