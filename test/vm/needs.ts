// What a guest needs of Debian on this machine.
import { existsSync } from 'node:fs'
import type { uvu } from 'uvu'

/** A file of each package. */
const PACKAGES = {
  'qemu-system-x86': '/usr/bin/qemu-system-x86_64',
  'busybox-static': '/usr/bin/busybox',
  gpiod: '/usr/bin/gpioset',
  e2fsprogs: '/sbin/mke2fs',
  cpio: '/usr/bin/cpio',
  'xz-utils': '/usr/bin/xz',
  make: '/usr/bin/make',
  gcc: '/usr/bin/gcc',
  libelf1: '/usr/lib/x86_64-linux-gnu/libelf.so.1',
}

export const missingPackages = (): string[] =>
  Object.entries(PACKAGES)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name)

/** A suite whose tests are skipped, loudly, where no guest can be booted. */
export const inGuest = <T>(test: uvu.Test<T>): uvu.Test<T> | uvu.Test<T>['skip'] => {
  const missing = missingPackages()
  if (missing.length === 0) return test
  console.log(`SKIPPED: it needs ${missing.join(', ')}. Nothing is proven.`)
  return test.skip
}
