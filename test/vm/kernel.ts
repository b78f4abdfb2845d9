// Debian's own kernel with gpio-sim, which Debian does not build: two files of its source are made
// into modules. Everything is downloaded by apt and unpacked into the cache; nothing is installed.
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CACHE, command, made, tell } from './cache.ts'

export type Kernel = {
  /** Such as `6.12.117+deb12-amd64`. */
  version: string
  image: string
  /** Folder of the modules a guest loads, unpacked; `MODULES` in the order of loading. */
  modules: string
}

/** A current Pi's kernel numbers its GPIO from 512, as 6.6 and later do; Debian 12 has it beside its own. */
const IMAGES = ['linux-image-6.12-amd64', 'linux-image-amd64']

/** In the order of loading. Which of them Debian has built in differs by version. */
export const MODULES = [
  ...['crc16', 'crc32c_generic', 'libcrc32c', 'mbcache', 'jbd2', 'ext4', 'virtio_blk'],
  ...['failover', 'net_failover', 'virtio_net', 'configfs', 'irq_sim', 'gpio-sim'],
]

const OWN = ['irq_sim', 'gpio-sim']
const SOURCES = ['drivers/gpio/gpio-sim.c', 'kernel/irq/irq_sim.c']

/** The kernel does not export `irq_to_desc`; what it does export answers the same. */
const EXPORTED = `#include <linux/module.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#define irq_to_desc(irq) irq_data_to_desc(irq_get_irq_data(irq))
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("interrupts of simulated devices");
`
const MAKEFILE = `obj-m := ${OWN.map((name) => `${name}.o`).join(' ')}
CFLAGS_irq_sim.o := -include $(src)/exported.h
`

/** From the cache when there is one there, whatever Debian has by now. */
export const debianKernel = async (): Promise<Kernel> => {
  const version = (await cached()) ?? (await newest())
  const folder = await made(`kernel-${version}`, (into) => build(version, into))
  return { version, image: join(folder, 'vmlinuz'), modules: join(folder, 'modules') }
}

const cached = async (): Promise<string | undefined> => {
  const names = await readdir(CACHE).catch(() => [])
  return names
    .filter((name) => /^kernel-.*-amd64$/.test(name))
    .sort()
    .at(-1)
    ?.replace('kernel-', '')
}

const newest = async (): Promise<string> => {
  for (const name of IMAGES) {
    const depends = await command('apt-cache', ['depends', name]).catch(() => '')
    const version = /Depends: linux-image-(6\.\d+\.\S+-amd64)$/m.exec(depends)?.[1]
    if (version !== undefined) return version
  }
  throw new Error(`apt knows neither ${IMAGES.join(' nor ')}: apt-get update, first`)
}

const build = async (version: string, into: string): Promise<void> => {
  const packages = join(into, 'packages')
  const tree = join(into, 'tree')
  for (const folder of [packages, tree, join(into, 'modules')])
    await mkdir(folder, { recursive: true })
  const [short, release] = [version.replace(/-amd64$/, ''), version.split('.', 2).join('.')]
  tell(`downloading Linux ${version} and its source, 270 MB`)
  const wanted = [
    `linux-image-${version}`,
    `linux-headers-${version}`,
    `linux-headers-${short}-common`,
    `linux-kbuild-${short}`,
    `linux-source-${release}`,
  ]
  await command('apt-get', ['download', '-q', ...wanted], packages)
  tell('unpacking it')
  const all = await readdir(packages)
  const [source] = all.filter((name) => name.startsWith('linux-source'))
  for (const name of all)
    if (name !== source) await command('dpkg-deb', ['-x', join(packages, name), tree])
  const modules = join(into, 'modules')
  await compile({ version, release, tree, source: join(packages, source ?? ''), modules })
  await unpackModules(join(tree, 'lib', 'modules', version), modules)
  await copyFile(join(tree, 'boot', `vmlinuz-${version}`), join(into, 'vmlinuz'))
  for (const done of [packages, tree]) await rm(done, { recursive: true })
}

type Build = {
  version: string
  release: string
  tree: string
  source: string
  modules: string
}

const compile = async (build: Build): Promise<void> => {
  const { version, release, tree, source, modules } = build
  tell('building gpio-sim')
  const headers = join(tree, 'usr', 'src', `linux-headers-${version}`)
  const common = headers.replace(/-amd64$/, '-common')
  await writeFile(join(headers, 'Makefile'), `include ${common}/Makefile\n`)
  // With it, pahole would be needed, for what no debugger here reads.
  await rm(join(headers, 'vmlinux'), { force: true })
  const own = join(tree, 'own')
  await mkdir(own)
  const inside = SOURCES.map((file) => `linux-source-${release}/${file}`).join(' ')
  const archive = `./usr/src/linux-source-${release}.tar.xz`
  const unpack = `dpkg-deb --fsys-tarfile '${source}' | tar -xOf - ${archive} | tar -xJf - --transform 's,.*/,,' ${inside}`
  await command('bash', ['-o', 'pipefail', '-c', unpack], own)
  await writeFile(join(own, 'Makefile'), MAKEFILE)
  await writeFile(join(own, 'exported.h'), EXPORTED)
  // Whatever compiler is here: Debian names the one it used itself.
  await command('make', ['-s', '-C', headers, 'CC=gcc', `M=${own}`, 'modules'])
  for (const name of OWN)
    await command(
      'strip',
      ['--strip-debug', '-o', join(modules, `${name}.ko`), `${name}.ko`],
      own,
    )
}

const unpackModules = async (from: string, into: string): Promise<void> => {
  const names = await readdir(from, { recursive: true })
  for (const wanted of MODULES.filter((name) => !OWN.includes(name))) {
    const found = names.find((name) => name.endsWith(`/${wanted}.ko.xz`))
    if (found === undefined) continue
    const packed = join(into, `${wanted}.ko.xz`)
    await copyFile(join(from, found), packed)
    await command('xz', ['-d', packed])
  }
}
