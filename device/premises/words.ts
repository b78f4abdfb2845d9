// What is said aloud and written at the same time, unless the branch has words of its own. Short: it is
// heard once, in a room with an echo.
import type { Announcement, Announcements } from '../../hub/protocol/actions.ts'
import type { Language } from '../../hub/protocol/terms.ts'

export type Line = { language: Language; text: string }

const WORDS: Record<Announcement, Record<Language, string>> = {
  'closing-15': {
    sv: 'Biblioteket stänger om femton minuter. Låna det du vill ha med dig.',
    en: 'The library closes in fifteen minutes. Please borrow what you want to take home.',
  },
  'closing-5': {
    sv: 'Biblioteket stänger om fem minuter. Avsluta och gå mot utgången.',
    en: 'The library closes in five minutes. Please finish and go to the exit.',
  },
  closing: {
    sv: 'Biblioteket är stängt. Gå ut nu. Sedan slås larmet på.',
    en: 'The library is closed. Please leave now. Then the alarm is set.',
  },
  clearing: {
    sv: 'Personalen går hem. Stannar du? Håll kortet mot läsaren vid bänken.',
    en: 'Staff are leaving. Are you staying? Hold your card to the reader at the desk.',
  },
  leave: {
    sv: 'Någon är kvar i biblioteket. Gå ut nu. Dörren öppnar inifrån.',
    en: 'Somebody is still in the library. Please leave now. The door opens from inside.',
  },
  evacuation: {
    sv: 'Brandlarm. Gå ut genom närmaste utgång nu. Använd inte hissen.',
    en: 'Fire alarm. Leave by the nearest exit now. Do not use the lift.',
  },
}

/** In the order of the languages. */
export const linesOf = (
  what: Announcement,
  { languages, words }: Pick<Announcements, 'languages' | 'words'>,
): Line[] =>
  languages.map((language) => ({
    language,
    text: words[what]?.[language] ?? WORDS[what][language],
  }))
