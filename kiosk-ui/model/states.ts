// Every state of every screen, standing still: for the eyes of developers and for the tests.
// The ids are those of the screen inventory; K08.out is the chute outside.
import { signal } from '@preact/signals'
import type {
  BorrowRow,
  Frame,
  HoldRow,
  LoanRow,
  Overlay,
  ReturnRow,
  Role,
  ToScreen,
  View,
} from '../../device/screen-protocol.ts'
import type { SheetName } from '../screens/kiosk.ts'
import type { Live } from './live.ts'

type Standing = {
  view: View
  frame?: Partial<Frame>
  overlay?: Overlay
  sheet?: SheetName
}

/** Thursday 19 November 2026, 17.42 in Stockholm. */
const NOW = Date.parse('2026-11-19T16:42:00Z')
const at = (time: string): number => Date.parse(`2026-11-${time}:00Z`)

const FRAME: Frame = {
  branch: 'Svärdsjö bibliotek',
  now: NOW,
  speed: 0,
  zone: 'Europe/Stockholm',
  opening: { name: 'self-service', until: at('19T20:00') },
  phone: '0980-31 92 25',
  emergency: '112',
  language: 'sv',
  offline: false,
  dark: false,
  announcement: null,
}

const STAFFED: Partial<Frame> = { opening: { name: 'staffed', until: at('19T18:00') } }
const CLOSED: Partial<Frame> = { opening: { name: 'closed', until: at('20T06:00') } }
const CLEARING: Partial<Frame> = {
  opening: { name: 'clearing', until: at('19T20:00') },
}
const CLOSING: Partial<Frame> = { opening: { name: 'closing', until: at('20T06:00') } }
const SAID: Partial<Frame> = {
  opening: { name: 'last-call-15', until: at('19T20:00') },
  announcement: {
    n: 1,
    lines: [
      {
        language: 'sv',
        text: 'Biblioteket stänger om femton minuter. Låna det du vill ha med dig.',
      },
      {
        language: 'en',
        text: 'The library closes in fifteen minutes. Please borrow what you want to take home.',
      },
    ],
    sound: null,
  },
}
const OFFLINE: Partial<Frame> = { offline: true }

const lent = (title: string, due: string): BorrowRow => ({
  item: title,
  title,
  state: 'lent',
  due,
})

const LENT: readonly BorrowRow[] = [
  lent('Gösta Berlings saga', '2026-12-17'),
  lent('Pappan och havet', '2026-12-17'),
  lent('Fiska på vintern', '2026-12-03'),
]

const SET: BorrowRow = {
  item: 'set',
  title: 'Stjärnhimlen: bok, karta, vridskiva',
  state: 'incomplete',
  have: 2,
  total: 3,
}

const LONG =
  'Hundraåringen som klev ut genom fönstret och försvann: roman i trettio kapitel'

const borrow = (...rows: BorrowRow[]): Standing => ({
  view: { screen: 'desk.borrow', rows, padLost: false },
})

/** One thing lent, and one in the state to be looked at. */
const borrowing = (state: BorrowRow['state'], more?: Partial<BorrowRow>): Standing =>
  borrow(lent('Pappan och havet', '2026-12-17'), {
    item: 'it',
    title: 'Utvandrarna',
    state,
    ...more,
  })

const back = (...rows: ReturnRow[]): Standing => ({
  view: { screen: 'desk.return', rows, padLost: false },
})

const RETURNED: ReturnRow = {
  item: 'aniara',
  title: 'Aniara',
  state: 'returned',
  next: { to: 'shelf' },
}

const returning = (state: ReturnRow['state'], more?: Partial<ReturnRow>): Standing =>
  back(RETURNED, { item: 'it', title: 'Utvandrarna', state, ...more })

const loan = (title: string, due: string, more?: Partial<LoanRow>): LoanRow => ({
  loan: title,
  title,
  due,
  renewable: true,
  ...more,
})

const LOANS: readonly LoanRow[] = [
  loan('Gösta Berlings saga', '2026-11-26'),
  loan('Pappan och havet', '2026-12-03'),
  loan('Kallocain', '2026-12-03', { renewable: false }),
  loan('Fiska på vintern', '2026-12-10'),
  loan(LONG, '2026-12-17'),
  loan('Utvandrarna', '2026-12-17'),
  loan('Doktor Glas', '2026-12-17'),
]

const HOLDS: readonly HoldRow[] = [
  { hold: '1', title: 'Aniara', state: 'ready', pickup: 'Svärdsjö', shelf: '42' },
  {
    hold: '2',
    title: 'Drömfakulteten',
    state: 'in-transit',
    pickup: 'Svärdsjö',
    shelf: null,
  },
  { hold: '3', title: 'Gilgamesh', state: 'queued', pickup: 'Svärdsjö', shelf: null },
]

const identify = (
  problem: 'unknown-card' | 'blocked' | 'no-answer' | null,
  readerLost = false,
): Standing => ({
  view: { screen: 'desk.identify', task: 'borrow', problem, readerLost },
})

type PinView = Extract<View, { screen: 'desk.pin' }>
const pin = (more?: Partial<PinView>): Standing => ({
  view: {
    screen: 'desk.pin',
    task: 'borrow',
    asking: false,
    problem: null,
    triesLeft: null,
    ...more,
  },
})

type FinishView = Extract<View, { screen: 'desk.finish' }>
const finish = (more?: Partial<FinishView>): Standing => ({
  view: {
    screen: 'desk.finish',
    borrowed: [],
    returned: [],
    renewed: [],
    printer: 'ready',
    secondsLeft: 14,
    ofSeconds: 20,
    ...more,
  },
})

const home = (frame: Partial<Frame> = {}, name: string | null = null): Standing => ({
  view: { screen: 'desk.home', name, disabled: [] },
  frame,
})

const EVACUATION: Overlay = { kind: 'evacuation' }

const DOOR: Record<string, Standing> = {
  'D01.staffed': { view: { screen: 'door.ready' }, frame: STAFFED },
  'D01.self-service': { view: { screen: 'door.ready' } },
  'D01.last-call': {
    view: { screen: 'door.ready' },
    frame: { opening: { name: 'last-call-15', until: at('19T20:00') } },
  },
  'D01.clearing': { view: { screen: 'door.ready' }, frame: CLEARING },
  'D01.closing': { view: { screen: 'door.ready' }, frame: CLOSING },
  'D01.closed': { view: { screen: 'door.ready' }, frame: CLOSED },
  'D01.unknown': {
    view: { screen: 'door.ready' },
    frame: { opening: { name: 'unknown', until: null } },
  },
  'D01.said': { view: { screen: 'door.ready' }, frame: SAID },
  D02: { view: { screen: 'door.pin', asking: false } },
  'D02.asking': { view: { screen: 'door.pin', asking: true } },
  'D02.forgot': { view: { screen: 'door.pin', asking: false }, sheet: 'forgot' },
  'D02.language': { view: { screen: 'door.pin', asking: false }, sheet: 'language' },
  D03: { view: { screen: 'door.granted', secondsLeft: 7, ofSeconds: 10 } },
  'D03.present': { view: { screen: 'door.present' }, frame: CLEARING },
  D04: { view: { screen: 'door.refused' } },
  'D06.hub': { view: { screen: 'door.offline' }, frame: OFFLINE },
  'D06.reader': { view: { screen: 'door.reader-lost' } },
  'D06.after-fire': { view: { screen: 'door.after-fire' } },
  'D07.soon': { view: { screen: 'door.close-door' } },
  D07: { view: { screen: 'door.held-open' } },
  D09: { view: { screen: 'door.ready' }, overlay: EVACUATION },
}

const DESK: Record<string, Standing> = {
  K01: { view: { screen: 'desk.idle' } },
  'K01.staffed': { view: { screen: 'desk.idle' }, frame: STAFFED },
  'K01.clearing': { view: { screen: 'desk.idle' }, frame: CLEARING },
  'K01.closing': { view: { screen: 'desk.idle' }, frame: CLOSING },
  'K01.closed': { view: { screen: 'desk.idle' }, frame: CLOSED },
  'K01.said': { view: { screen: 'desk.idle' }, frame: SAID },
  'K01.dark': { view: { screen: 'desk.idle' }, frame: { ...CLOSED, dark: true } },
  'K01.offline': { view: { screen: 'desk.idle' }, frame: OFFLINE },
  K02: { view: { screen: 'desk.idle' }, sheet: 'language' },
  K03: home(),
  'K03.known': home({}, 'Aino L.'),
  'K03.offline': {
    view: {
      screen: 'desk.home',
      name: null,
      disabled: ['borrow', 'renew', 'holds', 'account'],
    },
    frame: OFFLINE,
  },
  K04: identify(null),
  'K04.card.unknown': identify('unknown-card'),
  'K04.card.blocked': identify('blocked'),
  'K04.no-answer': { ...identify('no-answer'), frame: OFFLINE },
  'K04.reader.offline': identify(null, true),
  K05: pin(),
  'K05.asking': pin({ asking: true }),
  'K05.wrong': pin({ problem: 'wrong-pin', triesLeft: 2 }),
  'K05.wrong.last': pin({ problem: 'wrong-pin', triesLeft: 1 }),
  'K05.forgot': { ...pin(), sheet: 'forgot' },
  'K05.locked': pin({ problem: 'locked-out' }),
  'K05.no-answer': { ...pin({ problem: 'no-answer' }), frame: OFFLINE },
  'K06.empty': borrow(),
  'K06.reading': borrowing('reading', { title: null }),
  'K06.ok': borrow(...LENT),
  'K06.many': borrow(
    ...LENT,
    ...LENT.map((row) => ({ ...row, item: `${row.item} 2` })),
    SET,
  ),
  'K06.later': { ...borrowing('lent-later', { due: '2026-12-17' }), frame: OFFLINE },
  'K06.item.incomplete': borrow(...LENT, SET),
  'K06.item.put-back': borrowing('put-back'),
  'K06.item.again': borrowing('tag-failed'),
  'K06.item.unknown': borrowing('unknown-item', { title: null }),
  'K06.item.reserved': borrowing('reserved-for-other'),
  'K06.item.on-loan': borrowing('on-loan-to-other'),
  'K06.item.yours': borrowing('already-yours', { due: '2026-12-10' }),
  'K06.item.not-for-loan': borrowing('not-for-loan', { title: LONG }),
  'K06.item.limit': borrowing('loan-limit'),
  'K06.item.foreign': borrowing('foreign', { title: null }),
  'K06.pad.offline': {
    view: { screen: 'desk.borrow', rows: LENT.slice(0, 2), padLost: true },
  },
  K07: finish({ borrowed: LENT }),
  'K07.partial': finish({
    borrowed: [
      ...LENT.slice(0, 2),
      { item: 'it', title: 'Utvandrarna', state: 'reserved-for-other' },
    ],
  }),
  'K08.empty': back(),
  'K08.reading': returning('reading', { title: null }),
  'K08.ok': back(
    RETURNED,
    { item: '2', title: 'Doktor Glas', state: 'returned', next: { to: 'hold-shelf' } },
    {
      item: '3',
      title: 'Utvandrarna',
      state: 'returned',
      next: { to: 'box', branch: 'Orsa' },
    },
  ),
  'K08.later': { ...returning('returned-later'), frame: OFFLINE },
  'K08.item.incomplete': back(RETURNED, { ...SET, state: 'incomplete' }),
  'K08.item.put-back': returning('put-back'),
  'K08.item.again': returning('tag-failed'),
  'K08.item.unknown': returning('unknown-item', { title: null }),
  'K08.item.foreign': returning('foreign', { title: null }),
  'K08.pad.offline': { view: { screen: 'desk.return', rows: [], padLost: true } },
  K09: finish({ returned: [RETURNED, { ...RETURNED, item: '2', title: 'Doktor Glas' }] }),
  K10: { view: { screen: 'desk.account', loans: LOANS, holds: HOLDS } },
  'K10.asking': { view: { screen: 'desk.account', loans: null, holds: [] } },
  'K10.empty': { view: { screen: 'desk.account', loans: [], holds: [] } },
  K11: { view: { screen: 'desk.renew', loans: LOANS, asking: false } },
  'K11.asking': { view: { screen: 'desk.renew', loans: LOANS, asking: true } },
  'K11.empty': { view: { screen: 'desk.renew', loans: [], asking: false } },
  'K11.some': {
    view: {
      screen: 'desk.renew',
      asking: false,
      loans: [
        loan('Gösta Berlings saga', '2026-12-17', { renewal: 'renewed' }),
        loan('Pappan och havet', '2026-12-03', { renewal: 'reserved-for-other' }),
        loan('Doktor Glas', '2026-12-03', { renewal: 'renewal-limit' }),
        loan('Kallocain', '2026-12-03', { renewal: 'no-answer' }),
      ],
    },
  },
  K12: { view: { screen: 'desk.holds', holds: HOLDS } },
  'K12.asking': { view: { screen: 'desk.holds', holds: null } },
  'K12.waiting': { view: { screen: 'desk.holds', holds: HOLDS.slice(1) } },
  'K12.empty': { view: { screen: 'desk.holds', holds: [] } },
  K14: finish({
    borrowed: LENT,
    returned: [RETURNED],
    renewed: [loan('Doktor Glas', '2026-12-17', { renewal: 'renewed' })],
  }),
  'K14.paper.out': finish({ borrowed: LENT, printer: 'out' }),
  'K14.printer.offline': finish({ borrowed: LENT, printer: 'lost' }),
  'K14.printed': { view: { screen: 'desk.thanks', printed: true } },
  'K14.thanks': { view: { screen: 'desk.thanks', printed: false } },
  K15: { view: { screen: 'desk.help' } },
  K19: { view: { screen: 'desk.out-of-order' } },
  O1: {
    ...borrow(...LENT, SET),
    overlay: { kind: 'timeout', secondsLeft: 24, ofSeconds: 30 },
  },
  'O2.15': { ...home(), overlay: { kind: 'closing', minutes: 15 } },
  'O2.15.said': {
    ...borrow(...LENT, SET),
    overlay: { kind: 'closing', minutes: 15 },
    frame: SAID,
  },
  'O2.5': { ...borrow(...LENT), overlay: { kind: 'closing', minutes: 5 } },
  'O2.1': { ...borrow(...LENT), overlay: { kind: 'closing', minutes: 1 } },
  O3: { ...borrow(...LENT), overlay: EVACUATION },
  O7: { ...home(), sheet: 'ease' },
  O5: { ...borrow(...LENT), frame: OFFLINE },
}

const CHUTE: Record<string, Standing> = {
  'K08.out.ready': { view: { screen: 'chute.ready', count: 0 } },
  'K08.out.reading': { view: { screen: 'chute.reading', count: 1 } },
  'K08.out.open': { view: { screen: 'chute.open', title: 'Aniara', count: 1 } },
  'K08.out.accepted': {
    view: { screen: 'chute.accepted', title: 'Aniara', count: 2, later: false },
  },
  'K08.out.accepted.long': {
    view: { screen: 'chute.accepted', title: LONG, count: 2, later: false },
  },
  'K08.out.accepted.later': {
    view: { screen: 'chute.accepted', title: null, count: 1, later: true },
    frame: OFFLINE,
  },
  'K08.out.back.no-tag': { view: { screen: 'chute.given-back', why: 'no-tag', count: 0 } },
  'K08.out.back.unknown': {
    view: { screen: 'chute.given-back', why: 'unknown-item', count: 0 },
  },
  'K08.out.back.incomplete': {
    view: { screen: 'chute.given-back', why: 'incomplete', count: 0, have: 2, total: 3 },
  },
  'K08.out.back.several': {
    view: { screen: 'chute.given-back', why: 'several', count: 0 },
  },
  'K08.out.back.again': {
    view: { screen: 'chute.given-back', why: 'tag-failed', count: 0 },
  },
  'K08.out.back.foreign': {
    view: { screen: 'chute.given-back', why: 'foreign', count: 0 },
  },
  'K08.out.said': { view: { screen: 'chute.ready', count: 0 }, frame: SAID },
  'K08.out.jam': { view: { screen: 'chute.jam', count: 1 } },
  'K08.out.full': { view: { screen: 'chute.full', count: 0 } },
  'K08.out.out-of-order': { view: { screen: 'chute.out-of-order', count: 0 } },
  'K08.out.language': { view: { screen: 'chute.ready', count: 0 }, sheet: 'language' },
  'K08.out.help': { view: { screen: 'chute.ready', count: 0 }, sheet: 'help' },
  'K08.out.evacuation': { view: { screen: 'chute.ready', count: 0 }, overlay: EVACUATION },
}

export const STATES: Record<Role, Record<string, Standing>> = {
  door: DOOR,
  desk: DESK,
  chute: CHUTE,
}

/** The sheet that is open in a state. */
export const sheetOf = (role: Role, id: string): SheetName | null =>
  STATES[role][id]?.sheet ?? null

/** A line to no kiosk: only the language can be changed. Null when the role has no such state. */
export const standing = (
  role: Role,
  id: string,
  language: Frame['language'],
): Live | null => {
  const state = STATES[role][id]
  if (state === undefined) return null
  const { view, frame, overlay = null } = state
  const shown = signal<ToScreen | null>({
    view,
    overlay,
    frame: { ...FRAME, ...frame, language },
  })
  return {
    shown,
    send: (action) => {
      if (action.do !== 'language' || shown.value === null) return
      const changed = { ...shown.value.frame, language: action.language }
      shown.value = { ...shown.value, frame: changed }
    },
  }
}
