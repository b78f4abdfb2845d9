// What became of a command, in sentences, and what to type next.
import type { CommandAnswer } from '../../hub/api/client.ts'

type Result = CommandAnswer['results'][number]

const DONE: Record<string, string> = {
  'let-in': 'the lock is released for one entry',
  'hold-open': 'the entrance stands released for everybody',
  'acknowledge-fire': 'the fire is acknowledged, people may be let in again',
  message: 'the message is shown',
  end: 'nothing is held open there',
}

const REASONS: Record<NonNullable<Result['reason']>, string> = {
  'not-sealed': 'it could not open the command',
  'not-signed': 'it does not know the signature of this hub yet',
  'not-as-agreed': 'it could not read the command',
  retained: 'the broker had kept the command',
  'for-another': 'the command was for another kiosk',
  'of-another-boot': 'it has restarted meanwhile',
  replayed: 'it had heard the command before',
  'too-late': 'the command came too late',
  'too-early': 'the clock of the hub was set meanwhile',
  'no-hub-time': 'it could not ask the hub what time it is',
  'no-door': 'it has no door',
  'lines-lost': 'it does not reach the lock',
  fire: 'it burns there, or nobody has acknowledged that it no longer does',
  busy: 'somebody else is just being let in',
}

const resultWords = (name: string, { kiosk, is, reason }: Result): string => {
  if (is === 'done') return `${kiosk}: done, ${DONE[name === 'lockdown' ? 'end' : name]}.`
  if (is === 'refused')
    return `${kiosk}: refused, ${reason === undefined ? 'it did not say why' : REASONS[reason]}.`
  if (is === 'unsupported') return `${kiosk}: it is of a version that cannot do this.`
  return `${kiosk}: not reachable. Nothing waits for it: when it is back, ask again.`
}

const HOURS: Record<string, string> = {
  pause: 'Not open without staff',
  lockdown: 'Nobody is let in, whoever works there; everybody can leave',
  end: 'The usual hours hold again.',
}

/** ISO 8601 in UTC as the minute on this machine's clock. */
const here = (iso: string): string =>
  new Date(iso).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

export const answerWords = (answer: CommandAnswer): readonly string[] => {
  const { do: name, until, results } = answer
  const hours = HOURS[name]
  const upTo =
    until === undefined
      ? ''
      : until === null
        ? ', until told otherwise.'
        : `, until ${here(until)}.`
  return [
    ...(hours === undefined ? [] : [`${hours}${upTo}`]),
    ...results.map((one) => resultWords(name, one)),
    ...(hours === undefined && until ? [`It ends by itself at ${here(until)}.`] : []),
  ]
}

/** Whether everything that was wanted is so. */
export const isDone = ({ results, do: name }: CommandAnswer): boolean =>
  results.every(({ is, reason }) => is === 'done' || reason === 'no-door') ||
  HOURS[name] !== undefined

export const nextWords = ({
  do: name,
  branch,
  results,
}: CommandAnswer): readonly string[] => {
  const end = `b24 end ${branch} --why …`
  if (results.some(({ reason }) => reason === 'fire'))
    return [`b24 acknowledge-fire ${branch} --why …`]
  if (results.some(({ is }) => is === 'not-reachable'))
    return [`the status page says whether ${branch} is connected`]
  if (name === 'hold-open' || name === 'pause' || name === 'lockdown') return [end]
  return [`b24 audit ${branch}`]
}
