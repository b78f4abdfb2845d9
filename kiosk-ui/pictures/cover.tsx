// A drawn cover for a title: the same title has the same cover, and no cover carries words.
import { BOOK, type BookColour, darker, lighter } from './paint.ts'

const COLOURS: readonly BookColour[] = ['falu', 'ochre', 'pine', 'lake', 'plum', 'ink']

const numberOf = (title: string): number => {
  let sum = 7
  for (const letter of title) sum = Math.imul(sum, 33) ^ (letter.codePointAt(0) ?? 0)
  return (sum ^ (sum >>> 15)) >>> 0
}

export const Cover = ({ title }: { title: string }) => {
  const number = numberOf(title)
  const colour = BOOK[COLOURS[number % COLOURS.length] ?? 'pine']
  return (
    <svg class="cover" viewBox="0 0 48 64" aria-hidden="true">
      <rect width="48" height="64" rx="2.5" fill={colour} />
      <rect width="5" height="64" rx="2" fill={darker(colour, 0.25)} />
      {ART[(number >>> 8) % ART.length]?.(colour)}
    </svg>
  )
}

const ART = [
  (colour: string) => (
    <g fill={lighter(colour, 0.7)}>
      <circle cx="27" cy="24" r="10" />
      <rect x="13" y="46" width="28" height="4" />
    </g>
  ),
  (colour: string) => (
    <g fill={lighter(colour, 0.75)}>
      <rect x="13" y="12" width="28" height="5" />
      <rect x="13" y="21" width="18" height="3.5" />
      <path d="M13 54l9-14 7 9 4-5 8 10z" fill={lighter(colour, 0.4)} />
    </g>
  ),
  (colour: string) => (
    <g fill={lighter(colour, 0.8)}>
      <rect x="12" y="10" width="30" height="16" />
      <rect x="12" y="52" width="30" height="3" fill={lighter(colour, 0.5)} />
    </g>
  ),
  (colour: string) => (
    <g fill={lighter(colour, 0.7)}>
      <path d="M13 40q7-9 14 0t14 0v6q-7 9-14 0t-14 0z" fill={lighter(colour, 0.35)} />
      <rect x="13" y="12" width="28" height="4" />
      <rect x="13" y="20" width="20" height="3" />
    </g>
  ),
]
