// The guest's system: what this machine has of Node, bash and gpiod with the libraries they need,
// busybox for the rest, and the packages our programs import. Made once for each lock file.
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { command, made, tell } from './cache.ts'
import { makeDisk } from './disk.ts'
import { type Kernel, MODULES } from './kernel.ts'

export type System = {
  /** Loads the modules, then hands over to the system. */
  initrd: string
  /** Its disk; guests only read it. */
  disk: string
}

const PROGRAMS = ['bash', 'setpriv', 'gpioset', 'gpioget', 'gpiodetect']
const SCRIPTS = join('test', 'vm', 'guest')
const FOLDERS = [
  'dev',
  'proc',
  'sys',
  'run',
  'tmp',
  'var',
  'root',
  'data',
  'app',
  'etc',
  'opt',
]
/** Compiled on the way to what is used, or not for machines. */
const LEFT_OUT =
  /\/(?:deps|obj\.target|\.deps|test|docs|examples?)$|\.(?:a|o|map|d\.ts|md|woff2?)$/

/** A guest's own name for the machine it runs on is one that the kiosk takes for its own. */
const ETC = {
  hosts: '10.0.2.2 localhost\n',
  'nsswitch.conf': 'hosts: files\n',
  passwd: 'root:x:0:0:root:/root:/bin/sh\n',
  group: 'root:x:0:\n',
}

export const systemFor = async (kernel: Kernel): Promise<System> => {
  const key = createHash('sha256').update(kernel.version).update(process.version)
  for (const file of [
    'package-lock.json',
    'test/vm/root.ts',
    ...['initrd', 'init'].map(script),
  ])
    key.update(await readFile(file))
  const folder = await made(`system-${key.digest('hex').slice(0, 12)}`, async (into) => {
    tell('putting the system together')
    await makeInitrd(kernel, into)
    await makeRoot(into)
  })
  return { initrd: join(folder, 'initrd.gz'), disk: join(folder, 'system.img') }
}

const script = (name: string): string => join(SCRIPTS, `${name}.sh`)

const makeInitrd = async (kernel: Kernel, into: string): Promise<void> => {
  const tree = join(into, 'initrd')
  for (const folder of ['bin', 'dev', 'proc', 'root'])
    await mkdir(join(tree, folder), { recursive: true })
  await cp('/usr/bin/busybox', join(tree, 'bin', 'busybox'))
  await cp(kernel.modules, join(tree, 'modules'), { recursive: true })
  await writeFile(join(tree, 'modules', 'order'), MODULES.join('\n'))
  await install(script('initrd'), join(tree, 'init'))
  const pack = 'find . | cpio -o -H newc --quiet | gzip -1 > ../initrd.gz'
  await command('bash', ['-o', 'pipefail', '-c', pack], tree)
  await rm(tree, { recursive: true })
}

const makeRoot = async (into: string): Promise<void> => {
  const tree = join(into, 'system')
  for (const folder of ['bin', 'sbin', 'lib', 'lib64'])
    await mkdir(join(tree, 'usr', folder), { recursive: true })
  for (const folder of ['bin', 'sbin', 'lib', 'lib64'])
    await symlink(`usr/${folder}`, join(tree, folder))
  for (const folder of FOLDERS) await mkdir(join(tree, folder))
  await copyPrograms(tree)
  await install(script('init'), join(tree, 'sbin', 'init'))
  for (const [name, words] of Object.entries(ETC))
    await writeFile(join(tree, 'etc', name), words)
  await copyPackages(tree)
  const megabytes = Number((await command('du', ['-sm', tree])).split('\t', 1)[0])
  await makeDisk(join(into, 'system.img'), Math.ceil(megabytes * 1.25) + 32, tree)
  await rm(tree, { recursive: true })
}

const install = async (from: string, to: string): Promise<void> => {
  await cp(from, to)
  await command('chmod', ['755', to])
}

/** Each with its libraries, at the places it looks for them. */
const copyPrograms = async (tree: string): Promise<void> => {
  const paths = [process.execPath, ...PROGRAMS.map((name) => `/usr/bin/${name}`)]
  for (const path of paths) {
    await cp(path, join(tree, 'usr', 'bin', basename(path)), { dereference: true })
    const libraries = (await command('ldd', [path])).matchAll(/(\/\S+) \(0x/g)
    for (const [, library = ''] of libraries)
      await cp(library, join(tree, library), { dereference: true })
  }
  const busybox = join(tree, 'usr', 'bin', 'busybox')
  await cp('/usr/bin/busybox', busybox)
  const applets = (await command(busybox, ['--list'])).trim().split('\n')
  for (const applet of applets)
    await symlink('busybox', join(tree, 'usr', 'bin', applet)).catch(() => {})
}

const copyPackages = async (tree: string): Promise<void> => {
  const words = ['ls', '--omit=dev', '--all', '--parseable']
  // It grumbles about johnny-five's `latest`, and lists all the same.
  const listed = await command('bash', ['-c', `npm ${words.join(' ')} 2>/dev/null || true`])
  const [root = '', ...folders] = listed.trim().split('\n')
  for (const folder of folders)
    await cp(folder, join(tree, 'opt', relative(root, folder)), {
      recursive: true,
      filter: (path) => !LEFT_OUT.test(path),
    })
}
