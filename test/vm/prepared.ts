// Everything a guest boots from, made once for a run, and a guest booted from it.
import { appDisk } from './app.ts'
import { debianKernel } from './kernel.ts'
import { boot, type Machine, type MachineSettings } from './machine.ts'
import { systemFor } from './root.ts'

type Prepared = { kernel: string; initrd: string; system: string; app: string }

let preparing: Promise<Prepared> | undefined

const prepared = (): Promise<Prepared> => {
  preparing ??= prepare()
  return preparing
}

const prepare = async (): Promise<Prepared> => {
  const kernel = await debianKernel()
  const { initrd, disk } = await systemFor(kernel)
  return { kernel: kernel.image, initrd, system: disk, app: await appDisk() }
}

/** A guest with what is to be tried at /app, and this disk at /data. */
export const bootPrepared = async (
  settings: Omit<MachineSettings, 'kernel' | 'initrd' | 'disks'> & { data: string },
): Promise<Machine> => {
  const { kernel, initrd, system, app } = await prepared()
  const machine = await boot({
    ...settings,
    ...{ kernel, initrd },
    disks: [
      { file: system, isWritten: false },
      { file: app, isWritten: false },
      { file: settings.data, isWritten: true },
    ],
  })
  await machine.run('mount -t ext4 -o ro /dev/vdb /app && mount -t ext4 /dev/vdc /data')
  return machine
}
