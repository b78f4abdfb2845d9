// Opens the drivers that kiosk.json names. Each opens at once and connects by itself, for ever.
import type { DeviceName } from '../hub/protocol/events.ts'
import type { KioskConfig } from './config.ts'
import { openCardReader } from './drivers/barcode-reader.ts'
import { openChuteBoard } from './drivers/chute-board.ts'
import { openDoorBoard } from './drivers/door-board.ts'
import { openItemReader } from './drivers/feig-reader.ts'
import { openGpioDoor } from './drivers/gpio-door.ts'
import { openPrinter } from './drivers/printer.ts'
import type { SerialBinding } from './drivers/serial.ts'
import type { Logger } from './log.ts'
import type {
  CardReader,
  ChuteBoard,
  DoorLines,
  ItemReader,
  ReceiptPrinter,
} from './ports.ts'

export type Hardware = AsyncDisposable & {
  readonly door: { card: CardReader; lines: DoorLines } | undefined
  readonly desk: { card: CardReader; pad: ItemReader; printer: ReceiptPrinter } | undefined
  readonly chute: { reader: ItemReader; board: ChuteBoard } | undefined
  /** Secures the lock and shuts the flap, whatever else goes on. */
  makeSafe(): void
}

type Wired = { path: string; baudRate?: number | undefined }

export type HardwareOptions = {
  config: Pick<KioskConfig, 'door' | 'desk' | 'chute'>
  /** The simulator's wires, when there is one. */
  binding: SerialBinding | undefined
  log: Logger
}

export const openHardware = ({ config, binding, log }: HardwareOptions): Hardware => {
  const on = (device: DeviceName, path?: string) => ({
    binding: path?.startsWith('sim:') ? binding : undefined,
    log: log.child({ device }),
  })
  const opened: { close(): Promise<void> }[] = []
  const keep = <Port extends { close(): Promise<void> }>(port: Port): Port => {
    opened.push(port)
    return port
  }
  const cardReader = (device: DeviceName, at: Wired) =>
    keep(openCardReader({ ...at, ...on(device, at.path) }))
  const itemReader = (device: DeviceName, at: Wired) =>
    keep(openItemReader({ ...at, ...on(device, at.path) }))

  const door = config.door && {
    card: cardReader('door-card-reader', config.door.card),
    lines: keep(
      config.door.lines.kind === 'firmata'
        ? openDoorBoard({
            ...config.door.lines,
            ...on('door-lines', config.door.lines.path),
          })
        : openGpioDoor({ ...config.door.lines, ...on('door-lines') }),
    ),
  }
  const desk = config.desk && {
    card: cardReader('desk-card-reader', config.desk.card),
    pad: itemReader('desk-pad', config.desk.pad),
    printer: keep(
      openPrinter({
        ...config.desk.printer,
        ...on('desk-printer', config.desk.printer.path),
      }),
    ),
  }
  const chute = config.chute && {
    reader: itemReader('chute-reader', config.chute.reader),
    board: keep(
      openChuteBoard({
        ...config.chute.board,
        ...on('chute-board', config.chute.board.path),
        bins: Math.max(...config.chute.bins.map(({ bin }) => bin)),
      }),
    ),
  }
  return {
    door,
    desk,
    chute,
    makeSafe: () => {
      door?.lines.secure()
      chute?.board.closeFlap()
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((port) => port.close()))
    },
  }
}
