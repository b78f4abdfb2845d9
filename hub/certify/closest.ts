// Which of several names somebody may have meant. Pure.

/** The closest by edits (Levenshtein 1966), when it is close; undefined when none is. */
export const closest = (word: string, names: readonly string[]): string | undefined => {
  const most = Math.max(1, Math.floor(word.length / 3))
  let best: { name: string; edits: number } | undefined
  for (const name of names) {
    if (Math.abs(name.length - word.length) > most) continue
    const edits = editsBetween(word, name)
    if (edits <= most && edits < (best?.edits ?? Number.POSITIVE_INFINITY))
      best = { name, edits }
  }
  return best?.name
}

const editsBetween = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...a].entries()) {
    const here = [row + 1]
    for (const [column, other] of [...b].entries())
      here.push(
        Math.min(
          (above[column] ?? 0) + (letter === other ? 0 : 1),
          (above[column + 1] ?? 0) + 1,
          (here[column] ?? 0) + 1,
        ),
      )
    above = here
  }
  return above.at(-1) ?? 0
}

const MOST_NAMED = 20

/** `Did you mean a? There are: a, b, c.`, bounded. */
export const whatThereIs = (word: string, names: readonly string[]): string => {
  const near = closest(word, names)
  const more = names.length - MOST_NAMED
  const listed = names.slice(0, MOST_NAMED).join(', ')
  return [
    ...(near === undefined ? [] : [`Did you mean ${near}?`]),
    names.length === 0
      ? 'It names none.'
      : `It names: ${listed}${more > 0 ? `, and ${more} more` : ''}.`,
  ].join(' ')
}
