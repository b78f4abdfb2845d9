// An owner's ISIL (ISO 15511) on a tag: there without its first hyphen (ISO 28560-3, DS/INF 163:
// two characters of country, eleven of library).

const COUNTRY = /^[A-Za-z]{2}/
const COUNTRY_LENGTH = 2

/** `SE-Falun` -> `SEFalun`. */
export const isilToTag = (isil: string): string => isil.replace('-', '')

/** `SEFalun` -> `SE-Falun`; what does not begin with a country stays as it is. */
export const isilFromTag = (text: string): string => {
  const rest = text.slice(COUNTRY_LENGTH)
  if (!COUNTRY.test(text) || rest === '' || rest.startsWith('-')) return text
  return `${text.slice(0, COUNTRY_LENGTH)}-${rest}`
}
