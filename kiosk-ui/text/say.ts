// Every word on the screens comes through here, in the language of the moment.
import { signal } from '@preact/signals'
import en from './en.ftl?raw'
import { type Say, speaker, type Values } from './fluent.ts'
import sv from './sv.ftl?raw'

export type Language = 'sv' | 'en'

export const language = signal<Language>('sv')

const swedish = speaker('sv', sv)
const SPEAKERS: Record<Language, Say> = {
  sv: swedish,
  en: speaker('en-GB', en, swedish),
}

/** Components that call this are drawn again when the language changes. */
export const say = (key: string, values?: Values): string =>
  SPEAKERS[language.value](key, values)

/** The same in a language one names, for what must be said in both. */
export const sayIn = (which: Language, key: string, values?: Values): string =>
  SPEAKERS[which](key, values)
