// Asks for what must not be seen: on a terminal nothing typed is shown, else each answer is a line of input.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

export type Asking = AsyncDisposable & {
  /** Resolves with what was typed, without spaces round it; empty when there is nothing more. */
  ask(words: string): Promise<string>
  /** Somebody sits there, who can be asked twice. */
  readonly isPerson: boolean
}

export const openAsking = (): Asking => {
  const { stdin: input, stderr } = process
  const isPerson = input.isTTY
  // As a terminal readline echoes by itself, and into this.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: isPerson })
  const typed = lines[Symbol.asyncIterator]()
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  return {
    isPerson,
    ask: async (words) => {
      if (isPerson) stderr.write(`${words}: `)
      const { value } = await typed.next()
      if (isPerson) stderr.write('\n')
      return String(value ?? '').trim()
    },
    [Symbol.asyncDispose]: async () => lines.close(),
  }
}
