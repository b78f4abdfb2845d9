// The wall clock of a process, set while it runs; what only goes forward goes on as it did (E12).
import { existsSync, readdirSync, writeFileSync } from 'node:fs'

export type FalseClock = {
  /** What the process is to find in its environment. */
  readonly env: Readonly<Record<string, string>>
  /** From now on its wall clock is so many seconds off the machine's. */
  off(seconds: number): void
}

/** libfaketime as Debian packs it: below the machine's own folder of libraries. */
const library = (): string => {
  const found = readdirSync('/usr/lib')
    .map((folder) => `/usr/lib/${folder}/faketime/libfaketime.so.1`)
    .find(existsSync)
  if (found === undefined) throw new Error('libfaketime.so.1 is not below /usr/lib')
  return found
}

/** `file` says how far off it is, and is read at each look at the clock. */
export const falseClock = (file: string): FalseClock => {
  const off = (seconds: number): void =>
    writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s\n`)
  off(0)
  return {
    off,
    env: {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  }
}
