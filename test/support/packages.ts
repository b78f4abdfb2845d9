// What the tests need from Debian. As root on Debian it is installed; otherwise it is named.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The command a test calls, and the Debian package that holds it. */
const PACKAGES = {
  socat: 'socat',
  chromium: 'chromium',
  openssl: 'openssl',
  mosquitto: 'mosquitto',
  strace: 'strace',
  faketime: 'faketime',
  'espeak-ng': 'espeak-ng',
} as const
export type Tool = keyof typeof PACKAGES

/** Debian keeps what runs as a service in the second. */
const FOLDERS = ['/usr/bin', '/usr/sbin']

export const has = (tool: Tool): boolean =>
  FOLDERS.some((folder) => existsSync(`${folder}/${tool}`))

const missing = (): string[] =>
  (Object.keys(PACKAGES) as Tool[])
    .filter((tool) => !has(tool))
    .map((tool) => PACKAGES[tool])

const canInstall = (): boolean =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** Installs what the tests lack when it can; else says which command would. */
export const provide = (): void => install(missing(), ['fonts-dejavu-core'])

/** Installs these packages, and what goes with them, when it can; else says which command would. */
export const install = (names: readonly string[], beside: readonly string[] = []): void => {
  if (names.length === 0) return
  if (!canInstall()) {
    console.log(
      `Some tests will be SKIPPED. To run them: sudo apt-get install ${names.join(' ')}`,
    )
    return
  }
  console.log(`Installing from Debian: ${names.join(' ')}`)
  const apt = (...words: string[]) =>
    spawnSync('apt-get', words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...names, ...beside)
}

export type Declare<Context> = (
  name: string,
  run: (context: Context) => Promise<void> | void,
) => void

/** Declares a test that needs tools; without them it is skipped and says which. */
export const needing =
  <Context>(
    test: Declare<Context> & { skip: Declare<Context> },
    ...tools: Tool[]
  ): Declare<Context> =>
  (name, run) => {
    const absent = tools.filter((tool) => !has(tool))
    if (absent.length === 0) return test(name, run)
    console.log(`SKIPPED "${name}": needs ${absent.join(', ')}`)
    test.skip(name, run)
  }
