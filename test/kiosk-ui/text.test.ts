// The words of the screens: complete in both languages, easy to read, one word for one thing.
import { readdir, readFile } from 'node:fs/promises'
import { FluentResource } from '@fluent/bundle'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { speaker } from '../../kiosk-ui/text/fluent.ts'

const catalogue = (language: 'sv' | 'en'): Promise<string> =>
  readFile(`kiosk-ui/text/${language}.ftl`, 'utf8')

type Entry = FluentResource['body'][number]
type Pattern = Entry['value']

const entriesOf = async (language: 'sv' | 'en'): Promise<readonly Entry[]> =>
  new FluentResource(await catalogue(language)).body

const isMessage = ({ id }: Entry): boolean => !id.startsWith('-')

/** Names of the variables in a pattern, at any depth. */
const variablesOf = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(variablesOf)
  if (typeof node !== 'object' || node === null) return []
  const own =
    'type' in node && node.type === 'var' && 'name' in node ? [String(node.name)] : []
  return [...own, ...Object.values(node).flatMap(variablesOf)]
}

/** Every way a pattern can be said, with its terms in and its variables as one word. */
const saidBy = (pattern: Pattern, terms: ReadonlyMap<string, string>): string[] => {
  if (pattern === null) return []
  if (typeof pattern === 'string') return [pattern]
  return pattern.reduce<string[]>(
    (said, part) => {
      const next = waysOf(part, terms)
      return said.flatMap((before) => next.map((after) => before + after))
    },
    [''],
  )
}

type Part = Exclude<NonNullable<Pattern>, string>[number]

const waysOf = (part: Part, terms: ReadonlyMap<string, string>): string[] => {
  if (typeof part === 'string') return [part]
  if (part.type === 'select')
    return part.variants.flatMap(({ value }) => saidBy(value, terms))
  if (part.type === 'term') return [terms.get(part.name) ?? '']
  return [part.type === 'str' ? part.value : 'ord']
}

const termsOf = (entries: readonly Entry[]): ReadonlyMap<string, string> => {
  const none = new Map<string, string>()
  const terms = entries.filter((entry) => !isMessage(entry))
  return new Map(terms.map(({ id, value }) => [id.slice(1), saidBy(value, none)[0] ?? '']))
}

const sentencesOf = (text: string): string[] =>
  text.split(/[.!?:]+(?=\s|$)/).filter((sentence) => /\p{L}/u.test(sentence))

const wordsOf = (text: string): string[] => text.match(/[\p{L}\d]+/gu) ?? []

const allSaid = async (language: 'sv' | 'en'): Promise<string[]> => {
  const entries = await entriesOf(language)
  const terms = termsOf(entries)
  return entries.filter(isMessage).flatMap(({ value }) => saidBy(value, terms))
}

test('both languages have the same keys with the same variables', async () => {
  const [sv, en] = await Promise.all([entriesOf('sv'), entriesOf('en')])
  const shape = (entries: readonly Entry[]) =>
    Object.fromEntries(
      entries
        .map(({ id, value }) => [id, [...new Set(variablesOf(value))].sort()] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    )
  assert.equal(shape(en), shape(sv))
})

test('no key is missing and none is left over', async () => {
  const names = await readdir('kiosk-ui', { recursive: true })
  const ours = names.filter((name) => /\.tsx?$/.test(name) && !/^simulator/.test(name))
  const sources = await Promise.all(
    ours.map((name) => readFile(`kiosk-ui/${name}`, 'utf8')),
  )
  const code = sources.join('\n')
  const keys = new Set((await entriesOf('sv')).filter(isMessage).map(({ id }) => id))
  const asked = [...code.matchAll(/say\(\s*'([^']+)'/g)].map((match) => match[1] ?? '')
  assert.equal(
    asked.filter((key) => !keys.has(key)),
    [],
  )
  assert.equal(
    [...keys].filter((key) => !code.includes(`'${key}'`)),
    [],
  )
})

// ux R61: LIX at most 30, a sentence at most twelve words, a message at most three sentences.
test('Swedish is easy to read', async () => {
  const said = await allSaid('sv')
  const sentences = said.flatMap(sentencesOf)
  const words = sentences.flatMap(wordsOf)
  const long = words.filter((word) => word.length > 6).length
  const lix = words.length / sentences.length + (100 * long) / words.length
  assert.ok(lix <= 30, `LIX is ${lix}`)
  assert.equal(
    sentences.filter((sentence) => wordsOf(sentence).length > 12),
    [],
  )
  assert.equal(
    said.filter((text) => sentencesOf(text).length > 3),
    [],
  )
})

test('an English sentence has at most fourteen words', async () => {
  const sentences = (await allSaid('en')).flatMap(sentencesOf)
  assert.equal(
    sentences.filter((sentence) => wordsOf(sentence).length > 14),
    [],
  )
})

// ux R64, R65 and §4: no blame, no codes, and nothing that needs somebody who is not there.
test('no text blames, speaks in codes or sends one to the staff', async () => {
  const banned =
    /vänligen|ogiltig|error|felkod|objekt|media\b|\bpost\b|fråga personal|ask (the )?staff|member of staff|invalid/i
  const said = [...(await allSaid('sv')), ...(await allSaid('en'))]
  assert.equal(
    said.filter((text) => banned.test(text)),
    [],
  )
})

// ux R63: what a consortium may call otherwise is a term.
test('card, PIN and self-service hours are named by their terms only', async () => {
  for (const language of ['sv', 'en'] as const) {
    const messages = (await catalogue(language))
      .split('\n')
      .filter((line) => !/^-|^ {3}[ *]\[(bare|the|your)\]|^#/.test(line))
      .join('\n')
      .replace(/\{ -term-[^}]+\}/g, '')
      .replace(/^[a-z-]+ =/gm, '')
    assert.not.match(
      messages,
      language === 'sv'
        ? /lånekort|bibliotekskort|pinkod|meröppet/i
        : /library card|\bPIN\b/,
    )
  }
})

test('a date is never written in figures', async () => {
  for (const text of [...(await allSaid('sv')), ...(await allSaid('en'))])
    assert.not.match(text, /\d+\/\d+/)
})

test('numbers, plurals and terms are said as people say them', async () => {
  const sv = speaker('sv', await catalogue('sv'))
  assert.is(sv('pin-wrong', { tries: 1 }), 'Fel pinkod. Du har 1 försök kvar.')
  assert.is(sv('pin-wrong', { tries: 'unknown' }), 'Fel pinkod. Prova igen.')
  assert.is(
    sv('borrow-count', { lent: 3, needs: 1 }),
    'Du har lånat 3 saker. 1 sak behöver dig.',
  )
  assert.is(sv('account-count', { loans: 1, holds: 2 }), '1 lån och 2 reservationer.')
  const opens = { when: 'later', weekday: 'fredag', time: '7' }
  assert.is(sv('opens', opens), 'Vi öppnar fredag klockan 7')
})

// ux R83: what, what to do, where, in at most fourteen words.
test('the fire alarm is said in few words, indoors and on the street', async () => {
  for (const language of ['sv', 'en'] as const) {
    const say = speaker(language, await catalogue(language))
    for (const keys of [
      ['fire', 'fire-out', 'fire-lift'],
      ['fire', 'fire-stay-out', 'fire-door'],
    ])
      assert.ok(wordsOf(keys.map((key) => say(key)).join(' ')).length <= 14, keys.join())
  }
})

test('a key that one language lacks is said by the other', () => {
  const fallback = speaker('sv', 'only = Bara här')
  assert.is(speaker('en-GB', 'other = Other', fallback)('only'), 'Bara här')
})

test('a key that nobody has is a fault and throws', () => {
  assert.throws(() => speaker('sv', 'a = A')('b'), /no text for b/)
})

test.run()
