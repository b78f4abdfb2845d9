// Sorts titles as a Swedish reader expects, in any database: the key's bytes are the order.

/** å, ä and ö (with æ and ø) follow z; these three characters follow `z` in ASCII, in this order. */
const AFTER_Z: Record<string, string> = { å: '{', ä: '|', æ: '|', ö: '}', ø: '}', ü: 'y' }

/** Lower case, other accents off, punctuation as one space. For comparing only, never for showing. */
export const sortKey = (title: string): string =>
  Array.from(title.normalize('NFC').toLocaleLowerCase('sv'), keyOf)
    .join('')
    .replace(/[^a-z0-9{|}]+/g, ' ')
    .trim()

const keyOf = (letter: string): string =>
  AFTER_Z[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '').replace(/[{|}]/g, ' ')
