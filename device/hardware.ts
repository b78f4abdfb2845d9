// Opens the drivers that kiosk.json names. Each opens at once and connects by itself, for ever.
import type { DeviceName } from '../hub/protocol/events.ts'
import type { CardReaderConfig, KioskConfig } from './config.ts'
import { openCardReader } from './drivers/barcode-reader.ts'
import { openChuteBoard } from './drivers/chute-board.ts'
import { openDoorBoard } from './drivers/door-board.ts'
import { alsoAtReader } from './drivers/door-reader.ts'
import { openItemReader } from './drivers/feig-reader.ts'
import { openGpioDoor } from './drivers/gpio-door.ts'
import { type OsdpReader, openOsdpReader } from './drivers/osdp-reader.ts'
import { openNfcReader } from './drivers/pn532-reader.ts'
import { openPremisesBoard } from './drivers/premises-board.ts'
import { openPrinter } from './drivers/printer.ts'
import type { SerialBinding } from './drivers/serial.ts'
import type { Logger } from './log.ts'
import type {
  CardReader,
  ChuteBoard,
  DoorLines,
  ItemReader,
  PremisesBoard,
  ReceiptPrinter,
} from './ports.ts'

export type Hardware = AsyncDisposable & {
  readonly door: { card: CardReader; lines: DoorLines } | undefined
  readonly desk: { card: CardReader; pad: ItemReader; printer: ReceiptPrinter } | undefined
  readonly chute: { reader: ItemReader; board: ChuteBoard } | undefined
  readonly premises: PremisesBoard | undefined
  /** Secures the lock and shuts the flap, whatever else goes on. */
  makeSafe(): void
}

type DoorConfig = NonNullable<KioskConfig['door']>
type Wired = { path: string; baudRate?: number | undefined }

export type HardwareOptions = {
  config: Pick<KioskConfig, 'door' | 'desk' | 'chute' | 'premises'>
  /** OSDP readers that know no key but their factory's get ours. */
  install: boolean
  /** The simulator's wires, when there is one. */
  binding: SerialBinding | undefined
  log: Logger
}

export const openHardware = ({
  config,
  install,
  binding,
  log,
}: HardwareOptions): Hardware => {
  const on = (device: DeviceName, path?: string) => ({
    binding: path?.startsWith('sim:') ? binding : undefined,
    log: log.child({ device }),
  })
  const opened: { close(): Promise<void> }[] = []
  const keep = <Port extends { close(): Promise<void> }>(port: Port): Port => {
    opened.push(port)
    return port
  }
  const cardReader = (
    device: DeviceName,
    at: CardReaderConfig,
  ): CardReader | OsdpReader => {
    const settings = { ...at, ...on(device, at.path) }
    if (at.kind === 'barcode') return keep(openCardReader(settings))
    if (at.kind === 'pn532') return keep(openNfcReader(settings))
    return keep(openOsdpReader({ ...settings, ...at, install }))
  }
  const itemReader = (device: DeviceName, at: Wired) =>
    keep(openItemReader({ ...at, ...on(device, at.path) }))

  const doorLines = (at: DoorConfig['lines']): DoorLines =>
    keep(
      at.kind === 'firmata'
        ? openDoorBoard({ ...at, ...on('door-lines', at.path) })
        : openGpioDoor({ ...at, ...on('door-lines') }),
    )
  const doorOf = ({ card: at, lines: wired }: DoorConfig) => {
    const card = cardReader('door-card-reader', at)
    const lines = doorLines(wired)
    return { card, lines: 'light' in card ? alsoAtReader(lines, card) : lines }
  }

  const door = config.door && doorOf(config.door)
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
  const premises =
    config.premises &&
    keep(
      openPremisesBoard({
        ...config.premises.board,
        ...on('premises-board', config.premises.board.path),
      }),
    )
  return {
    door,
    desk,
    chute,
    premises,
    makeSafe: () => {
      door?.lines.secure()
      chute?.board.closeFlap()
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((port) => port.close()))
    },
  }
}
