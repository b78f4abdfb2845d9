// The books in the bag, as spines. A piece that lies elsewhere leaves its place empty; pressing
// the empty place takes it back.
import { type Signal, useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type {
  SimulatedBook,
  SimulatedPiece,
  SimulatorState,
} from '../../device/simulator/protocol.ts'
import { BOOK, darker } from '../pictures/paint.ts'
import { draggable, same } from './drag.tsx'
import type { InHand, Simulator } from './model.ts'
import { takeBack } from './model.ts'
import { say } from './words.ts'

/** The book one points at, told in the heading. */
type Looked = { title: string; line: string }

const PALE = ['ochre', 'sage', 'rose', 'linen']

const SECURED = 0x07
const ON_LOAN = 0xc2

const noteOf = (book: SimulatedBook): string =>
  say(`note-${book.note}`, { parts: book.pieces.length, owner: book.owner })

const tagOf = ({ afi }: SimulatedPiece): string => {
  if (afi === ON_LOAN) return say('tag-on-loan')
  return afi === SECURED ? say('tag-secured') : say('tag-none')
}

const placeOf = ({ place }: SimulatedPiece): string =>
  place.at === 'bin'
    ? say('place-bin', { bin: String(place.bin) })
    : say(`place-${place.at}`)

/** Height of a spine in hundredths of the shelf: books differ, parts of a set are lower. */
const heightOf = (book: SimulatedBook, part: number): number =>
  part > 1 ? 86 - part * 6 : 100 - ((book.title.length * 5 + book.author.length) % 4) * 4

const Spine = ({
  book,
  piece,
  sim,
  looked,
}: {
  book: SimulatedBook
  piece: SimulatedPiece
  sim: Simulator
  looked: Signal<Looked | null>
}) => {
  const thing: InHand = { kind: 'piece', key: piece.key }
  const held = same(sim.inHand.value, thing)
  const back = takeBack(piece)
  const away = piece.place.at !== 'bag'
  const colour = BOOK[book.colour]
  const ink = PALE.includes(book.colour) ? '#14201F' : '#FFFFFF'
  const drag = useMemo(
    () =>
      draggable(
        sim,
        { kind: 'piece', key: piece.key },
        <i class="book-ghost" style={{ background: colour }} />,
      ),
    [sim, piece.key, colour],
  )
  const title = piece.part > 1 ? (piece.partName ?? book.title) : book.title
  const details = [noteOf(book), tagOf(piece), placeOf(piece)].filter((word) => word !== '')
  const show = (): void => {
    looked.value = { title, line: [book.author, ...details].join(' · ') }
  }
  const look = [
    'spine',
    piece.part > 1 && 'part',
    book.note === 'thick' && 'thick',
    book.note === 'no-tag' && 'bare',
    away && 'away',
    held && 'held',
  ]
  return (
    <button
      type="button"
      class={look.filter(Boolean).join(' ')}
      style={{
        '--book': colour,
        '--edge': darker(colour, 0.25),
        '--ink': ink,
        '--height': heightOf(book, piece.part),
      }}
      aria-pressed={held}
      aria-label={
        back === null
          ? `${title}, ${book.author}. ${details.join(', ')}`
          : `${say('do-take', { name: title })}. ${details.join(', ')}`
      }
      onPointerEnter={show}
      onFocus={show}
      aria-disabled={away && back === null}
      {...(away ? { onClick: () => back !== null && sim.do(back) } : drag)}
    >
      <span class="name">{title.split(':')[0]}</span>
      {piece.afi === ON_LOAN && <i class="lent" />}
    </button>
  )
}

export const Bag = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => {
  const looked = useSignal<Looked | null>(null)
  const held = sim.inHand.value?.kind === 'piece'
  const forget = (): void => {
    looked.value = null
  }
  return (
    <section class="bag" onPointerLeave={forget} onFocusOut={forget}>
      <h3>
        {looked.value === null || held ? (
          say(held ? 'bag-holding' : 'bag')
        ) : (
          <>
            {looked.value.title} <span>{looked.value.line}</span>
          </>
        )}
      </h3>
      <div class="spines">
        {state.books.map((book) => (
          <div key={book.book} class={book.pieces.length > 1 ? 'set' : 'single'}>
            {book.pieces.map((piece) => (
              <Spine key={piece.key} book={book} piece={piece} sim={sim} looked={looked} />
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}
