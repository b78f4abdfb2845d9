// What a process has cost so far, by Linux's own count.
import { readFile } from 'node:fs/promises'

export type Cost = { megabytes: number; seconds: number }

/** Resident megabytes, and seconds of processor time (proc(5)). */
export const costOf = async (pid: number): Promise<Cost> => {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8')
  const [status, stat] = [await read('status'), await read('stat')]
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
  // After the name in brackets comes field 3; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return { megabytes: kilobytes / 1024, seconds: ticks / 100 }
}
