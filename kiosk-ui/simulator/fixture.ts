// Branches that stand still, for looking at the picture without a running kiosk: ?state=demo and
// the variants below.
import type {
  DeviceKey,
  Place,
  SimulatedBook,
  SimulatedCard,
  SimulatorState,
  TapeEntry,
} from '../../device/simulator/protocol.ts'
import { instantOf } from './zoned.ts'

const ZONE = 'Europe/Stockholm'
const at = (month: number, day: number, hour: number, minute: number): number =>
  instantOf({ year: 2026, month, day, hour, minute }, ZONE)

const card = (
  number: string,
  name: string,
  member: string,
  age: number | null,
  note: SimulatedCard['note'],
): SimulatedCard => ({ number, pin: '2468', name, note, member, age })

const CARDS: readonly SimulatedCard[] = [
  card('21080000000015', 'Aino Lind', 'Falun', 34, 'adult'),
  card('21080000000023', 'Omar Haddad', 'Mora', 41, 'other-member'),
  card('21080000000031', 'Karin Berg', 'Falun', 58, 'no-agreement'),
  card('21080000000049', 'Elsa Holm', 'Rättvik', 15, 'under-age'),
  card('21080000000056', 'Nils Ek', 'Falun', 27, 'blocked'),
  card('21080000000064', '', '', null, 'unknown'),
]

type Shelved = Omit<SimulatedBook, 'pieces' | 'book'>

const SECURED = 0x07
const ON_LOAN = 0xc2

const SHELF: readonly Shelved[] = [
  {
    title: 'Aniara',
    author: 'Harry Martinson',
    colour: 'falu',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Gösta Berlings saga',
    author: 'Selma Lagerlöf',
    colour: 'pine',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Pappan och havet',
    author: 'Tove Jansson',
    colour: 'lake',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Hjortron',
    author: 'Karin Ek',
    colour: 'ochre',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Stjärnhimlen: bok, karta, vridskiva',
    author: 'Per Holm',
    colour: 'ink',
    note: 'set',
    owner: 'Falun',
  },
  {
    title: 'Doktor Glas',
    author: 'Hjalmar Söderberg',
    colour: 'plum',
    note: 'other-owner',
    owner: 'Orsa',
  },
  {
    title: 'Kallocain',
    author: 'Karin Boye',
    colour: 'sage',
    note: 'reserved',
    owner: 'Falun',
  },
  {
    title: 'Fiska på vintern',
    author: 'Olle Dahl',
    colour: 'rose',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Vildmark',
    author: 'Anna Sund',
    colour: 'pine',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Röda rummet',
    author: 'August Strindberg',
    colour: 'falu',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Hemsöborna',
    author: 'August Strindberg',
    colour: 'rose',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Nils Holgerssons underbara resa',
    author: 'Selma Lagerlöf',
    colour: 'lake',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Körkarlen',
    author: 'Selma Lagerlöf',
    colour: 'ink',
    note: 'plain',
    owner: 'Falun',
  },
  {
    title: 'Dalarnas flora, hela verket',
    author: 'Bo Tung',
    colour: 'linen',
    note: 'thick',
    owner: 'Falun',
  },
  {
    title: 'Någon annans bok',
    author: 'Okänd',
    colour: 'lake',
    note: 'unknown-item',
    owner: 'Oslo',
  },
  {
    title: 'Min dagbok',
    author: 'Aino Lind',
    colour: 'rose',
    note: 'no-tag',
    owner: '',
  },
]

const PARTS = ['bok', 'karta', 'vridskiva']

const booksWith = (
  places: Readonly<Record<string, Place>>,
  lent: readonly string[] = [],
): SimulatedBook[] =>
  SHELF.map((book, index) => {
    const tagged = book.note !== 'no-tag'
    const count = book.note === 'set' ? PARTS.length : 1
    return {
      ...book,
      book: `310800000${String(index + 1).padStart(5, '0')}`,
      pieces: Array.from({ length: count }, (_, part) => ({
        key: `${index}-${part + 1}`,
        book: String(index),
        part: part + 1,
        partName: count > 1 ? (PARTS[part] ?? null) : null,
        place: places[`${book.title} ${part + 1}`] ?? places[book.title] ?? { at: 'bag' },
        afi: tagged ? (lent.includes(book.title) ? ON_LOAN : SECURED) : null,
        eas: null,
      })),
    }
  })

const PLUGGED: Record<DeviceKey, boolean> = {
  'door-card-reader': true,
  'door-board': true,
  'desk-card-reader': true,
  'desk-pad': true,
  'desk-printer': true,
  'chute-reader': true,
  'chute-board': true,
  'premises-board': true,
}

const RECEIPT = [
  ['Svärdsjö bibliotek', true],
  ['19 nov 2026 17.42', false],
  ['--------------------------------', false],
  ['Gösta Berlings saga       17 dec', false],
  ['Pappan och havet          17 dec', false],
  ['Fiska på vintern           3 dec', false],
  ['--------------------------------', false],
  ['3 lån', false],
  ['', false],
  ['Öppet i morgon från 6.', false],
  ['Tack, och läs gott!', false],
] as const

const EVENING = at(11, 19, 17, 42)

type Said = Omit<TapeEntry, 'n' | 'at'> & { after: number }

const SAID: readonly Said[] = [
  { after: 0, lane: 'door', direction: 'out', channel: 'ask', what: 'entry', id: 'a' },
  {
    after: 41,
    lane: 'door',
    direction: 'in',
    channel: 'answer',
    what: 'entry',
    id: 'a',
    ok: true,
    ms: 41,
  },
  {
    after: 900,
    lane: 'door',
    direction: 'out',
    channel: 'event',
    what: 'door',
    first: 1042,
    last: 1042,
  },
  { after: 930, lane: 'kiosk', direction: 'in', channel: 'ack', what: 'ack', last: 1042 },
  {
    after: 5000,
    lane: 'desk',
    direction: 'out',
    channel: 'ask',
    what: 'checkout',
    id: 'b',
  },
  {
    after: 5088,
    lane: 'desk',
    direction: 'in',
    channel: 'answer',
    what: 'checkout',
    id: 'b',
    ok: true,
    ms: 88,
  },
  {
    after: 6100,
    lane: 'desk',
    direction: 'out',
    channel: 'event',
    what: 'checkout',
    first: 1043,
    last: 1045,
  },
  { after: 6140, lane: 'kiosk', direction: 'in', channel: 'ack', what: 'ack', last: 1045 },
  { after: 6900, lane: 'kiosk', direction: 'in', channel: 'config', what: 'config' },
  { after: 9000, lane: 'chute', direction: 'out', channel: 'ask', what: 'item', id: 'c' },
  {
    after: 9052,
    lane: 'chute',
    direction: 'in',
    channel: 'answer',
    what: 'item',
    id: 'c',
    ok: true,
    ms: 52,
  },
  { after: 9700, lane: 'desk', direction: 'out', channel: 'ask', what: 'renew', id: 'd' },
  {
    after: 9790,
    lane: 'desk',
    direction: 'in',
    channel: 'answer',
    what: 'renew',
    id: 'd',
    ok: false,
    ms: 63,
  },
  {
    after: 11000,
    lane: 'chute',
    direction: 'out',
    channel: 'event',
    what: 'checkin',
    first: 1046,
    last: 1046,
  },
]

const TAPE: readonly TapeEntry[] = SAID.map(({ after, ...entry }, n) => ({
  ...entry,
  n: n + 1,
  at: EVENING - 12_000 + after,
}))

/** Locked, and nothing wrong. */
const SHUT: SimulatorState['door'] = {
  lock: 'secured',
  bolt: 'thrown',
  open: false,
  light: 'ready',
  sounds: false,
  fire: false,
  jammed: false,
  stuck: false,
  blocked: false,
}
const FREE: SimulatorState['door'] = {
  ...SHUT,
  lock: 'released',
  bolt: 'drawn',
  light: 'go',
}

const DEMO: SimulatorState = {
  clock: { now: EVENING, speed: 1, zone: ZONE },
  branch: 'Svärdsjö bibliotek',
  topic: 'b24/v1/dalarna/svardsjo',
  opening: { name: 'self-service', until: at(11, 19, 21, 0) },
  plugged: PLUGGED,
  door: FREE,
  premises: { lights: true, machines: true, armed: false, stuck: false },
  inside: 3,
  chute: {
    flap: 'open',
    beamBroken: false,
    light: 'working',
    jammed: false,
    bins: [
      { bin: 1, level: 0.64, books: 18 },
      { bin: 2, level: 0.28, books: 8 },
    ],
  },
  printer: {
    paper: 'ok',
    printing: true,
    receipt: RECEIPT.map(([text, bold]) => ({ text, bold, align: 'left', large: false })),
  },
  network: { connected: true, online: true, lastAnswerMs: 41 },
  journal: { unsent: 0 },
  cards: CARDS,
  books: booksWith(
    {
      'Gösta Berlings saga': { at: 'pad' },
      'Pappan och havet': { at: 'pad' },
      'Fiska på vintern': { at: 'pad' },
      Vildmark: { at: 'mouth' },
    },
    ['Gösta Berlings saga', 'Pappan och havet'],
  ),
  screens: {
    door: '/door?state=D01',
    desk: '/desk?state=K03',
    chute: '/chute?state=K08.out',
  },
  shown: { door: 'door.granted', desk: 'desk.borrow', chute: 'chute.open' },
  tape: TAPE,
}

/** Nobody there, nothing done yet. */
const READY: SimulatorState = {
  ...DEMO,
  door: SHUT,
  inside: 0,
  chute: {
    ...DEMO.chute,
    flap: 'closed',
    light: 'ready',
    bins: DEMO.chute.bins.map(({ bin }) => ({ bin, level: 0, books: 0 })),
  },
  printer: { paper: 'ok', printing: false, receipt: null },
  books: booksWith({}),
  shown: { door: 'door.ready', desk: 'desk.idle', chute: 'chute.ready' },
  tape: [],
}

const clockAt = (now: number): SimulatorState['clock'] => ({ now, speed: 1, zone: ZONE })

const VARIANTS: Readonly<Record<string, SimulatorState>> = {
  demo: DEMO,
  'demo-ready': READY,
  'demo-pin': {
    ...READY,
    door: SHUT,
    shown: { ...READY.shown, door: 'door.pin' },
  },
  'demo-morning': {
    ...READY,
    clock: clockAt(at(11, 19, 7, 40)),
    opening: { name: 'self-service', until: at(11, 19, 10, 0) },
    inside: 1,
  },
  'demo-day': {
    ...DEMO,
    clock: clockAt(at(11, 19, 11, 30)),
    opening: { name: 'staffed', until: at(11, 19, 16, 0) },
    door: { ...FREE, open: true },
    inside: 5,
  },
  'demo-summer': {
    ...DEMO,
    clock: clockAt(at(6, 23, 12, 0)),
    opening: { name: 'staffed', until: at(6, 23, 16, 0) },
    inside: 2,
  },
  'demo-midsummer-night': {
    ...READY,
    clock: clockAt(at(6, 23, 23, 0)),
    opening: { name: 'closed', until: at(6, 24, 6, 0) },
    premises: { lights: false, machines: false, armed: true, stuck: false },
    shown: { ...READY.shown, door: 'door.ready' },
  },
  'demo-night': {
    ...READY,
    clock: clockAt(at(11, 19, 23, 0)),
    opening: { name: 'closed', until: at(11, 20, 6, 0) },
    premises: { lights: false, machines: false, armed: true, stuck: false },
    shown: { ...READY.shown, door: 'door.refused' },
    door: { ...SHUT, light: 'no' },
  },
  'demo-fire': {
    ...DEMO,
    door: { ...FREE, open: true, fire: true },
    inside: 4,
  },
  /** Held open by somebody, and the bolt, the button and a beam are out of order. */
  'demo-held': {
    ...DEMO,
    door: {
      ...FREE,
      open: true,
      light: 'ready',
      sounds: true,
      jammed: true,
      stuck: true,
      blocked: true,
    },
    shown: { ...DEMO.shown, door: 'door.close-door' },
  },
  'demo-cut': {
    ...DEMO,
    network: { connected: false, online: false, lastAnswerMs: 41 },
    journal: { unsent: 4 },
    door: { ...SHUT, light: 'dark' },
    shown: { door: 'door.offline', desk: 'desk.return', chute: 'chute.accepted' },
    chute: { ...DEMO.chute, light: 'thanks', flap: 'closed' },
  },
  'demo-broken': {
    ...DEMO,
    plugged: Object.fromEntries(
      Object.keys(PLUGGED).map((device) => [device, false]),
    ) as Record<DeviceKey, boolean>,
    door: { ...SHUT, light: 'unknown' },
    chute: {
      ...DEMO.chute,
      jammed: true,
      light: 'attention',
      bins: [
        { bin: 1, level: 1, books: 40 },
        { bin: 2, level: 0.5, books: 14 },
      ],
    },
    printer: { paper: 'out', printing: false, receipt: null },
    shown: { door: 'door.reader-lost', desk: 'desk.out-of-order', chute: 'chute.jam' },
  },
  'demo-returned': {
    ...DEMO,
    books: booksWith({
      Aniara: { at: 'bin', bin: 1 },
      Kallocain: { at: 'bin', bin: 2 },
      'Doktor Glas': { at: 'bin', bin: 2 },
      'Stjärnhimlen: bok, karta, vridskiva 1': { at: 'pad' },
      'Stjärnhimlen: bok, karta, vridskiva 2': { at: 'pad' },
    }),
  },
}

/** A standing branch by name; an unknown name is the demo. */
export const fixture = (name: string): SimulatorState => VARIANTS[name] ?? DEMO
