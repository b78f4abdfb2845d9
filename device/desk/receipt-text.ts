// What a receipt says, in Swedish and English: never a name, never a card number.
import type { Language } from '../../hub/protocol/terms.ts'
import type { Receipt } from '../ports.ts'

/** What the receipt tells of, in titles and dates. */
export type Receipted = {
  borrowed: readonly { title: string | null; due: string | null }[]
  returned: readonly { title: string | null }[]
  renewed: readonly { title: string; due: string }[]
}

type Words = {
  locale: string
  heading: string
  borrowed: string
  returned: string
  renewed: string
  due(day: string): string
  later: string
  untitled: string
  closing: readonly string[]
}

const WORDS: Record<Language, Words> = {
  sv: {
    locale: 'sv-SE',
    heading: 'Kvitto',
    borrowed: 'Du har lånat',
    returned: 'Du har lämnat tillbaka',
    renewed: 'Du har lånat om',
    due: (day) => `Lämna tillbaka senast ${day}`,
    later: 'Datum syns bland dina lån senare i dag',
    untitled: 'Utan titel just nu',
    closing: ['Välkommen åter!'],
  },
  en: {
    locale: 'en-GB',
    heading: 'Receipt',
    borrowed: 'You have borrowed',
    returned: 'You have returned',
    renewed: 'You have renewed',
    due: (day) => `Return by ${day}`,
    later: 'The date shows in your loans later today',
    untitled: 'No title just now',
    closing: ['Welcome back!'],
  },
}

export type ReceiptAt = { branch: string; now: number; zone: string; language: Language }

/** Titles under their heading, the day below each title. */
export const receiptOf = (
  { borrowed, returned, renewed }: Receipted,
  { branch, now, zone, language }: ReceiptAt,
): Receipt => {
  const words = WORDS[language]
  const titled = (title: string | null) => ({ text: title ?? words.untitled })
  const dated = (due: string | null) => ({
    text: due === null ? words.later : words.due(dayIn(words.locale, due)),
  })
  const loans = (list: readonly { title: string | null; due: string | null }[]) =>
    list.flatMap(({ title, due }) => [titled(title), dated(due)])
  return {
    branch,
    when: momentIn(words.locale, zone, now),
    heading: words.heading,
    lines: [
      ...section(words.borrowed, loans(borrowed)),
      ...section(
        words.returned,
        returned.map(({ title }) => titled(title)),
      ),
      ...section(words.renewed, loans(renewed)),
    ],
    closing: words.closing,
  }
}

type Line = Receipt['lines'][number]

const section = (heading: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [{ text: heading }, ...lines, { text: '' }]

/** `onsdag 23 december` of `2026-12-23`: a calendar day, so no zone may move it. */
const dayIn = (locale: string, day: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))

const momentIn = (locale: string, zone: string, now: number): string => {
  const inZone = { timeZone: zone } as const
  const date = new Intl.DateTimeFormat(locale, {
    ...inZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(now)
  const time = new Intl.DateTimeFormat('sv-SE', {
    ...inZone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(now)
  return `${date.replace('.', '')} ${time.replace(':', '.')}`
}
