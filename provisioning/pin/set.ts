// Sets a PIN through the hub on this machine.
import { z } from 'zod'
import { type Answer, askHub, EXIT, type HubOptions } from '../staff/hub.ts'
import { type Asking, openAsking } from './asking.ts'

type Wish = { card: string; pin: string; duress?: string }

/** Sets the exit code. */
export const runPinSet = async (options: HubOptions): Promise<void> => {
  const wish = await wished()
  const answer = wish === undefined ? NOT_THE_SAME : await set(wish, options)
  if (answer.ok) process.stdout.write(options.json ? '{"schema":1}\n' : 'The PIN is set.\n')
  else {
    process.stderr.write(`${answer.words}\n`)
    process.exitCode = answer.exit
  }
}

const NOT_THE_SAME = {
  ok: false,
  exit: EXIT.usage,
  words: 'The two were not the same. Nothing was changed.',
} as const

const set = (body: Wish, options: HubOptions): Promise<Answer<undefined>> =>
  askHub({ path: '/api/pin', body }, z.undefined(), options)

/** Undefined when what was typed twice differed. */
const wished = async (): Promise<Wish | undefined> => {
  await using asking = openAsking()
  const card = await asking.ask('Card')
  const pin = await chosen(asking, 'PIN')
  if (pin === undefined) return undefined
  const duress = await chosen(asking, 'PIN for duress, or nothing')
  if (duress === undefined) return undefined
  return { card, pin, ...(duress === '' ? {} : { duress }) }
}

/** A person types it twice, since nothing is shown. */
const chosen = async (asking: Asking, words: string): Promise<string | undefined> => {
  const once = await asking.ask(words)
  if (!asking.isPerson || once === '') return once
  return (await asking.ask('The same again')) === once ? once : undefined
}
