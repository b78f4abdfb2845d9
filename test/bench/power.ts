// `power`: the power cut at random instants under a kiosk's journal and the hub's store; every row
// that was promised before must be there after. `B24_ROUNDS=15000` for a release.
import { type Cuts, powerCuts, powerNeeds } from '../support/power.ts'
import { type Metric, progress } from './report.ts'

const ROUNDS = 200
const TOLD_EACH = 20

const row = 'power'

export const power = async (): Promise<readonly Metric[]> => {
  const missing = powerNeeds()
  if (missing !== undefined) {
    progress(`SKIPPED power: needs ${missing}. Nothing is proven.`)
    return []
  }
  const cuts = await powerCuts({
    rounds: Number(process.env.B24_ROUNDS ?? ROUNDS),
    random: Math.random,
    progress: ({ rounds, acknowledged, lost }) => {
      if (rounds % TOLD_EACH === 0)
        progress(`power: ${rounds} cuts, ${lost} of ${acknowledged} rows lost`)
    },
  })
  return metricsOf(cuts)
}

const metricsOf = ({ rounds, acknowledged, lost, damaged }: Cuts): readonly Metric[] => [
  { row, metric: 'cuts', value: rounds, unit: 'rounds' },
  { row, metric: 'acknowledged', value: acknowledged, unit: 'rows' },
  { row, metric: 'lost', value: lost, unit: 'rows', ratio: lost / acknowledged, goal: 0 },
  {
    row,
    metric: 'damaged',
    value: damaged,
    unit: 'files',
    ratio: damaged / rounds,
    goal: 0,
  },
]
