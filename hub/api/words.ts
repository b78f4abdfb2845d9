// The status page's sentences, in Swedish. Pure.
import { Temporal } from 'temporal-polyfill'
import type { AlarmKind } from '../alarms/kinds.ts'
import type { Noted } from '../inbox/parts.ts'
import type { OpeningState } from '../rules/opening.ts'
import type { AlarmStatus, KioskStatus, LetterStatus } from './branch-status.ts'

type Moment = { now: number; zone: string }

const zoned = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)

/** `14.05`, as Swedish writes it. */
const clockTime = (at: number, zone: string): string =>
  zoned(at, zone).toPlainTime().toString({ smallestUnit: 'minute' }).replace(':', '.')

/** `kl. 14.05`, never broken in two. */
export const atClock = (at: number, zone: string): string =>
  `kl.\u00a0${clockTime(at, zone)}`

export const longDay = (at: number, zone: string): string =>
  zoned(at, zone).toLocaleString('sv-SE', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  })

/** `kl. 14.05`, `i morgon kl. 07.00`, `måndag kl. 07.00`. */
export const moment = (at: number, { now, zone }: Moment): string => {
  const [then, today] = [zoned(at, zone), zoned(now, zone)]
  const days = today.toPlainDate().until(then.toPlainDate()).days
  const time = atClock(at, zone)
  if (days === 0) return time
  if (days === 1) return `i morgon ${time}`
  if (days === -1) return `i går ${time}`
  const near = Math.abs(days) < 7
  return near
    ? `${then.toLocaleString('sv-SE', { weekday: 'long' })} ${time}`
    : `${then.toLocaleString('sv-SE', { day: 'numeric', month: 'long' })} ${time}`
}

/** What the branch is, as one word for a label. */
export const OPENING_LABELS: Record<OpeningState['name'], string> = {
  staffed: 'Öppet',
  clearing: 'Meröppet, nyss bemannat',
  'self-service': 'Meröppet',
  'last-call-15': 'Stänger snart',
  'last-call-5': 'Stänger nu',
  closing: 'Stänger',
  closed: 'Stängt',
  paused: 'Meröppet pausat',
  'entry-lockdown': 'Ingen släpps in',
}

const SHUT: ReadonlySet<OpeningState['name']> = new Set([
  'closing',
  'closed',
  'paused',
  'entry-lockdown',
])

/** `changes` is when somebody comes, goes, or the branch opens or closes; null = never. */
export const openingWords = (
  name: OpeningState['name'],
  changes: number | null,
  when: Moment,
): string => {
  if (name === 'closing' && changes !== null)
    return `Stänger just nu. Öppnar ${moment(changes, when)}.`
  if (SHUT.has(name))
    return changes === null ? 'Stängt tills vidare.' : `Öppnar ${moment(changes, when)}.`
  const until = changes === null ? 'dygnet runt' : `till ${moment(changes, when)}`
  if (name === 'staffed') return `Personalen är här ${until}.`
  if (name === 'clearing')
    return `Personalen har nyss gått, och de som är kvar anmäler sig. Öppet utan personal ${until}.`
  if (name === 'self-service') return `Öppet utan personal ${until}.`
  return `Öppet ${until}.`
}

export const letInWords = (count: number): string => {
  if (count === 0) return 'Ingen har släppts in i dag.'
  return count === 1
    ? 'En person har släppts in i dag.'
    : `${count} personer har släppts in i dag.`
}

/** Nothing where nobody counts. */
export const insideWords = (count: number | undefined): string => {
  if (count === undefined) return ''
  if (count === 0) return 'Ingen är inne.'
  return count === 1 ? 'En person är inne.' : `${count} personer är inne.`
}

const DOOR: Record<NonNullable<KioskStatus['door']>, string> = {
  opened: 'Dörren är öppen.',
  closed: 'Dörren är stängd.',
  'held-open': 'Dörren står öppen.',
  forced: 'Dörren står öppen.',
}

/** Nothing of a kiosk that has told of no door. */
export const doorWords = ({ door }: Pick<KioskStatus, 'door'>): string =>
  door === undefined ? '' : DOOR[door]

export const workWords = (count: number): string => {
  if (count === 0) return 'Ingenting väntar på personalen.'
  return count === 1
    ? 'En sak väntar på personalen.'
    : `${count} saker väntar på personalen.`
}

const UNITS = [
  { ms: 86_400_000, one: 'en dag', many: 'dagar' },
  { ms: 3_600_000, one: 'en timme', many: 'timmar' },
  { ms: 60_000, one: 'en minut', many: 'minuter' },
] as const

/** `nyss`, `för en minut sedan`, `för 3 timmar sedan`. */
export const ago = (ms: number): string => {
  const unit = UNITS.find((one) => ms >= one.ms)
  if (unit === undefined) return 'nyss'
  const count = Math.floor(ms / unit.ms)
  return `för ${count === 1 ? unit.one : `${count} ${unit.many}`} sedan`
}

export const kioskWords = ({
  online,
  silentMs,
}: Pick<KioskStatus, 'online' | 'silentMs'>): string => {
  if (silentMs === undefined) return 'Har aldrig hört av sig.'
  return online
    ? `Ansluten. Hörde av sig ${ago(silentMs)}.`
    : `Inte ansluten. Hörde av sig senast ${ago(silentMs)}.`
}

const DEVICES: Record<string, string> = {
  'door-card-reader': 'Kortläsaren vid dörren',
  'door-lines': 'Dörrens lås och kontakter',
  'desk-card-reader': 'Kortläsaren på disken',
  'desk-pad': 'Läsplattan på disken',
  'desk-printer': 'Kvittoskrivaren',
  'chute-reader': 'Läsaren i inkastet',
  'chute-board': 'Inkastets lucka och lådor',
  'premises-board': 'Styrningen av belysning och larm',
}

const SENTENCES: Record<string, string> = {
  'paper near-end': 'Kvittopapperet är snart slut',
  'paper out': 'Kvittopapperet är slut',
  'fire on': 'Brandlarmet ljuder',
  'door-card-reader-case tampered': 'Kortläsaren vid dörren har öppnats eller lossats',
  'desk-card-reader-case tampered': 'Kortläsaren på disken har öppnats eller lossats',
  'alarm not-armed': 'Inbrottslarmet har inte slagits på',
  'alarm not-disarmed': 'Inbrottslarmet har inte slagits av, så ingen släpps in',
  'alarm somebody-inside': 'Någon är kvar, så inbrottslarmet är inte på',
}

export const troubleWords = ({ part, state, at }: Noted, when: Moment): string => {
  const bin = /^bin-(\d+)$/.exec(part)?.[1]
  const missing = /^missing-(\d+)$/.exec(state)?.[1]
  const what =
    (bin && `Inkastets låda ${bin} är full`) ??
    (missing && `${missing} som är kvar har inte anmält sig efter bemannad tid,`) ??
    SENTENCES[`${part} ${state}`] ??
    `${DEVICES[part] ?? part} svarar inte`
  return `${what} sedan ${moment(at, when)}.`
}

const ALARMS: Record<AlarmKind, string> = {
  takeover: 'Kiosken försökte ansluta under en annan kiosks namn',
  withdrawn: 'En kiosk vars certifikat är återkallat försöker ansluta',
  'certificate-ends':
    'Kioskens certifikat går ut inom 30 dagar eller har gått ut: utfärda ett nytt',
  'calendar-ends':
    'Öppettiderna är planerade i mindre än 60 dagar till: sedan är det stängt',
  'certificate-refused': 'Någon försökte ansluta med ett certifikat som inte gäller',
  'used-twice':
    'Två anslutningar i kioskens namn tränger ut varandra: kanske ett kopierat certifikat',
  'refused-at-broker': 'Kiosken försökte säga eller höra något den inte får',
  'retained-garbage': 'Något som inte ska sparas låg kvar på kioskens kanal och togs bort',
  replayed: 'En fråga som redan ställts kom en gång till',
  offline: 'Kiosken har inte hörts av',
  flapping: 'Kiosken ansluter om och om igen',
  disk: 'Kioskens disk är full eller trasig, eller har skadat dess journal',
  clock: 'Kioskens klocka går fel',
  'clock-leapt': 'Kioskens klocka hoppade och följs inte: kanske ställer någon om den',
  'command-refused':
    'Kiosken fick en order som inte var äkta, inte gällde den eller kom för sent, och vägrade',
  'offline-list':
    'Kioskens lista för när nätet är borta hade ändrats eller bytts ut, och användes inte',
  'boot-goes-back': 'Kioskens startnummer går bakåt: en gammal eller kopierad disk',
  unreadable: 'Kiosken skickar sådant som inte kan läsas',
  store: 'Navets lagring tar inte emot något',
  duress: 'Någon uppgav sin nödkod: hon kan ha blivit tvingad',
  'reader-paused': 'För många fel koder: ingen släpps in vid den läsaren på en stund',
  'many-cards': 'Någon prövar koder på många olika kort',
  'held-open': 'Dörren har stått öppen för länge',
  forced: 'Dörren öppnades utan att låset hade släppt',
  'lock-disagrees':
    'Dörrens kolv är inte där den ska vara: dörren kan stå olåst, eller inte gå att öppna med kort',
  'exit-stuck': 'Utknappen sitter fast: dörren kan stå olåst mot gatan',
  'beam-dirty': 'Personräknaren ser inte: en stråle är skymd eller smutsig',
  'held-after-fire':
    'Brandlarmet är över, men ingen släpps in förrän någon har sett efter och kvitterat',
  'tail-gate': 'Fler gick in än som släpptes in',
  'rows-lost': 'Händelser i kioskens journal har gått förlorade',
}

export const alarmWords = ({ kind, count, agoMs }: AlarmStatus): string => {
  const times = count === 1 ? '' : `, ${count} gånger`
  return `${ALARMS[kind]} (larm ${ago(agoMs)}${times}).`
}

/** The first that fits; reasons are the hub's own words and bear nothing of what was sent. */
const REASONS: readonly [reason: RegExp, words: string][] = [
  [/not-json/, 'det är inte JSON'],
  [/too-large/, 'det är för stort'],
  [/newer-protocol/, 'det är av en nyare version än navet'],
  [/unknown-kind/, 'det är en fråga av ett slag som navet inte känner'],
  [/sealed/, 'det är inte förseglat för navet'],
  [/wrong-shape|not-a-row|out-of-place/, 'det har inte den form det ska ha'],
  [/could not be applied/, 'det kunde inte genomföras'],
  [/are nowhere/, 'rader ur journalen saknas'],
]

/** Of a kiosk that has at least one. */
export const letterWords = ({ count, newest }: LetterStatus): string => {
  const many = count === 1 ? 'Ett meddelande' : `${count} meddelanden`
  const why = REASONS.find(([reason]) => reason.test(newest?.reason ?? ''))?.[1]
  return `${many} kunde inte tas emot. Det senaste kom ${ago(newest?.agoMs ?? 0)}: ${why ?? 'navet vet inte varför'}.`
}
