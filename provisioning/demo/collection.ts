// The demo branch's patrons, cards and books: told once, given to the hub as its register and to
// the simulator as what lies in the pocket and in the bag. Everybody here is invented.
import type { SimulatedBook, SimulatedCard } from '../../device/simulator/protocol.ts'

export const DEMO_PIN = '2468'
/** Opens as the other does, and raises a silent alarm. */
const DEMO_DURESS = '7531'
export const DEMO_BRANCH = 'svardsjo'

type DemoPatron = {
  name: string
  born: string
  member: string
  memberName: string
  card: string
  language: 'sv' | 'en'
  agreement: string | null
  blocked?: boolean
  note: SimulatedCard['note']
}

export const PATRONS: readonly DemoPatron[] = [
  {
    name: 'Aino Lind',
    born: '1992-03-14',
    member: 'falun',
    memberName: 'Falun',
    card: '21080000000015',
    language: 'sv',
    agreement: '2026-01-10',
    note: 'adult',
  },
  {
    name: 'Omar Haddad',
    born: '1985-09-02',
    member: 'mora',
    memberName: 'Mora',
    card: '21080000000023',
    language: 'sv',
    agreement: '2026-02-03',
    note: 'other-member',
  },
  {
    name: 'Karin Berg',
    born: '1958-06-21',
    member: 'falun',
    memberName: 'Falun',
    card: '21080000000031',
    language: 'sv',
    agreement: null,
    note: 'no-agreement',
  },
  {
    name: 'Elsa Nyman',
    born: '2011-04-30',
    member: 'falun',
    memberName: 'Falun',
    card: '21080000000049',
    language: 'sv',
    agreement: '2026-05-01',
    note: 'under-age',
  },
  {
    name: 'Nils Ek',
    born: '1979-11-08',
    member: 'falun',
    memberName: 'Falun',
    card: '21080000000056',
    language: 'sv',
    agreement: '2025-12-01',
    blocked: true,
    note: 'blocked',
  },
]

/** A card that looks right and that nobody knows. */
export const UNKNOWN_CARD = '21080000000064'

type DemoBook = {
  item: string
  name: string
  author: string
  colour: SimulatedBook['colour']
  owner: string
  note: SimulatedBook['note']
  /** Names of the tagged parts of a set; absent for one plain book. */
  parts?: readonly string[]
  /** Card of the patron who waits for it. */
  heldFor?: string
}

/** A book the hub knows, unless its note says otherwise. */
export const BOOKS: readonly DemoBook[] = [
  book('31080000000013', 'Gösta Berlings saga', 'Selma Lagerlöf', 'falu'),
  book('31080000000021', 'Pappan och havet', 'Tove Jansson', 'lake'),
  book('31080000000039', 'Aniara', 'Harry Martinson', 'plum'),
  {
    ...book(
      '31080000000047',
      'Stjärnhimlen: bok, karta, vridskiva',
      'Vintergatans vänner',
      'ink',
    ),
    note: 'set',
    parts: ['boken', 'kartan', 'vridskivan'],
  },
  {
    ...book('31080000000054', 'Kallocain', 'Karin Boye', 'sage'),
    note: 'reserved',
    heldFor: '21080000000023',
  },
  {
    ...book('31080000000062', 'Doktor Glas', 'Hjalmar Söderberg', 'ochre'),
    owner: 'orsa',
    note: 'other-owner',
  },
  book('31080000000070', 'Fiska på vintern', 'Birger Isaksson', 'pine'),
  book('31080000000088', 'Hemsöborna', 'August Strindberg', 'rose'),
  book('31080000000096', 'Nils Holgerssons underbara resa', 'Selma Lagerlöf', 'lake'),
  book('31080000000104', 'Röda rummet', 'August Strindberg', 'falu'),
  book('31080000000112', 'Den allvarsamma leken', 'Hjalmar Söderberg', 'plum'),
  book('31080000000120', 'Pennskaftet', 'Elin Wägner', 'ochre'),
  book('31080000000138', 'Körkarlen', 'Selma Lagerlöf', 'ink'),
  book('31080000000146', 'Mitt hem i skogen', 'Ingrid Dalström', 'pine'),
  {
    ...book('31080000000153', 'Dalarnas flora, hela verket', 'Sten Rask', 'linen'),
    note: 'thick',
  },
]

/** Things that lie in the bag and that no register knows. */
export const STRANGERS: readonly DemoBook[] = [
  {
    ...book('31080000000187', 'En bok från långt borta', 'Okänd', 'linen'),
    note: 'unknown-item',
  },
  { ...book('no-tag-1', 'En matlåda', '', 'rose'), note: 'no-tag' },
]

function book(
  item: string,
  name: string,
  author: string,
  colour: SimulatedBook['colour'],
): DemoBook {
  return { item, name, author, colour, owner: DEMO_BRANCH, note: 'plain' }
}

/** What the hub loads into an empty store. */
export const hubDemo = () => ({
  patrons: PATRONS.map(({ note: _, memberName: __, ...patron }) => ({
    ...patron,
    pin: DEMO_PIN,
    duress: DEMO_DURESS,
  })),
  titles: BOOKS.map(({ item, name, author }) => ({ title: titleOf(item), name, author })),
  items: BOOKS.map(({ item, owner, parts }) => ({
    item,
    title: titleOf(item),
    owner,
    parts: parts?.length ?? 1,
  })),
  holds: BOOKS.flatMap(({ item, heldFor }) =>
    heldFor === undefined
      ? []
      : [{ title: titleOf(item), card: heldFor, pickup: DEMO_BRANCH }],
  ),
})

const titleOf = (item: string): string => `t-${item}`
