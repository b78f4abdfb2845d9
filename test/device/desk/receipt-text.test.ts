import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { receiptOf } from '../../../device/desk/receipt-text.ts'

const AT = {
  branch: 'Svärdsjö bibliotek',
  // 19 November 2026, 17:42 in Sweden
  now: Date.UTC(2026, 10, 19, 16, 42),
  zone: 'Europe/Stockholm',
}
const DONE = {
  borrowed: [
    { title: 'Röda rummet', due: '2026-12-17' },
    { title: null, due: null },
  ],
  returned: [{ title: 'Gösta Berlings saga' }],
  renewed: [],
}

test('in Swedish: the day with its weekday, the time with a point', () => {
  assert.equal(receiptOf(DONE, { ...AT, language: 'sv' }), {
    branch: 'Svärdsjö bibliotek',
    when: '19 nov 2026 17.42',
    heading: 'Kvitto',
    lines: [
      { text: 'Du har lånat' },
      { text: 'Röda rummet' },
      { text: 'Lämna tillbaka senast torsdag 17 december' },
      { text: 'Utan titel just nu' },
      { text: 'Datum syns bland dina lån senare i dag' },
      { text: '' },
      { text: 'Du har lämnat tillbaka' },
      { text: 'Gösta Berlings saga' },
      { text: '' },
    ],
    closing: ['Välkommen åter!'],
  })
})

test('in English: the same, in English', () => {
  const { when, lines } = receiptOf(DONE, { ...AT, language: 'en' })
  assert.is(when, '19 Nov 2026 17.42')
  assert.equal(lines[2], { text: 'Return by Thursday 17 December' })
})

test('the time is that of the branch, whatever the machine thinks', () => {
  const { when } = receiptOf(DONE, { ...AT, zone: 'America/New_York', language: 'sv' })
  assert.is(when, '19 nov 2026 11.42')
})

test.run()
