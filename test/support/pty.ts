// Cables made of pseudo terminals: the host opens a real serial device, the simulated device
// speaks on the other side. Killing socat is pulling the cable.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { ByteDevice, Wires } from '../../device/simulator/wires.ts'

type Cable = { socat: ChildProcess; device: ByteDevice }

const ready = (socat: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = ''
    socat.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('starting data transfer loop')) resolve()
    })
    socat.once('exit', () => reject(new Error(`socat ended: ${said}`)))
  })

/** Each path becomes a link to a pseudo terminal while a device is plugged in there. */
export const createPtys = (): Wires => {
  const cables = new Map<string, Cable>()

  const unplug = async (path: string): Promise<void> => {
    const cable = cables.get(path)
    if (cable === undefined) return
    cables.delete(path)
    // What is still on its way is lost with the cable: a device without power obeys nothing.
    cable.socat.stdout?.destroy()
    cable.device.unplugged()
    const gone = once(cable.socat, 'exit')
    cable.socat.kill('SIGKILL')
    await gone
    rmSync(path, { force: true })
  }

  return {
    plug: async (path, device) => {
      if (cables.has(path)) throw new Error(`${path} is taken`)
      rmSync(path, { force: true })
      const pty = `pty,raw,echo=0,link=${path},ignoreeof`
      const socat = spawn('socat', ['-d', '-d', '-b', '4096', pty, 'stdio'])
      await ready(socat)
      // Bytes on their way when the cable is pulled are lost, and that is no error.
      socat.stdin.on('error', () => {})
      socat.stdout.on('data', (chunk: Buffer) => device.receive(chunk))
      cables.set(path, { socat, device })
      device.plugged((bytes) => {
        if (socat.stdin.writable) socat.stdin.write(bytes)
      })
    },
    unplug,
    [Symbol.asyncDispose]: async () => {
      for (const path of [...cables.keys()]) await unplug(path)
    },
  }
}
