import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  CODE_PAGES,
  type CodePage,
  decodeText,
  encodeText,
} from '../../../device/wire/code-pages.ts'
import { twoColumns, wrap } from '../../../device/wire/columns.ts'
import { CODE_PAGE_NUMBERS, ESCPOS, encodeReceipt } from '../../../device/wire/escpos.ts'
import { createEscposSplitter } from '../../../device/wire/escpos-stream.ts'
import { bytes, hex } from './hex.ts'
import { print } from './paper.ts'

const escpos = suite('escpos')

const receipt = {
  branch: 'Svärdsjö bibliotek',
  when: '19 nov 2026 17.42',
  heading: 'Lånade',
  lines: [
    { text: 'Röda rummet', right: '17 dec' },
    { text: 'Nils Holgerssons underbara resa genom Sverige', right: '17 dec' },
    { text: 'Utan datum' },
  ],
  closing: ['Tack och välkommen åter'],
}

// Epson's ESC/POS reference: the bytes of the three Nordic vowels in every page.
const VOWELS: Record<CodePage, string> = {
  cp437: '86 84 94 8F 8E 99',
  cp850: '86 84 94 8F 8E 99',
  cp858: '86 84 94 8F 8E 99',
  cp865: '86 84 94 8F 8E 99',
  'windows-1252': 'E5 E4 F6 C5 C4 D6',
}

/** ø, Ø and €; 3F is the question mark. */
const LESS_COMMON: Record<CodePage, string> = {
  cp437: '3F 3F 3F',
  cp850: '9B 9D 3F',
  cp858: '9B 9D D5',
  cp865: '9B 9D 3F',
  'windows-1252': 'F8 D8 80',
}

for (const page of CODE_PAGES) {
  escpos(`${page}: å ä ö, and ø Ø € where it has them`, () => {
    assert.is(hex(encodeText('åäöÅÄÖ', page)), VOWELS[page])
    assert.is(hex(encodeText('øØ€', page)), LESS_COMMON[page])
    assert.is(hex(encodeText('åäöÅÄÖ'.normalize('NFD'), page)), VOWELS[page])
  })

  escpos(`${page}: every byte it has a sign for comes back`, () => {
    const high = Uint8Array.from({ length: 0xe0 }, (_, i) => i + 0x20)
    const signs = [...decodeText(high, page)]
    signs.forEach((sign, i) => {
      if (sign === '\ufffd' || i + 0x20 === 0x7f) return
      assert.equal(encodeText(sign, page), high.slice(i, i + 1), sign)
    })
  })

  escpos(`${page}: no text ever commands the printer`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.ok(encodeText(text, page).every((byte) => byte >= 0x20 && byte !== 0x7f))
      }),
    )
  })
}

escpos('typesetters’ signs become plain ones, the unknown a question mark', () => {
  assert.is(
    decodeText(encodeText('”Röda rummet” – del 1… 日', 'cp850'), 'cp850'),
    '"Röda rummet" - del 1... ?',
  )
})

// A receipt's bytes as an Epson TM-T20 takes them, assembled from the command reference.
escpos('commands: a receipt of two lines in code page 850', () => {
  const line = (text: string) => [...encodeText(text, 'cp850'), ...ESCPOS.lineFeed()]
  const stream = Uint8Array.from([
    ...ESCPOS.init(),
    ...ESCPOS.codePage('cp850'),
    ...ESCPOS.align('centre'),
    ...ESCPOS.bold(true),
    ...line('Lånekvitto'),
    ...ESCPOS.bold(false),
    ...ESCPOS.align('left'),
    ...line('Röda rummet'),
    ...ESCPOS.feed(4),
    ...ESCPOS.cut(),
  ])
  assert.equal(
    stream,
    bytes(
      '1b 40 1b 74 02 1b 61 01 1b 45 01 4c 86 6e 65 6b 76 69 74 74 6f 0a 1b 45 00 1b 61 00' +
        '52 94 64 61 20 72 75 6d 6d 65 74 0a 1b 64 04 1d 56 42 00',
    ),
  )
})

escpos('code pages: each is selected by its own number', () => {
  assert.equal(CODE_PAGE_NUMBERS, {
    cp437: 0,
    cp850: 2,
    cp865: 5,
    'windows-1252': 16,
    cp858: 19,
  })
})

escpos('a receipt comes out of a printer as it was meant', () => {
  const { lines, cuts, discarded } = print(encodeReceipt(receipt, { codePage: 'cp858' }))
  assert.equal(
    lines.map(({ text }) => text),
    [
      'Svärdsjö bibliotek',
      '19 nov 2026 17.42',
      '',
      'Lånade',
      'Röda rummet                         17 dec',
      'Nils Holgerssons underbara resa     17 dec',
      'genom Sverige',
      'Utan datum',
      '',
      'Tack och välkommen åter',
    ],
  )
  assert.equal(lines[0], {
    text: 'Svärdsjö bibliotek',
    bold: true,
    align: 'centre',
    large: true,
  })
  assert.equal(lines[3], { text: 'Lånade', bold: true, align: 'left', large: false })
  assert.equal([cuts, discarded], [1, 0])
})

escpos('no line is wider than the paper, whatever stands on the receipt', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 90 })
  const anyReceipt = fc.record({
    branch: text,
    when: text,
    heading: text,
    lines: fc.array(fc.record({ text, right: text }), { maxLength: 5 }),
    closing: fc.array(text, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(
      anyReceipt,
      fc.constantFrom(...CODE_PAGES),
      fc.constantFrom(32, 42, 48),
      (found, codePage, columns) => {
        const { lines, cuts } = print(encodeReceipt(found, { codePage, columns }))
        for (const { text: shown, large } of lines)
          assert.ok(shown.length <= (large ? columns / 2 : columns), shown)
        assert.is(cuts, 1)
      },
    ),
  )
})

escpos('wraps at spaces and keeps every word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zåäö]{1,20}$/)), (words) => {
      const lines = wrap(words.join(' '), 20)
      assert.is(lines.join(' '), words.join(' '))
    }),
  )
  assert.equal(wrap('abcdefghij kl', 4), ['abcd', 'efgh', 'ij', 'kl'])
  assert.equal(wrap('', 4), [''])
})

escpos('the right column ends where the paper does', () => {
  assert.equal(twoColumns({ text: 'Bok', right: '17 dec' }, 12), ['Bok   17 dec'])
  assert.equal(twoColumns({ text: 'En bok till', right: '17 dec' }, 12), [
    'En    17 dec',
    'bok',
    'till',
  ])
})

escpos('unknown commands are skipped and the next line is whole', () => {
  const splitter = createEscposSplitter()
  const words = splitter.push(bytes('1B FF 1D FF 00 07 10 05 41 42 0A'))
  assert.equal(words, [{ kind: 'text', bytes: bytes('41 42') }, { kind: 'line-feed' }])
  assert.is(splitter.discarded, 8)
})

escpos.run()
