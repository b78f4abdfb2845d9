// Makes the entrance's outputs safe and ends: a unit's ExecStopPost runs it after a kiosk that died,
// ExecStartPre before one. Standard output says in words what it found; exit codes are main.ts's.
import { loadConfig } from './config.ts'
import { makeOutputsLow } from './drivers/gpio-safe.ts'
import { readSettings } from './settings.ts'

const EXIT = { unavailable: 69, configuration: 78 }

const end = (words: string, code = 0): void => {
  process.stdout.write(`${words}\n`)
  process.exitCode = code
}

const {
  file,
  settings,
  problems: misread,
} = readSettings(process.argv.slice(2), process.env)
const loaded = loadConfig(file, settings)
const problems = [...misread, ...(loaded.ok ? [] : loaded.problems)]
if (!loaded.ok || problems.length > 0)
  end(
    [
      'Nothing was made safe:',
      ...problems.map((one) => `  ${one.at}: ${one.expected}`),
    ].join('\n'),
    EXIT.configuration,
  )
else if (loaded.config.door?.lines.kind !== 'gpio')
  end('There are no GPIO lines to make safe; boards see to it themselves.')
else
  await makeOutputsLow(loaded.config.door.lines).then(
    () => end('The lock is secured: every output of the entrance is low.'),
    (error: Error) =>
      end(`Not everything was made safe. ${error.message}`, EXIT.unavailable),
  )
