// Text in columns of fixed width: wrapped lines, and amounts or dates set to the right.
// For text of one code page, where a sign is one unit of the string.

const pieces = (word: string, columns: number): string[] =>
  Array.from({ length: Math.ceil(word.length / columns) }, (_, i) =>
    word.slice(i * columns, (i + 1) * columns),
  )

/** Breaks at spaces, words longer than a line anywhere. At least one line, none too long. */
export const wrap = (text: string, columns: number): string[] => {
  const lines = ['']
  for (const piece of text.split(/\s+/).flatMap((word) => pieces(word, columns))) {
    const line = lines.at(-1) ?? ''
    const longer = line === '' ? piece : `${line} ${piece}`
    if (longer.length <= columns) lines[lines.length - 1] = longer
    else lines.push(piece)
  }
  return lines
}

/** Text on the left, wrapped; the right column stands on the first line, cut to half a line. */
export const twoColumns = (
  { text, right }: { text: string; right: string },
  columns: number,
): string[] => {
  const [shown = ''] = wrap(right, Math.floor(columns / 2))
  if (shown === '') return wrap(text, columns)
  const [first = '', ...rest] = wrap(text, columns - shown.length - 1)
  return [first.padEnd(columns - shown.length) + shown, ...rest]
}
