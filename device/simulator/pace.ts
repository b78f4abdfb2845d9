// Makes a simulated device as slow as its serial line: each byte takes its time both ways.
import type { ByteDevice } from './wires.ts'

/** Start bit, eight data bits, stop bit; one more with parity. */
export type LineSpeed = { baudRate: number; bitsPerByte: 10 | 11 }

/** One direction of a line: what is sent arrives when its last bit would have. */
const createLine = (msPerByte: number, deliver: (bytes: Uint8Array) => void) => {
  const waiting: { at: number; bytes: Uint8Array }[] = []
  let busyUntil = 0
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined

  // Timers are a millisecond coarse; the last part is waited for turn by turn.
  const wait = (): void => {
    const [next] = waiting
    if (next === undefined) return
    const ms = next.at - performance.now()
    if (ms > 2) timer = setTimeout(wait, Math.floor(ms) - 1)
    else if (ms > 0) turn = setImmediate(wait)
    else {
      waiting.shift()
      deliver(next.bytes)
      wait()
    }
  }

  return {
    send: (bytes: Uint8Array): void => {
      busyUntil = Math.max(busyUntil, performance.now()) + bytes.length * msPerByte
      waiting.push({ at: busyUntil, bytes })
      if (waiting.length === 1) wait()
    },
    cut: (): void => {
      clearTimeout(timer)
      clearImmediate(turn)
      waiting.length = 0
      busyUntil = 0
    },
  }
}

/** The same device behind a line of that speed. */
export const paced = (device: ByteDevice, speed: LineSpeed): ByteDevice => {
  const msPerByte = (1_000 * speed.bitsPerByte) / speed.baudRate
  let send: ((bytes: Uint8Array) => void) | undefined
  const towards = createLine(msPerByte, (bytes) => device.receive(bytes))
  const back = createLine(msPerByte, (bytes) => send?.(bytes))
  return {
    plugged: (to) => {
      send = to
      device.plugged(back.send)
    },
    receive: towards.send,
    unplugged: () => {
      send = undefined
      towards.cut()
      back.cut()
      device.unplugged()
    },
  }
}
