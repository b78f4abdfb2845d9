// Commands for a guest's shell, one after the other, each with what it said and how it ended.
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'

/** Ends what hangs; an emulated machine beside others is slow. */
const RUN_LIMIT_MS = 300_000

export type Shell = {
  /** Answers what the words said on both outputs. Rejects, with that, unless they end well. */
  run(words: string): Promise<string>
}

/** `console` is named in every failure. */
export const openShell = (socket: Socket, console: string): Shell => {
  let heard = ''
  let listening: () => void = () => {}
  let gone: () => void = () => {}
  socket.once('close', () => gone())
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString()
    listening()
  })

  const answerTo = (mark: string, words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(limit)
        reject(new Error(`${words}: ${why} (console: ${console})`))
      }
      const limit = setTimeout(() => fail(`no answer. ${heard}`), RUN_LIMIT_MS)
      gone = () => fail('the machine is gone')
      listening = () => {
        const found = new RegExp(`^([^]*)\\n${mark} (\\d+)\\n`).exec(heard)
        if (found === null) return
        clearTimeout(limit)
        heard = ''
        const [, said = '', code] = found
        if (code === '0') resolve(said.trim())
        else fail(`ended with ${code}: ${said.trim()}`)
      }
    })

  let last: Promise<unknown> = Promise.resolve()
  return {
    run: (words) => {
      const mark = randomBytes(8).toString('hex')
      const coded = Buffer.from(words).toString('base64')
      const run = `(eval "$(echo ${coded} | base64 -d)") </dev/null 2>&1`
      const asked = last.then(() => {
        socket.write(`${run}; code=$?; echo; echo ${mark} $code\n`)
        return answerTo(mark, words)
      })
      last = asked.catch(() => {})
      return asked
    },
  }
}
