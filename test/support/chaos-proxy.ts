// A line between two ends that does what it is told to: freezes, breaks, or brings one byte at a
// time. It knows no clock and no chance.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type ChaosProxy = AsyncDisposable & {
  readonly url: string
  /** Both ends stay connected, and nothing arrives any more; who dials now hangs as well. */
  freeze(): void
  /** What was kept arrives. */
  thaw(): void
  /** Breaks every connection without a word. */
  cut(): void
  /** From now on in pieces of so many bytes, each written by itself; 0 = as it comes. */
  split(bytes: number): void
  /** From now on as few and as large pieces as can be: kept, until told to `flush`. */
  gather(): void
  flush(): void
}

type Direction = { source: Socket; target: Socket; kept: Buffer[] }

export const openChaosProxy = async (to: string): Promise<ChaosProxy> => {
  const { hostname: host, port } = new URL(to)
  const directions = new Set<Direction>()
  let isFrozen = false
  let isGathering = false
  let piece = 0

  const bring = (direction: Direction): void => {
    const bytes = Buffer.concat(direction.kept.splice(0))
    const step = piece || bytes.length
    for (let at = 0; at < bytes.length; at += step)
      if (direction.target.writable) direction.target.write(bytes.subarray(at, at + step))
  }
  const carry = (source: Socket, target: Socket): void => {
    const direction: Direction = { source, target, kept: [] }
    directions.add(direction)
    source.on('data', (bytes: Buffer) => {
      direction.kept.push(bytes)
      if (!isFrozen && !isGathering) bring(direction)
    })
    source.on('error', () => {})
    source.once('close', () => {
      directions.delete(direction)
      // A frozen line tells nobody that the other end has gone.
      if (!isFrozen) target.destroy()
    })
  }
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host, port: Number(port), noDelay: true })
    carry(near, far)
    carry(far, near)
  })
  const flush = (): void => {
    for (const direction of directions) bring(direction)
  }
  const cut = (): void => {
    for (const { source, target } of directions) {
      source.destroy()
      target.destroy()
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze: () => {
      isFrozen = true
    },
    thaw: () => {
      isFrozen = false
      flush()
    },
    cut,
    split: (bytes) => {
      piece = bytes
    },
    gather: () => {
      isGathering = true
    },
    flush: () => {
      isGathering = false
      flush()
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
