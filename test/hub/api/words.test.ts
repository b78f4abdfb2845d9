import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  ago,
  alarmWords,
  doorWords,
  insideWords,
  kioskWords,
  letInWords,
  letterWords,
  longDay,
  moment,
  openingWords,
  troubleWords,
  workWords,
} from '../../../hub/api/words.ts'

const zone = 'Europe/Stockholm'
/** Thursday 19 November 2026, 20.00 in Stockholm. */
const now = Date.UTC(2026, 10, 19, 19)
const HOUR = 3_600_000
const when = { now, zone }

type Row = readonly [words: string, wanted: string]

const ROWS: readonly Row[] = [
  [longDay(now, zone), 'torsdag 19 november'],
  [moment(now + 2 * HOUR, when), 'kl.\u00a022.00'],
  [moment(now + 10 * HOUR, when), 'i morgon kl.\u00a006.00'],
  [moment(now - 24 * HOUR, when), 'i går kl.\u00a020.00'],
  [moment(now + 86 * HOUR, when), 'måndag kl.\u00a010.00'],
  [moment(now + 24 * 30 * HOUR, when), '19 december kl.\u00a020.00'],
  [openingWords('staffed', now + HOUR, when), 'Personalen är här till kl.\u00a021.00.'],
  [
    openingWords('self-service', now + HOUR, when),
    'Öppet utan personal till kl.\u00a021.00.',
  ],
  [openingWords('self-service', null, when), 'Öppet utan personal dygnet runt.'],
  [openingWords('last-call-5', now + HOUR, when), 'Öppet till kl.\u00a021.00.'],
  [openingWords('closed', now + 10 * HOUR, when), 'Öppnar i morgon kl.\u00a006.00.'],
  [openingWords('closed', null, when), 'Stängt tills vidare.'],
  [
    openingWords('closing', now + 10 * HOUR, when),
    'Stänger just nu. Öppnar i morgon kl.\u00a006.00.',
  ],
  [
    openingWords('clearing', now + HOUR, when),
    'Personalen har nyss gått, och de som är kvar anmäler sig. Öppet utan personal till kl.\u00a021.00.',
  ],
  [
    troubleWords({ kiosk: 'k', part: 'roll-call', state: 'missing-3', at: now }, when),
    '3 som är kvar har inte anmält sig efter bemannad tid, sedan kl.\u00a020.00.',
  ],
  [letInWords(0), 'Ingen har släppts in i dag.'],
  [letInWords(1), 'En person har släppts in i dag.'],
  [insideWords(undefined), ''],
  [insideWords(0), 'Ingen är inne.'],
  [insideWords(1), 'En person är inne.'],
  [insideWords(3), '3 personer är inne.'],
  [doorWords({ door: undefined }), ''],
  [doorWords({ door: 'held-open' }), 'Dörren står öppen.'],
  [letInWords(14), '14 personer har släppts in i dag.'],
  [workWords(0), 'Ingenting väntar på personalen.'],
  [workWords(2), '2 saker väntar på personalen.'],
  [ago(0), 'nyss'],
  [ago(59_999), 'nyss'],
  [ago(60_000), 'för en minut sedan'],
  [ago(3 * HOUR), 'för 3 timmar sedan'],
  [ago(48 * HOUR), 'för 2 dagar sedan'],
]

for (const [words, wanted] of ROWS)
  test(`says: ${wanted}`, () => {
    assert.is(words, wanted)
  })

test('a kiosk that never was is told so', () => {
  assert.is(kioskWords({ online: false, silentMs: undefined }), 'Har aldrig hört av sig.')
})

const TROUBLES: readonly [part: string, state: string, wanted: string][] = [
  ['desk-pad', 'gone', 'Läsplattan på disken svarar inte sedan kl.\u00a020.00.'],
  ['bin-2', 'full', 'Inkastets låda 2 är full sedan kl.\u00a020.00.'],
  ['paper', 'out', 'Kvittopapperet är slut sedan kl.\u00a020.00.'],
  ['fire', 'on', 'Brandlarmet ljuder sedan kl.\u00a020.00.'],
]

for (const [part, state, wanted] of TROUBLES)
  test(`tells the trouble: ${wanted}`, () => {
    assert.is(troubleWords({ kiosk: 'svardsjo-1', part, state, at: now }, when), wanted)
  })

test('tells an alarm with when it was raised and how often', () => {
  const alarm = { kind: 'takeover', agoMs: 180_000 } as const
  const words = 'Kiosken försökte ansluta under en annan kiosks namn'
  assert.is(alarmWords({ ...alarm, count: 1 }), `${words} (larm för 3 minuter sedan).`)
  assert.is(
    alarmWords({ ...alarm, count: 7 }),
    `${words} (larm för 3 minuter sedan, 7 gånger).`,
  )
})

const REASONS: readonly [reason: string, words: string][] = [
  ['not-json', 'det är inte JSON'],
  ['newer-protocol', 'det är av en nyare version än navet'],
  ['sealed-for-another-place', 'det är inte förseglat för navet'],
  ['checkout: wrong-shape at item', 'det har inte den form det ska ha'],
  ['visit could not be applied: Error', 'det kunde inte genomföras'],
  ['rows 1–7 of epoch 3 are nowhere', 'rader ur journalen saknas'],
  ['a reason of tomorrow', 'navet vet inte varför'],
]

for (const [reason, words] of REASONS)
  test(`tells in words why it could not be taken: ${words}`, () => {
    const told = letterWords({ count: 1, newest: { reason, agoMs: 0 } })
    assert.is(told, `Ett meddelande kunde inte tas emot. Det senaste kom nyss: ${words}.`)
  })

test.run()
