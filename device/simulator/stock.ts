// The books of a simulated branch: pieces with tags, and where each of them lies.
import { encodeTag, USAGE } from '../wire/iso28560.ts'
import type { Place, SimulatedBook, SimulatedPiece } from './protocol.ts'
import { createTag, type Tag } from './tag.ts'

/** As in kiosk.json: `parts` names what belongs to a set; one part is the book itself. */
export type StockedBook = Omit<SimulatedBook, 'pieces'> & { parts: readonly string[] }

export type Piece = {
  key: string
  book: string
  part: number
  partName: string | null
  tag: Tag | undefined
  place: Place
}

/** Where each piece lay and what its tag said, to go on from after a restart. */
export type StockMemory = Readonly<Record<string, { place: Place; afi: number | null }>>

/** Bytes of memory of the common chip: 28 blocks of four. */
const MEMORY = 112
/** Maker (NXP) and type of that chip. */
const UID_HEAD = 'E0040150'

const uidOf = (n: number): string =>
  UID_HEAD + n.toString(16).toUpperCase().padStart(8, '0')

const memoryOf = (book: StockedBook, part: number): Uint8Array => {
  const parts = book.parts.length
  const block = {
    usage: USAGE.circulation,
    parts,
    part,
    id: book.book,
    owner: book.owner,
    extensions: [],
  }
  const encoded = encodeTag(block, MEMORY)
  if (!encoded.ok) throw new RangeError(`book ${book.book}: ${encoded.reason} fits no tag`)
  return encoded.bytes
}

/** What slides or is carried when a branch stops is found in the bag. */
const placeAfter = (place: Place): Place => (place.at === 'tunnel' ? { at: 'bag' } : place)

export type Shelving = {
  books: readonly StockedBook[]
  /** AFI of a book at home. */
  secured: number
  memory?: StockMemory | undefined
  /** Called when a tag's memory changed. */
  changed?: () => void
}

/** Throws RangeError when a number or owner fits no tag. */
export const stockShelves = ({
  books,
  secured,
  memory = {},
  changed = () => {},
}: Shelving): Piece[] => {
  const pieces: Piece[] = []
  const add = (book: StockedBook, part: number, name: string): void => {
    const n = pieces.length + 1
    const key = book.note === 'no-tag' ? `no-tag-${n}` : uidOf(n)
    const { place, afi } = memory[key] ?? { place: { at: 'bag' } as const, afi: secured }
    const tag =
      book.note === 'no-tag'
        ? undefined
        : createTag({
            uid: key,
            memory: memoryOf(book, part),
            afi: afi ?? secured,
            changed,
          })
    const partName = book.parts.length > 1 ? name : null
    pieces.push({ key, book: book.book, part, partName, tag, place: placeAfter(place) })
  }
  for (const book of books)
    for (const [i, name] of book.parts.entries()) add(book, i + 1, name)
  return pieces
}

const shown = ({ tag, ...piece }: Piece): SimulatedPiece => ({
  ...piece,
  afi: tag?.afi ?? null,
  eas: tag?.eas ?? null,
})

/** The books as the page shows them. */
export const booksOf = (
  books: readonly StockedBook[],
  pieces: readonly Piece[],
): SimulatedBook[] =>
  books.map(({ parts: _, ...book }) => ({
    ...book,
    pieces: pieces.filter((piece) => piece.book === book.book).map(shown),
  }))

export const memoryOfStock = (pieces: readonly Piece[]): StockMemory =>
  Object.fromEntries(
    pieces.map(({ key, place, tag }) => [key, { place, afi: tag?.afi ?? null }]),
  )
