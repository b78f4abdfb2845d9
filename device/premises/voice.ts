// Makes announcements into sound files, once each, in a folder that the screens' server shows: supplied
// files where the technician named one, else espeak-ng from Debian as a process of its own, else a chime.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { ANNOUNCEMENTS, type Announcement } from '../../hub/protocol/actions.ts'
import type { Logger } from '../log.ts'
import { chime } from './chime.ts'
import type { Line } from './words.ts'

export type Voice = {
  /** Names of files to be played one after the other; at least the chime. */
  sounds(what: Announcement): readonly string[]
  /** Resolves when every announcement has its files, or cannot have them. */
  prepare(lines: Readonly<Record<Announcement, readonly Line[]>>): Promise<void>
}

export type VoiceOptions = {
  /** Made when absent. */
  folder: string
  /** announcement → sound file, said instead of the words. */
  files?: Partial<Record<Announcement, string>>
  log: Logger
  /** What speaks; looked for in the path. */
  program?: string
}

const CHIME = 'chime.wav'
const SPEAK_LIMIT_MS = 20_000
/** Slower than espeak's own 175: words are heard over an echo. */
const WORDS_A_MINUTE = 145
const MOST_BYTES = 20_000_000

const run = promisify(execFile)

export const openVoice = ({
  folder,
  files = {},
  log,
  program = 'espeak-ng',
}: VoiceOptions): Voice => {
  let ready = new Map<Announcement, readonly string[]>()
  let isMute = false

  /** The name of the file, or undefined when there can be none. */
  const spoken = async ({ language, text }: Line): Promise<string | undefined> => {
    const name = `${createHash('sha256').update(`${language} ${text}`).digest('hex').slice(0, 32)}.wav`
    if (await exists(join(folder, name))) return name
    const half = join(folder, `${name}.half`)
    try {
      const speech = ['-v', language, '-s', String(WORDS_A_MINUTE), '-w', half, '--', text]
      await run(program, speech, { timeout: SPEAK_LIMIT_MS })
      await rename(half, join(folder, name))
      return name
    } catch (err) {
      if (!isMute)
        log.warn({ err, program }, 'nothing can speak: install the package espeak-ng')
      isMute = true
      return undefined
    }
  }
  const supplied = async (
    what: Announcement,
    from: string,
  ): Promise<string | undefined> => {
    const name = `own-${what}${extname(from).toLowerCase()}`
    try {
      const { size } = await stat(from)
      if (size > MOST_BYTES) throw new RangeError('a sound file may have 20 MB at most')
      await copyFile(from, join(folder, name))
      return name
    } catch (err) {
      log.warn({ err, path: from }, 'a sound file cannot be used')
      return undefined
    }
  }
  const soundsOf = async (
    what: Announcement,
    lines: readonly Line[],
  ): Promise<string[]> => {
    const own = files[what]
    const found = own === undefined ? undefined : await supplied(what, own)
    if (found !== undefined) return [CHIME, found]
    const said: (string | undefined)[] = []
    for (const line of lines) said.push(await spoken(line))
    return [CHIME, ...said.filter((name) => name !== undefined)]
  }
  const tidy = async (keep: ReadonlySet<string>): Promise<void> => {
    for (const name of await readdir(folder))
      if (!keep.has(name)) await rm(join(folder, name), { force: true })
  }
  return {
    sounds: (what) => ready.get(what) ?? [CHIME],
    prepare: async (lines) => {
      await mkdir(folder, { recursive: true })
      if (!(await exists(join(folder, CHIME))))
        await writeFile(join(folder, CHIME), chime())
      const made = new Map<Announcement, readonly string[]>()
      for (const what of ANNOUNCEMENTS) made.set(what, await soundsOf(what, lines[what]))
      ready = made
      await tidy(new Set([...made.values()].flat()))
    },
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size > 0,
    () => false,
  )
