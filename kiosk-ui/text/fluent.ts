// Turns a Fluent catalogue into a function that says things. A key that is missing there is said
// by the fallback; one that is missing everywhere is a fault of ours and throws.
import { FluentBundle, FluentResource } from '@fluent/bundle'

export type Values = Record<string, string | number>
export type Say = (key: string, values?: Values) => string

/** `source` is Fluent syntax. Placeables are isolated only where text runs right to left. */
export const speaker = (locale: string, source: string, fallback?: Say): Say => {
  const bundle = new FluentBundle(locale, { useIsolating: locale === 'ar' })
  const problems = bundle.addResource(new FluentResource(source))
  if (problems[0] !== undefined) throw problems[0]
  return (key, values) => {
    const pattern = bundle.getMessage(key)?.value
    if (pattern) return bundle.formatPattern(pattern, values)
    if (fallback) return fallback(key, values)
    throw new Error(`no text for ${key}`)
  }
}
