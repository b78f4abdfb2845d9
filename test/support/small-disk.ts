// A disk of a few megabytes, really mounted: only root can, and only on Linux.
import { spawnSync } from 'node:child_process'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'

export type SmallDisk = {
  folder: string
  /** Takes all the room but so many bytes. */
  fill(leave?: number): Promise<void>
  /** Gives back what was taken. */
  empty(): Promise<void>
  readOnly(is: boolean): void
}

const done = (command: string, ...words: string[]): boolean =>
  spawnSync(command, words, { stdio: 'ignore' }).status === 0

const onSmallDisk = async (
  bytes: number,
  run: (disk: SmallDisk) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-disk-'))
  if (!done('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder))
    throw new Error('the disk could not be mounted')
  const filler = join(folder, 'filler')
  try {
    await run({
      folder,
      fill: async (leave = 0) => {
        const { bavail, bsize } = await statfs(folder)
        const file = await open(filler, 'a')
        await file.writeFile(Buffer.alloc(Math.max(0, bavail * bsize - leave)))
        await file.close()
      },
      empty: () => rm(filler, { force: true }),
      readOnly: (is) => {
        if (!done('mount', '-o', `remount,${is ? 'ro' : 'rw'}`, folder))
          throw new Error('the disk could not be mounted anew')
      },
    })
  } finally {
    done('umount', '-l', folder)
    await rm(folder, { recursive: true })
  }
}

const canMount = (() => {
  const folder = join(tmpdir(), `b24-mount-${process.pid}`)
  const isMounted = done('mkdir', folder) && done('mount', '-t', 'tmpfs', 'tmpfs', folder)
  if (isMounted) done('umount', folder)
  done('rmdir', folder)
  return isMounted
})()

/** Declares a test with such a disk; where none can be mounted it is skipped and says so. */
export const testOnDisk = (
  name: string,
  bytes: number,
  run: (disk: SmallDisk) => Promise<void>,
): void => {
  if (canMount) return void test(name, () => onSmallDisk(bytes, run))
  console.log(`SKIPPED "${name}": needs the right to mount a disk (root)`)
  test.skip(name, () => {})
}
