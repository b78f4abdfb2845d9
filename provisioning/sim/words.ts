// What became of a fleet, and why it did not connect, in the words of whoever sizes or mends a machine.
import type { Phase, Summary } from '../../device/simulator/fleet/scenario.ts'
import type { Answers, Counts } from '../../device/simulator/fleet/tally.ts'

export const progressLine = (
  phase: Phase,
  size: number,
  { online, rows, entries }: Counts,
): string =>
  `${phase}: ${online} of ${size} connected, rows ${rows.acknowledged} of ${rows.told} acknowledged, entries ${timesOf(entries)}`

export const summaryLines = (summary: Summary): string => {
  const { scenario, kiosks, switchedOn, back, counts } = summary
  const { rows, entries, troubles } = counts
  return [
    `${scenario}, ${kiosks} kiosks`,
    `  switched on   ${switchedOn.kiosks} of ${kiosks} answered within ${switchedOn.seconds} s, at most ${switchedOn.peakConnects} connections in one second`,
    ...(back === undefined
      ? []
      : [
          `  came back     ${back.seconds === null ? `NOT all: ${counts.online} of ${kiosks}` : `all within ${back.seconds} s`}, at most ${back.peakConnects} (${percent(back.peakConnects, kiosks)}) in one second; entries meanwhile ${timesOf(back.entries)}`,
        ]),
    `  connected     ${counts.online} of ${kiosks}`,
    `  rows          ${rows.told} told, ${rows.acknowledged} acknowledged`,
    `  entries       ${entries.asked} asked, ${entries.granted} granted, ${timesOf(entries)}; ${entries.late} answered too late, ${entries.alone} without the hub`,
    ...each('  refused       ', entries.refused),
    ...each('  not connected ', troubles),
  ].join('\n')
}

const percent = (part: number, whole: number): string =>
  `${((100 * part) / whole).toFixed(1)} %`

const timesOf = ({ p50, p99 }: Answers): string =>
  p50 === undefined ? 'none answered' : `p50 ${p50} ms p99 ${p99} ms`

const each = (before: string, counts: Record<string, number>): string[] =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([why, times]) => `${before}${times} × ${why}`)

/** `hub` as it was given. None of the first kiosks was answered: why, as they saw it, and what to do. */
export const nobodyAnswered = (hub: string, { troubles, connects }: Counts): string => {
  const [first = ''] = Object.keys(troubles)
  const [trouble = '', reason = ''] = first.split(/: (.*)/s)
  if (connects > 0)
    return `Kiosks connect to ${hub}, and no hub answers them. Its hub is not running, or it knows none of these kiosks: start it with the hub.json that was made with these papers.`
  return `No kiosk can connect to ${hub} (${reason}). ${ADVICE[trouble] ?? ADVICE.network}`
}

const ADVICE: Record<string, string> = {
  network:
    'Is the broker running, and is --hub what "b24 sim prepare" was given? A broker that is swamped answers nobody either.',
  clock: 'The date of this computer is wrong: see "date".',
  certificate:
    'The broker refuses these papers: it is another hub’s, or they are more than 90 days old. Make new ones with "b24 sim prepare --fresh".',
  'another-hub':
    'Who answers there is another hub than the one these papers are for, or is called by another name. Give the --hub that "b24 sim prepare" was given.',
  refused:
    'The broker knows none of these kiosks: start the hub with the hub.json that was made with these papers.',
}
