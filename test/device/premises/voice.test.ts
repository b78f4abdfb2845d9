// Announcements as sound files: spoken once, supplied by the branch, or a chime where nothing can speak.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { silent } from '../../../device/log.ts'
import { chime } from '../../../device/premises/chime.ts'
import { isQuiet } from '../../../device/premises/quiet.ts'
import { openVoice } from '../../../device/premises/voice.ts'
import { type Line, linesOf } from '../../../device/premises/words.ts'
import { ANNOUNCEMENTS, type Announcement } from '../../../hub/protocol/actions.ts'
import { needing } from '../../support/packages.ts'

type Context = { folder: string }
const voices = suite<Context>('announcements')

voices.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'b24-voice-'))
})
voices.after.each(({ folder }) => rm(folder, { recursive: true }))

const all = (words = {}): Record<Announcement, Line[]> =>
  Object.fromEntries(
    ANNOUNCEMENTS.map((what) => [what, linesOf(what, { languages: ['sv', 'en'], words })]),
  ) as Record<Announcement, Line[]>

/** Seconds of a PCM WAV file of one channel and 16 bits; undefined when it is none. */
const secondsOf = (wav: Buffer): number | undefined =>
  wav.toString('latin1', 0, 4) === 'RIFF' && wav.toString('latin1', 8, 12) === 'WAVE'
    ? (wav.length - 44) / 2 / wav.readUInt32LE(24)
    : undefined

/** Everything logged at warning or above. */
const listeningLog = () => {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  return { log, lines }
}

const spoken = needing(voices, 'espeak-ng')

spoken(
  'are spoken in both languages after a chime, as sound of some seconds',
  async ({ folder }) => {
    const voice = openVoice({ folder, log: silent })
    await voice.prepare(all())
    for (const what of ANNOUNCEMENTS) {
      const [first, ...speech] = voice.sounds(what)
      assert.is(first, 'chime.wav')
      assert.is(speech.length, 2, what)
      for (const name of speech) {
        assert.match(name, /^[a-z0-9-]+\.wav$/)
        const seconds = secondsOf(await readFile(join(folder, name))) ?? 0
        assert.ok(seconds > 1 && seconds < 20, `${what} ${seconds}`)
      }
    }
  },
)

spoken(
  'are made once, anew when the words change, and the old go away',
  async ({ folder }) => {
    await openVoice({ folder, log: silent }).prepare(all())
    const before = await readdir(folder)
    const madeAt = async (name: string) => (await stat(join(folder, name))).ino
    const inodes = await Promise.all(before.map(madeAt))
    const again = openVoice({ folder, log: silent, program: 'nothing-that-speaks' })
    await again.prepare(all())
    assert.equal(
      await Promise.all(before.map(madeAt)),
      inodes,
      'the same files after a restart',
    )
    const changed = openVoice({ folder, log: silent })
    await changed.prepare(all({ closing: { sv: 'Nu går vi hem till oss.' } }))
    const after = await readdir(folder)
    assert.is(after.length, before.length)
    assert.is(after.filter((name) => !before.includes(name)).length, 1)
  },
)

voices('are a chime and a warning, once, where nothing can speak', async ({ folder }) => {
  const { log, lines } = listeningLog()
  const voice = openVoice({ folder, log, program: 'nothing-that-speaks' })
  await voice.prepare(all())
  for (const what of ANNOUNCEMENTS) assert.equal(voice.sounds(what), ['chime.wav'])
  assert.is(lines.length, 1)
  assert.match(lines[0] ?? '', /install the package espeak-ng/)
  assert.equal(await readFile(join(folder, 'chime.wav')), chime())
})

voices('are the branch’s own files where it has some', async ({ folder }) => {
  const own = join(folder, 'our voice.wav')
  await writeFile(own, chime())
  const { log, lines } = listeningLog()
  const sounds = join(folder, 'sounds')
  const files = { 'closing-15': own, closing: join(folder, 'nowhere.wav') }
  const voice = openVoice({ folder: sounds, files, log, program: 'nothing-that-speaks' })
  await voice.prepare(all())
  assert.equal(voice.sounds('closing-15'), ['chime.wav', 'own-closing-15.wav'])
  assert.equal(
    voice.sounds('closing'),
    ['chime.wav'],
    'one that is not there is no silence',
  )
  assert.ok(lines.some((line) => line.includes('a sound file cannot be used')))
})

voices('begin with a chime of less than half a second', () => {
  const seconds = secondsOf(chime()) ?? 1
  assert.ok(seconds > 0.2 && seconds < 0.5, String(seconds))
})

voices(
  'say what the branch says, in its order, and the usual where it says nothing',
  () => {
    const words = { closing: { en: 'Good night.' } }
    const [english, swedish] = linesOf('closing', { languages: ['en', 'sv'], words })
    assert.equal(english, { language: 'en', text: 'Good night.' })
    assert.match(swedish?.text ?? '', /stängt/)
  },
)

const QUIET = { from: '22:00', to: '07:00' }
const at = (time: string): number => Date.parse(`2026-11-28T${time}+01:00`)

voices('are not said aloud in the branch’s quiet hours, by its own clock', () => {
  const quiet = (time: string, hours: typeof QUIET | null = QUIET): boolean =>
    isQuiet(at(time), 'Europe/Stockholm', hours)
  assert.equal(
    ['21:59', '22:00', '00:00', '06:59', '07:00'].map((time) => quiet(time)),
    [false, true, true, true, false],
  )
  assert.is(quiet('13:00', { from: '12:00', to: '14:00' }), true)
  assert.is(quiet('14:00', { from: '12:00', to: '14:00' }), false)
  assert.is(quiet('23:00', null), false)
})

voices.run()
