// Whoever stands in the simulated doorway: pulls the wires of the inputs, watches the outputs' levels,
// types at the door's screen. In words: a port, the screens' port, and `name=file` of each line's
// folder in gpio-sim. Speaks lines of JSON.
import { createReadStream, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ScreenAction } from '../../../device/screen-protocol.ts'
import { openScreen, type ScreenClient, ScreenGone } from '../../support/screen.ts'

/** What it is told: to pull a wire up or down, to act at the screen. */
export type ToHands = { pull: string; up: boolean } | { act: ScreenAction }
/** What it tells: a level as it changes, at ms since some moment; what the door's screen shows. */
export type FromHands = { line: string; level: number; at: number } | { shows: string }

/** Fine enough for a pulse of seconds, and coarse enough for an emulated machine. */
const LOOK_MS = 5
const SCREEN_MS = 500

const [portFile = '', screens = '', ...named] = process.argv.slice(2)
// It can be opened once only.
const port = openSync(portFile, 'r+')
const lines = new Map(named.map((words) => words.split('=', 2) as [string, string]))

const tell = (event: FromHands): void => void writeSync(port, `${JSON.stringify(event)}\n`)

const last = new Map<string, number>()
/** Undefined while its chip is pulled out. */
const levelOf = (folder: string): number | undefined => {
  try {
    return Number(readFileSync(`${folder}/value`, 'utf8'))
  } catch {
    return undefined
  }
}
const look = (): void => {
  for (const [line, folder] of lines) {
    const level = levelOf(folder)
    if (level === undefined || last.get(line) === level) continue
    last.set(line, level)
    tell({ line, level, at: performance.now() })
  }
}

let screen: ScreenClient | undefined
const visit = async (): Promise<void> => {
  screen = await openScreen(Number(screens), 'door')
  screen.onShown(({ view }) => tell({ shows: view.screen }))
  for (;;)
    try {
      await screen.showsAny(() => false)
    } catch (error) {
      // Else only its patience ended.
      if (error instanceof ScreenGone) return
    }
}
/** Again and again: the kiosk is killed and comes back. */
const keepVisiting = async (): Promise<never> => {
  for (;;) {
    await visit().catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, SCREEN_MS))
  }
}

const obey = (told: ToHands): void => {
  if ('act' in told) screen?.send(told.act)
  else writeFileSync(`${lines.get(told.pull)}/pull`, told.up ? 'pull-up' : 'pull-down')
}

setInterval(look, LOOK_MS)
void keepVisiting()
createInterface({ input: createReadStream('', { fd: port }) }).on('line', (words) =>
  obey(JSON.parse(words)),
)
