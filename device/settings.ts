// What the command line and the environment say about a kiosk, over what its file says.
import { parseArgs } from 'node:util'
import type { Problem, Setting } from './config.ts'

const KNOWN = [
  { flag: 'screens-port', env: 'B24_SCREENS_PORT', at: 'screens.port', isNumber: true },
  { flag: 'hub-url', env: 'B24_HUB_URL', at: 'hub.url', isNumber: false },
  { flag: 'var', env: 'B24_KIOSK_VAR', at: 'var', isNumber: false },
] as const
const VALUES = ['config', ...KNOWN.map(({ flag }) => flag)]
/** Only ever a flag: a file would leave the mode on for ever. */
const INSTALL = 'install-readers'
const FLAGS = [...VALUES, INSTALL]

export type Settings = {
  /** Path of kiosk.json. */
  file: string
  settings: readonly Setting[]
  /** OSDP readers that know no key but their factory's get ours, this time. */
  install: boolean
  problems: readonly Problem[]
}

/** `argv` without node and script. A flag goes before a variable. */
export const readSettings = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings => {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(VALUES.map((flag) => [flag, { type: 'string' as const }])),
      [INSTALL]: { type: 'boolean' },
    },
    strict: false,
    tokens: true,
  })
  const given = new Map<string, string>()
  const problems: Problem[] = []
  let install = false
  for (const token of tokens) {
    if (token.kind === 'positional')
      problems.push({ at: token.value, expected: 'expected flags only' })
    if (token.kind !== 'option') continue
    if (!FLAGS.includes(token.name))
      problems.push({
        at: token.rawName,
        expected: `expected one of --${FLAGS.join(' --')}`,
      })
    else if (token.name === INSTALL) {
      if (token.value === undefined) install = true
      else problems.push({ at: token.rawName, expected: 'expected no value after it' })
    } else if (token.value === undefined)
      problems.push({ at: token.rawName, expected: 'expected a value after it' })
    else given.set(token.name, token.value)
  }
  const settings = [
    ...KNOWN.flatMap(({ env: from, at, isNumber }) =>
      setting({ from, at, isNumber, text: env[from] }),
    ),
    ...KNOWN.flatMap(({ flag, at, isNumber }) =>
      setting({ from: `--${flag}`, at, isNumber, text: given.get(flag) }),
    ),
  ]
  const file = given.get('config') ?? env.B24_CONFIG ?? 'kiosk.json'
  return { file, settings, install, problems }
}

type Given = { from: string; at: string; isNumber: boolean; text: string | undefined }

const setting = ({ from, at, isNumber, text }: Given): Setting[] => {
  if (text === undefined || text === '') return []
  return [{ from, at, value: isNumber && /^\d{1,9}$/.test(text) ? Number(text) : text }]
}
