// ext4 disks as files, written and read without mounting: nobody needs to be root for that.
import { copyFile, mkdir, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { command } from './cache.ts'

/** A new disk of so many MB, with a copy of this folder on it. */
export const makeDisk = async (
  file: string,
  megabytes: number,
  tree?: string,
): Promise<void> => {
  await mkdir(dirname(file), { recursive: true })
  await rm(file, { force: true })
  await writeFile(file, '')
  await truncate(file, megabytes * 1024 * 1024)
  const from = tree === undefined ? [] : ['-d', tree]
  await command('/sbin/mke2fs', ['-q', '-F', '-t', 'ext4', ...from, file])
}

/** Copies files of a disk into a folder, as the next boot would find them: the file system's journal
 *  is replayed first, on a copy. A file that is not there is left out. */
export const readDisk = async (
  disk: string,
  paths: readonly string[],
  into: string,
): Promise<void> => {
  const copy = join(into, 'disk.img')
  await mkdir(into, { recursive: true })
  await copyFile(disk, copy)
  // 1 and 2 say that something was mended, and 4 and more that it could not be.
  await command('bash', ['-c', '/sbin/e2fsck -fy "$0" || [ $? -lt 4 ]', copy])
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    await command('/sbin/debugfs', ['-R', `dump ${path} ${join(into, name)}`, copy])
  }
  await rm(copy)
}
