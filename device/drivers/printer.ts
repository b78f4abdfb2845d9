// An ESC/POS receipt printer: prints now, or says why not; nothing is printed later.
import type { Printed, PrinterEvent, Receipt, ReceiptPrinter } from '../ports.ts'
import type { CodePage } from '../wire/code-pages.ts'
import { ESCPOS, encodeReceipt } from '../wire/escpos.ts'
import { createListeners } from './listeners.ts'
import { openPrinterLine } from './printer-line.ts'
import type { Log, SerialBinding } from './serial.ts'

/** Between two looks at the paper while nothing is printed. */
const POLL_MS = 10_000

export type PrinterSettings = {
  path: string
  /** Bits per second; 19 200 unless told otherwise. */
  baudRate?: number | undefined
  /** cp858 unless told otherwise. */
  codePage?: CodePage | undefined
  binding?: SerialBinding | undefined
  log: Log
}

/** Between two looks at what is being printed, and how many at the most. */
const LOOK_MS = 200
const MOST_LOOKS = 50

type Reason = Extract<Printed, { ok: false }>['reason']
type Paper = 'ok' | 'near-end' | 'out'

/** A pause that can be cut short. */
const createBell = () => {
  let ring = (): void => {}
  return {
    ring: () => ring(),
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        ring = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

/** Returns at once; connects and reconnects for ever. */
export const openPrinter = ({
  path,
  baudRate = 19_200,
  codePage = 'cp858',
  binding,
  log,
}: PrinterSettings): ReceiptPrinter => {
  const listeners = createListeners<PrinterEvent>()
  let paper: Paper | 'unknown' = 'unknown'
  let answers = false
  let timer: NodeJS.Timeout | undefined
  let closed = false
  /** Looks and prints take turns. */
  let turn: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const mine = turn.then(step)
    turn = mine
    return mine
  }

  const note = (seen: Paper): void => {
    if (!answers) {
      answers = true
      listeners.tell({ kind: 'printer', connected: true })
    }
    if (seen === paper) return
    paper = seen
    listeners.tell({ kind: 'paper', state: seen })
  }

  const line = openPrinterLine({
    path,
    baudRate,
    binding,
    log,
    connected: () => void inTurn(look),
    lost: () => {
      clearTimeout(timer)
      paper = 'unknown'
      if (!answers) return
      answers = false
      listeners.tell({ kind: 'printer', connected: false })
    },
  })

  const ask = async (): Promise<Reason | undefined> => {
    const roll = await line.status(4)
    if (roll === undefined) return 'offline'
    note(roll.paper)
    if (roll.paper === 'out') return 'paper-out'
    const cause = await line.status(2)
    if (cause === undefined) return 'offline'
    if (cause.coverOpen) return 'cover-open'
    if (cause.paperOut) return 'paper-out'
    return cause.error ? 'offline' : undefined
  }

  /** Why it cannot print now; undefined when it can. */
  const obstacle = async (): Promise<Reason | undefined> => {
    const reason = await ask()
    // What it could not print must not come out for the next person, when there is paper again.
    if (reason !== undefined) line.write(Uint8Array.from(ESCPOS.clear()))
    return reason
  }

  const look = async (): Promise<void> => {
    await obstacle()
    clearTimeout(timer)
    if (!closed && answers) timer = setTimeout(() => void inTurn(look), POLL_MS)
  }

  const print = async (receipt: Receipt): Promise<Printed> => {
    if (!answers) return { ok: false, reason: 'disconnected' }
    const before = await obstacle()
    if (before) return { ok: false, reason: before }
    return follow(encodeReceipt(receipt, { codePage }))
  }

  /** Hands it over and looks again and again until it is out, or what is in its way. */
  const follow = async (bytes: Uint8Array): Promise<Printed> => {
    let isOut = false
    const bell = createBell()
    const isSent = line.print(bytes, () => {
      isOut = true
      bell.ring()
    })
    if (!isSent) return { ok: false, reason: 'disconnected' }
    for (let looks = 0; !isOut && looks < MOST_LOOKS; looks++) {
      const reason = await obstacle()
      if (reason !== undefined) return { ok: false, reason }
      if (!isOut) await bell.wait(LOOK_MS)
    }
    // A printer that doesn't know the question has paper, a shut cover and no error: it printed.
    return { ok: true }
  }

  return {
    get connected() {
      return answers
    },
    get paper() {
      return paper
    },
    print: (receipt) => inTurn(() => print(receipt)),
    listen: listeners.add,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await line.close()
      await turn
      clearTimeout(timer)
    },
  }
}
