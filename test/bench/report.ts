// One line a metric: row metric value unit ratio goal ok|short, `-` where a field does not apply.

export type Metric = {
  row: string
  metric: string
  value: number
  unit: string
  /** Against something measured in the same run; goal met when ratio ≤ goal. */
  ratio?: number
  goal?: number
}

export const inOneLine = ({ row, metric, value, unit, ratio, goal }: Metric): string =>
  [row, metric, short(value), unit, dash(ratio), dash(goal), verdict(ratio, goal)].join(' ')

const short = (value: number): string => String(Number(value.toPrecision(4)))
const dash = (value: number | undefined): string =>
  value === undefined ? '-' : short(value)

const verdict = (ratio: number | undefined, goal: number | undefined): string =>
  ratio === undefined || goal === undefined ? '-' : ratio <= goal ? 'ok' : 'short'

/** The value below which `share` (0…1) of the sorted samples lie. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  )
}

/** Milliseconds each call took, one after the other. */
export const timeEach = async (
  times: number,
  run: () => Promise<unknown>,
): Promise<number[]> => {
  const samples: number[] = []
  for (let n = 0; n < times; n++) {
    const start = performance.now()
    await run()
    samples.push(performance.now() - start)
  }
  return samples
}

export const progress = (line: string): void => console.error(line)
