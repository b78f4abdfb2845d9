// What uvu said of the tests that failed, drawn from its output, so that the end of a long run
// names them: the beginning is often cut away by what keeps it.
import { stripVTControlCharacters } from 'node:util'

const LINES_EACH = 30

/** Each failure as uvu printed it: its name, the message, the difference and the stack, at most 30 lines. */
export const failuresIn = (output: string): string[] =>
  stripVTControlCharacters(output)
    .split(/^(?= {3}FAIL )/m)
    .slice(1)
    .map(blockOf)

/** uvu indents all it says of a failure; the next file's name stands at the margin. */
const blockOf = (text: string): string => {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => /^\S/.test(line) || /^ {2}Total:/.test(line))
  const own = end < 0 ? lines : lines.slice(0, end)
  return own.slice(0, LINES_EACH).join('\n').trimEnd()
}
