// A line between two ends that does what it is told to: freezes, breaks, is slow, or brings one byte
// at a time. It knows no chance.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

export type ChaosProxy = AsyncDisposable & {
  readonly url: string
  /** Connections so far. */
  readonly callers: number
  /** Both ends stay connected, and nothing arrives any more; who dials now hangs as well. */
  freeze(): void
  /** What was kept arrives. */
  thaw(): void
  /** Breaks every connection without a word. */
  cut(): void
  /** From now on in pieces of so many bytes, each in a turn of its own; 0 = as it comes. */
  split(bytes: number): void
  /** From now on as few and as large pieces as can be: what came within so many ms; 0 = as it comes. */
  gather(ms: number): void
  /** From now on each way takes so many ms longer; 0 = what is on its way arrives. */
  slow(ms: number): void
}

type Direction = { source: Socket; target: Socket; kept: Buffer[]; isBringing: boolean }

export const openChaosProxy = async (to: string): Promise<ChaosProxy> => {
  const { protocol, hostname: host, port } = new URL(to)
  const directions = new Set<Direction>()
  let callers = 0
  let isFrozen = false
  let lateMs = 0
  let piece = 0
  let gathering: NodeJS.Timeout | undefined

  const write = ({ target }: Direction, bytes: Buffer): void => {
    if (target.writable && bytes.length > 0) target.write(bytes)
  }
  /** Written in one turn of a process, small pieces would be read as a large one. */
  const bringPieces = async (direction: Direction): Promise<void> => {
    if (direction.isBringing) return
    direction.isBringing = true
    while (direction.kept.length > 0 && !isFrozen) {
      const bytes = Buffer.concat(direction.kept.splice(0))
      const end = piece || bytes.length
      write(direction, bytes.subarray(0, end))
      if (end < bytes.length) direction.kept.unshift(bytes.subarray(end))
      await nextTurn()
    }
    direction.isBringing = false
  }
  const bring = (direction: Direction): void => {
    if (isFrozen) return
    if (piece > 0 || direction.isBringing) void bringPieces(direction)
    else write(direction, Buffer.concat(direction.kept.splice(0)))
  }
  const bringAll = (): void => {
    for (const direction of directions) bring(direction)
  }
  const bringFirst = (direction: Direction): void => {
    const [first] = direction.kept
    if (first === undefined || isFrozen) return
    direction.kept.shift()
    write(direction, first)
  }
  const carry = (source: Socket, target: Socket): void => {
    const direction: Direction = { source, target, kept: [], isBringing: false }
    directions.add(direction)
    source.on('data', (bytes: Buffer) => {
      direction.kept.push(bytes)
      if (lateMs > 0) setTimeout(bringFirst, lateMs, direction).unref()
      else if (gathering === undefined) bring(direction)
    })
    source.on('error', () => {})
    source.once('close', () => {
      directions.delete(direction)
      // A frozen line tells nobody that the other end has gone.
      if (!isFrozen) target.destroy()
    })
  }
  const server = createServer({ noDelay: true }, (near) => {
    callers += 1
    const far = connect({ host, port: Number(port), noDelay: true })
    carry(near, far)
    carry(far, near)
  })
  const cut = (): void => {
    for (const { source, target } of directions) {
      source.destroy()
      target.destroy()
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`,
    get callers() {
      return callers
    },
    freeze: () => {
      isFrozen = true
    },
    thaw: () => {
      isFrozen = false
      bringAll()
    },
    cut,
    split: (bytes) => {
      piece = bytes
    },
    gather: (ms) => {
      clearInterval(gathering)
      gathering = ms > 0 ? setInterval(bringAll, ms) : undefined
      bringAll()
    },
    slow: (ms) => {
      lateMs = ms
      if (ms === 0) bringAll()
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(gathering)
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
