// The words of this page, in the language of the moment. What the patrons read is elsewhere.
import { signal } from '@preact/signals'
import { type Say, speaker, type Values } from '../text/fluent.ts'
import english from './en.ftl?raw'
import swedish from './sv.ftl?raw'

export type Language = 'sv' | 'en'

export const LANGUAGES: readonly Language[] = ['sv', 'en']
export const language = signal<Language>('sv')

const LOCALES = { sv: 'sv-SE', en: 'en-GB' } as const
/** For dates of the language of the moment. */
export const locale = (): string => LOCALES[language.value]

const swedishly = speaker('sv', swedish)
const SPEAKERS: Record<Language, Say> = {
  sv: swedishly,
  en: speaker('en-GB', english, swedishly),
}

/** `Ainos`, `Nils`, `Aino's`: whose it is. */
export const ownerOf = (name: string): string => {
  if (language.value === 'en') return `${name}'s`
  return /[sxz]$/i.test(name) ? name : `${name}s`
}

/** Components that call this are drawn again when the language changes. */
export const say = (key: string, values?: Values): string =>
  SPEAKERS[language.value](key, values)

/** By the name of the opening state: a sign then says when it opens. */
export const isShut = (opening: string): boolean =>
  opening === 'closed' || opening === 'closing'
