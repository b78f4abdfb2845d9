// What is built of this tree, on a disk that guests mount at /app: the kiosk as it is delivered, and
// the programs of the tests.
import { cp, mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { CACHE, command, tell } from './cache.ts'
import { makeDisk } from './disk.ts'

const MEGABYTES = 64

/** Answers the disk; made anew for each run. */
export const appDisk = async (): Promise<string> => {
  tell('building what is to be tried')
  const tree = join(CACHE, 'app')
  const disk = join(CACHE, 'app.img')
  await rm(tree, { recursive: true, force: true })
  await mkdir(tree, { recursive: true })
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
  await command(process.execPath, [tsc, '--noCheck', '--outDir', tree])
  await cp('package.json', join(tree, 'package.json'))
  await symlink('/opt/node_modules', join(tree, 'node_modules'))
  await makeDisk(disk, MEGABYTES, tree)
  await rm(tree, { recursive: true })
  return disk
}
