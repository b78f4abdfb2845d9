// The cables of a simulated branch inside one process: a binding for the real serialport stream
// that answers for ports such as `sim:desk-pad`, and lets go of them as an unplugged cable does.
import type { PortBinding, SerialBinding } from '../drivers/serial.ts'

/** What a simulated device is, seen from its plug. It has power only while plugged in. */
export type ByteDevice = {
  /** Power and a wire to the host; `send` is dead after `unplugged`. */
  plugged(send: (bytes: Uint8Array) => void): void
  receive(bytes: Uint8Array): void
  unplugged(): void
}

/** Cables between devices and host: in this process, or pseudo terminals. */
export interface Wires {
  /** Rejects when a device is already plugged in there. */
  plug(path: string, device: ByteDevice): Promise<void>
  /** Does nothing when the place is empty. */
  unplug(path: string): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type InProcessWires = Wires & { readonly binding: SerialBinding }

/** Bytes that may wait for a host that does not read, as in a driver's buffer. */
const UNREAD_LIMIT = 65_536

type Reading = {
  into: Buffer
  resolve(read: { bytesRead: number }): void
  reject(reason: Error): void
}

type SimulatedPort = PortBinding & { arrive(bytes: Uint8Array): void; vanish(): void }

const canceled = (): Error =>
  Object.assign(new Error('Port is not open'), { canceled: true })

const createPort = (
  openOptions: { path: string; baudRate: number },
  transmit: (bytes: Uint8Array) => void,
  freed: () => void,
): SimulatedPort => {
  let isOpen = true
  let there = true
  let unread = Buffer.alloc(0)
  let reading: Reading | undefined

  /** What a read gets just now; undefined while there is nothing to tell. */
  const outcome = (into: Buffer): number | Error | undefined => {
    if (!isOpen) return canceled()
    if (!there) return new Error('bad file descriptor')
    if (unread.length === 0) return undefined
    const bytesRead = unread.copy(into)
    unread = unread.subarray(bytesRead)
    return bytesRead
  }

  const settle = (): void => {
    if (reading === undefined) return
    const { into, resolve, reject } = reading
    const found = outcome(into)
    if (found === undefined) return
    reading = undefined
    if (typeof found === 'number') resolve({ bytesRead: found })
    else reject(found)
  }

  const stillThere = async (): Promise<void> => {
    if (!isOpen) throw canceled()
    if (!there) throw new Error('EIO: i/o error')
  }

  return {
    openOptions,
    get isOpen() {
      return isOpen
    },
    close: async () => {
      isOpen = false
      freed()
      settle()
    },
    read: (buffer, offset, length) =>
      new Promise((resolve, reject) => {
        reading = { into: buffer.subarray(offset, offset + length), resolve, reject }
        settle()
      }),
    write: async (bytes) => {
      await stillThere()
      transmit(Uint8Array.from(bytes))
    },
    update: stillThere,
    set: stillThere,
    get: async () => ({ cts: false, dsr: false, dcd: false }),
    getBaudRate: async () => ({ baudRate: openOptions.baudRate }),
    flush: stillThere,
    drain: stillThere,
    arrive: (bytes) => {
      unread = Buffer.concat([unread, bytes]).subarray(-UNREAD_LIMIT)
      settle()
    },
    vanish: () => {
      there = false
      settle()
    },
  }
}

type Socket = { device: ByteDevice; port: SimulatedPort | undefined }

/** A bundle of cables; a path exists, as in /dev, while a device is plugged in there. */
export const createWires = (): InProcessWires => {
  const sockets = new Map<string, Socket>()
  const soon = (socket: Socket, path: string, step: () => void): void => {
    setImmediate(() => {
      if (sockets.get(path) === socket) step()
    })
  }

  const unplug = async (path: string): Promise<void> => {
    const socket = sockets.get(path)
    if (socket === undefined) return
    sockets.delete(path)
    socket.device.unplugged()
    socket.port?.vanish()
  }

  return {
    binding: {
      list: async () => [...sockets.keys()].map((path) => ({ path })),
      open: async ({ path, baudRate }) => {
        const socket = sockets.get(path)
        if (socket === undefined)
          throw new Error(`No such file or directory, cannot open ${path}`)
        if (socket.port !== undefined) throw new Error('Cannot lock port')
        const transmit = (bytes: Uint8Array): void =>
          soon(socket, path, () => socket.device.receive(bytes))
        socket.port = createPort({ path, baudRate }, transmit, () => {
          socket.port = undefined
        })
        return socket.port
      },
    },
    plug: async (path, device) => {
      if (sockets.has(path))
        throw new Error(`${path} is taken: unplug the device there first`)
      const socket: Socket = { device, port: undefined }
      sockets.set(path, socket)
      device.plugged((bytes) => soon(socket, path, () => socket.port?.arrive(bytes)))
    },
    unplug,
    [Symbol.asyncDispose]: async () => {
      for (const path of [...sockets.keys()]) await unplug(path)
    },
  }
}
