// Why a command was not carried out, told to whoever must mend it.

/** sysexits.h: EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_CANTCREAT, EX_NOPERM, EX_CONFIG. */
export const EXIT = {
  usage: 64,
  'bad-input': 65,
  'no-input': 66,
  software: 70,
  output: 73,
  permission: 77,
  configuration: 78,
} as const

/** The message is the whole of what is said, and says what to do. */
export class Complaint extends Error {
  readonly code: number
  constructor(kind: keyof typeof EXIT, words: string) {
    super(words)
    this.code = EXIT[kind]
  }
}
