// What one can do at each place in the picture: the inside of the sheet that opens there.
import {
  BookUp,
  Clock,
  CreditCard,
  DoorOpen,
  Flame,
  KeyRound,
  LogOut,
  ReceiptText,
  TriangleAlert,
  Users,
  Wifi,
  WifiOff,
} from 'lucide'
import type { SimulatedPiece, SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import { Act, Cable, Do, type Props, Screens } from './acts.tsx'
import { ClockHours } from './clock.tsx'
import { type Simulator, type Spot, takeBack } from './model.ts'
import { holdWord, levelText, networkText } from './spots.ts'
import { say } from './words.ts'

const DoorPanel = ({ sim, state }: Props) => (
  <>
    {state.door.open ? (
      <>
        <Do
          sim={sim}
          hand={{ do: 'close-door' }}
          icon={DoorOpen}
          first
          word={say('do-close')}
        />
        <Do sim={sim} hand={{ do: 'slip-in' }} icon={Users} word={say('do-slip-in')} />
      </>
    ) : (
      <>
        <Act icon={DoorOpen} first onClick={sim.comeIn}>
          {say('do-pull')}
        </Act>
        <Do
          sim={sim}
          hand={{ do: 'open-door' }}
          icon={DoorOpen}
          word={say('do-hold-open')}
        />
      </>
    )}
    <Do sim={sim} hand={{ do: 'walk-out' }} icon={LogOut} word={say('do-walk-out')} />
    <Do
      sim={sim}
      hand={{ do: 'jam-bolt', on: !state.door.jammed }}
      icon={TriangleAlert}
      word={say(state.door.jammed ? 'do-unjam-bolt' : 'do-jam-bolt')}
    />
    <Cable sim={sim} state={state} device="door-board" />
  </>
)

const Cards = ({ sim, state, at }: Props & { at: 'door' | 'desk' }) => (
  <>
    <p>{say('hint-reader')}</p>
    {state.cards.map((card) => (
      <Do
        sim={sim}
        hand={{ do: 'hold-card', at, number: card.number }}
        icon={CreditCard}
        word={holdWord(card)}
      />
    ))}
    <Cable sim={sim} state={state} device={`${at}-card-reader`} />
    <Screens sim={sim} state={state} of={at} />
  </>
)

type Named = { piece: SimulatedPiece; name: string }

const piecesAt = (
  state: SimulatorState,
  at: SimulatedPiece['place']['at'],
  bin?: number,
): Named[] =>
  state.books.flatMap((book) =>
    book.pieces
      .filter(({ place }) => place.at === at && (place.at !== 'bin' || place.bin === bin))
      .map((piece) => ({ piece, name: piece.partName ?? book.title })),
  )

const TakeBack = ({ sim, pieces }: { sim: Simulator; pieces: readonly Named[] }) => (
  <>
    {pieces.map(({ piece, name }) => {
      const hand = takeBack(piece)
      return (
        hand !== null && (
          <Do sim={sim} hand={hand} icon={BookUp} word={say('do-take', { name })} />
        )
      )
    })}
  </>
)

const ChutePanel = ({ sim, state }: Props) => (
  <>
    <p>{say('hint-chute')}</p>
    <TakeBack sim={sim} pieces={piecesAt(state, 'mouth')} />
    <Do
      sim={sim}
      hand={{ do: 'jam', on: !state.chute.jammed }}
      icon={TriangleAlert}
      word={say(state.chute.jammed ? 'do-unjam' : 'do-jam')}
    />
    <Cable sim={sim} state={state} device="chute-reader" />
    <Cable sim={sim} state={state} device="chute-board" />
    <Screens sim={sim} state={state} of="chute" />
  </>
)

const Bin = ({
  sim,
  state,
  bin,
}: Props & { bin: SimulatorState['chute']['bins'][number] }) => (
  <section class="bin-row">
    <label>
      <span>
        {say('bin-level', { bin: String(bin.bin) })} <b>{levelText(bin.level)}</b>
      </span>
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        value={Math.round(bin.level * 100)}
        onChange={(event) =>
          sim.do({
            do: 'fill-bin',
            bin: bin.bin,
            level: Number(event.currentTarget.value) / 100,
          })
        }
      />
    </label>
    <p>{say('bin-line', { books: bin.books })}</p>
    <TakeBack sim={sim} pieces={piecesAt(state, 'bin', bin.bin)} />
  </section>
)

const BinsPanel = ({ sim, state }: Props) => (
  <>
    {state.chute.bins.map((bin) => (
      <Bin key={bin.bin} sim={sim} state={state} bin={bin} />
    ))}
  </>
)

const PadPanel = ({ sim, state }: Props) => (
  <>
    <p>{say('hint-pad')}</p>
    <TakeBack sim={sim} pieces={piecesAt(state, 'pad')} />
    <Cable sim={sim} state={state} device="desk-pad" />
    <Screens sim={sim} state={state} of="desk" />
  </>
)

const PAPERS = ['ok', 'near-end', 'out'] as const

const PrinterPanel = ({ sim, state }: Props) => (
  <>
    {PAPERS.filter((paper) => paper !== state.printer.paper).map((paper) => (
      <Do
        sim={sim}
        hand={{ do: 'paper', state: paper }}
        icon={ReceiptText}
        word={say(`do-paper-${paper}`)}
      />
    ))}
    <Cable sim={sim} state={state} device="desk-printer" />
  </>
)

const FirePanel = ({ sim, state }: Props) => (
  <>
    <Do
      sim={sim}
      hand={{ do: 'fire', on: !state.door.fire }}
      icon={Flame}
      first
      word={say(state.door.fire ? 'do-silence' : 'do-fire')}
    />
    <p>{say('hint-key')}</p>
    <Do sim={sim} hand={{ do: 'turn-key' }} icon={KeyRound} word={say('do-key')} />
  </>
)

const ExitPanel = ({ sim, state }: Props) => (
  <>
    <p>{say('hint-exit')}</p>
    <Do sim={sim} hand={{ do: 'walk-out' }} icon={LogOut} first word={say('do-walk-out')} />
    <Do sim={sim} hand={{ do: 'press-exit' }} icon={DoorOpen} word={say('do-exit')} />
    <Do
      sim={sim}
      hand={{ do: 'stick-exit', on: !state.door.stuck }}
      icon={TriangleAlert}
      word={say(state.door.stuck ? 'do-unstick' : 'do-stick')}
    />
  </>
)

const CounterPanel = ({ sim, state }: Props) => (
  <>
    <p>{say('hint-counter')}</p>
    <p class="figure">{say('inside', { count: state.inside })}</p>
    <Do sim={sim} hand={{ do: 'walk-out' }} icon={LogOut} word={say('do-walk-out')} />
    <Do
      sim={sim}
      hand={{ do: 'block-beam', on: !state.door.blocked }}
      icon={TriangleAlert}
      word={say(state.door.blocked ? 'do-unblock' : 'do-block')}
    />
  </>
)

const NetworkPanel = ({ sim, state }: Props) => {
  const { connected } = state.network
  return (
    <>
      <p class="figure">{networkText(state.network)}</p>
      <Do
        sim={sim}
        hand={{ do: 'network', connected: !connected }}
        icon={connected ? WifiOff : Wifi}
        first
        word={say(connected ? 'do-cut' : 'do-restore')}
      />
    </>
  )
}

const SignPanel = ({ sim, state }: Props) => (
  <>
    <p>
      <Icon of={Clock} /> {say('clock-hours')}
    </p>
    <ClockHours sim={sim} state={state} />
  </>
)

/** The sheet's inside for a spot. */
export const Panel = ({ spot, sim, state }: Props & { spot: Spot }) => {
  const at = { sim, state }
  switch (spot) {
    case 'network':
      return <NetworkPanel {...at} />
    case 'exit':
      return <ExitPanel {...at} />
    case 'counter':
      return <CounterPanel {...at} />
    case 'sign':
      return <SignPanel {...at} />
    case 'fire':
      return <FirePanel {...at} />
    case 'door':
      return <DoorPanel {...at} />
    case 'door-reader':
      return <Cards {...at} at="door" />
    case 'desk-reader':
      return <Cards {...at} at="desk" />
    case 'chute':
      return <ChutePanel {...at} />
    case 'bins':
      return <BinsPanel {...at} />
    case 'pad':
      return <PadPanel {...at} />
    case 'printer':
      return <PrinterPanel {...at} />
  }
}
