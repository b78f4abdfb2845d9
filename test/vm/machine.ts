// A machine in QEMU: booted from files, spoken to through ports, and cut off. Emulated (TCG), whatever
// the host could do, so that every host shows the same; no figure of time says anything of a Pi.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CACHE, tell } from './cache.ts'
import { openShell } from './shell.ts'

const QEMU = '/usr/bin/qemu-system-x86_64'
/** Two cores may be busy with much else: only what hangs for good is given up. */
const BOOT_LIMIT_MS = 600_000
const TOLD_EACH_MS = 10_000

export type MachineSettings = {
  /** Its console is kept in a file of this name. */
  name: string
  kernel: string
  initrd?: string
  /** `/dev/vda` and on. A disk that is not written may be shared by guests. */
  disks: readonly { file: string; isWritten: boolean }[]
  /** Names of more ports, `/dev/ports/<name>` in the guest; each is a stream of bytes. */
  ports?: readonly string[]
  /** Names of serial lines, `/dev/ttyS1` and on. */
  lines?: readonly string[]
  /** What its clock shows at power-on, such as `2026-11-19T18:42:00`, UTC. */
  clock?: string
  append?: string
  memoryMb?: number
}

export type Machine = AsyncDisposable & {
  /** Everything its kernel and programs said on the console. */
  readonly console: string
  /** Runs words of a shell as root; answers what they said. Rejects when they fail. */
  run(words: string): Promise<string>
  /** Its end of a port or serial line outside. */
  port(name: string): Socket
  /** Gone between two instructions: what the disks had by then, they have. */
  cutPower(): Promise<void>
}

/** Resolves when the guest's shell answers. Its end is the caller's to see to. */
export const boot = async (settings: MachineSettings): Promise<Machine> => {
  const { name, ports = [], lines = [] } = settings
  const folder = await mkdtemp(join(tmpdir(), 'b24-vm-'))
  await mkdir(CACHE, { recursive: true })
  const console = join(CACHE, `console-${name}.log`)
  await rm(console, { force: true })
  const wires = await layWires(folder, ['shell', ...ports, ...lines])
  const log = openSync(join(folder, 'qemu.log'), 'w')
  // It may not outlive us, however we end.
  const tied = ['--pdeathsig', 'KILL', QEMU, ...words(settings, { folder, console })]
  const child = spawn('setpriv', tied, { stdio: ['ignore', 'ignore', log] })
  closeSync(log)
  const gone = once(child, 'close')
  const cutPower = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
    for (const socket of wires.values()) (await socket).destroy()
    await rm(folder, { recursive: true, force: true })
  }
  const failed = async (reason: string): Promise<Error> => {
    const said = await readFile(join(folder, 'qemu.log'), 'utf8').catch(() => '')
    await cutPower()
    return new Error(`${reason} ${said.trim()} (console: ${console})`)
  }
  const stop = tellProgress(name, console)
  try {
    const ended = gone.then(() => Promise.reject(new Error('QEMU ended.')))
    const sockets = await Promise.race([connected(wires), ended])
    const shell = openShell(sockets.get('shell') as Socket, console)
    await Promise.race([shell.run('true'), ended, tooLong()])
    return {
      console,
      run: shell.run,
      port: (wanted) => {
        const socket = sockets.get(wanted)
        if (socket === undefined) throw new Error(`no port ${wanted}`)
        return socket
      },
      cutPower,
      [Symbol.asyncDispose]: cutPower,
    }
  } catch (error) {
    throw await failed(`${name} did not boot: ${(error as Error).message}`)
  } finally {
    stop()
  }
}

const tooLong = (): Promise<never> =>
  new Promise((_, reject) => {
    const error = new Error(`nothing answered for ${BOOT_LIMIT_MS / 1000} s.`)
    setTimeout(() => reject(error), BOOT_LIMIT_MS).unref()
  })

const words = (
  {
    kernel,
    initrd,
    disks,
    ports = [],
    lines = [],
    clock,
    append = '',
    memoryMb = 512,
  }: MachineSettings,
  { folder, console }: { folder: string; console: string },
): string[] => {
  const socket = (name: string) => [
    '-chardev',
    `socket,id=${name},path=${join(folder, name)}`,
  ]
  return [
    ...['-accel', 'tcg', '-cpu', 'max', '-smp', '1', '-m', `${memoryMb}`],
    ...['-nodefaults', '-display', 'none', '-no-reboot', '-kernel', kernel],
    ...(initrd === undefined ? [] : ['-initrd', initrd]),
    ...['-append', `console=ttyS0 quiet panic=-1 mitigations=off ${append}`],
    ...(clock === undefined ? [] : ['-rtc', `base=${clock}`]),
    ...['-serial', `file:${console}`],
    ...lines.flatMap((name) => [...socket(name), '-serial', `chardev:${name}`]),
    ...['-device', 'virtio-serial'],
    ...['shell', ...ports].flatMap((name) => [
      ...[...socket(name), '-device'],
      `virtserialport,chardev=${name},name=${name}`,
    ]),
    ...disks.flatMap(({ file, isWritten }) => [
      '-drive',
      `file=${file},if=virtio,format=raw,readonly=${isWritten ? 'off' : 'on'}`,
    ]),
    ...['-nic', 'user,model=virtio-net-pci', '-device', 'virtio-rng-pci'],
  ]
}

/** QEMU calls at each when it starts. */
const layWires = async (
  folder: string,
  names: readonly string[],
): Promise<Map<string, Promise<Socket>>> => {
  const wires = new Map<string, Promise<Socket>>()
  for (const name of names) {
    const server = createServer().listen(join(folder, name))
    await once(server, 'listening')
    const called = once(server, 'connection').then(([socket]: Socket[]) => {
      server.close()
      return (socket as Socket).on('error', () => {})
    })
    wires.set(name, called)
  }
  return wires
}

const connected = async (
  wires: Map<string, Promise<Socket>>,
): Promise<Map<string, Socket>> => {
  const all = [...wires].map(async ([name, socket]) => [name, await socket] as const)
  return new Map(await Promise.all(all))
}

const tellProgress = (name: string, console: string): (() => void) => {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  tell(`${name}: booting; its console is ${console}`)
  const timer = setInterval(
    () => tell(`${name}: still booting after ${seconds()} s`),
    TOLD_EACH_MS,
  )
  return () => {
    clearInterval(timer)
    tell(`${name}: ${seconds()} s after power-on`)
  }
}
