// Each connection is an open file, and a system allows a process only so many of them.
import { report } from 'node:process'

/** What a process has open besides: files, timers, the terminal. */
const BESIDES = 100

/** What this process may have open; Node has asked for as many as it may get. */
export const openFilesAllowed = (): number => {
  const told: { userLimits?: { open_files?: { soft?: number | string } } } = Object(
    report?.getReport(),
  )
  const soft = Number(told.userLimits?.open_files?.soft)
  return Number.isFinite(soft) ? soft : Number.POSITIVE_INFINITY
}

/** Why so many kiosks cannot be connected from here, and what to do; undefined when they can. */
export const tooFewFiles = (kiosks: number, allowed: number): string | undefined => {
  const needed = kiosks + BESIDES
  if (allowed >= needed) return undefined
  return [
    `${kiosks} kiosks need ${needed} open files; this shell allows ${allowed}.`,
    `Allow more and try again:  ulimit -n ${needed}`,
    `If that is refused, an administrator raises "nofile" in /etc/security/limits.conf; or take --kiosks ${Math.max(1, allowed - BESIDES)}.`,
    'The broker needs as many.',
  ].join('\n')
}
