// Who lives in the simulated town: invented patrons with cards, and books, a few for each kiosk.
import { writeFile } from 'node:fs/promises'

/** Six digits: four would be found by chance in what is sealed. */
type Patron = { name: string; card: string; pin: string; welcome: boolean }

export const PATRONS: readonly Patron[] = [
  { name: 'Ylva Bredvik', card: '27080000000011', pin: '735091', welcome: true },
  { name: 'Östen Hallqvist', card: '27080000000029', pin: '918264', welcome: true },
  { name: 'Zaida Morberg', card: '27080000000037', pin: '402817', welcome: true },
  { name: 'Rurik Spännar', card: '27080000000045', pin: '660312', welcome: false },
]
export const WRONG_PIN = '192837'

export type Book = { item: string; title: string; owner: string; uid: string }

const WORDS = ['Snöfågeln', 'Bergtagen', 'Kvarnhjulet', 'Linblomman', 'Vattugubben']

/** The books that stand at kiosk `index`: they are lent and returned only there. */
export const booksAt = (index: number): readonly Book[] =>
  WORDS.map((word, at) => ({
    item: `3708000000${index}${at}0`,
    title: `${word} del ${index + 1} av Ragnvaldstrilogin`,
    owner: 'SE-Falun',
    uid: `E00401000000${index}${at}A0`,
  }))

/** What may never be read on the way, nor in a log. */
export const secretsOf = (kiosks: number): readonly string[] => [
  ...PATRONS.flatMap(({ name, card, pin }) => [...name.split(' '), card, pin]),
  ...WORDS,
  'Ragnvaldstrilogin',
  WRONG_PIN,
  ...Array.from({ length: kiosks }, (_, index) => booksAt(index))
    .flat()
    .map(({ item }) => item),
]

/** The file that the hub loads into an empty store. */
export const writePopulation = async (path: string, kiosks: number): Promise<void> => {
  const books = Array.from({ length: kiosks }, (_, index) => booksAt(index)).flat()
  const patrons = PATRONS.map(({ name, card, pin, welcome }) => ({
    name,
    card,
    pin,
    born: '1984-05-06',
    member: 'falun',
    language: 'sv',
    agreement: welcome ? '2026-01-10' : null,
  }))
  const titles = books.map(({ item, title }) => ({
    title: `t-${item}`,
    name: title,
    author: 'Ragnvald',
  }))
  const items = books.map(({ item }) => ({
    item,
    title: `t-${item}`,
    owner: 'svardsjo',
    parts: 1,
  }))
  await writeFile(path, JSON.stringify({ patrons, titles, items, holds: [] }))
}
