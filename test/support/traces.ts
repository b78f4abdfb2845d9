// Whether bytes bear a word, in whatever dress a program is likely to have put it.

const reversed = (word: string): string => [...word].reverse().join('')

const escaped = (word: string): string =>
  word.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The characters of base64 that depend on the word alone, at each place it may begin. */
const inBase64 = (bytes: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const end = Math.floor(((before + bytes.length) * 8) / 6)
    return text.slice(Math.ceil((before * 8) / 6), end)
  })

const dressesOf = (word: string): Buffer[] => {
  const bytes = Buffer.from(word)
  const wide = Buffer.from(word, 'utf16le')
  const base64 = [...inBase64(bytes), ...inBase64(Buffer.from(word, 'latin1'))]
  const texts = [
    word.normalize('NFD'),
    reversed(word),
    word.toUpperCase(),
    word.toLowerCase(),
    escaped(word),
    encodeURIComponent(word),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]
  return [
    bytes,
    Buffer.from(word, 'latin1'),
    wide,
    Buffer.from(wide).swap16(),
    ...new Set(texts),
  ].map((one) => Buffer.from(one))
}

/** The words of eight characters and more that these bytes bear; a shorter one might be chance. */
export const tracesIn = (bytes: Buffer, words: Iterable<string>): string[] => {
  const all = [...words]
  const short = all.find((word) => word.length < 8)
  if (short !== undefined) throw new RangeError(`${short} is too short to be looked for`)
  return all.filter((word) => dressesOf(word).some((dress) => bytes.includes(dress)))
}
