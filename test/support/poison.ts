// What no program of ours would ever say, for either end of the line (fault 29), and ways to spoil
// what they do say.
import fc from 'fast-check'
import { MAX_PAYLOAD_BYTES } from '../../hub/protocol/envelope.ts'

const json = (body: unknown): Buffer => Buffer.from(JSON.stringify(body))
const NESTED = 20_000

/** What it is, and its bytes; none is larger than a broker lets pass. */
export const POISON: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['one NUL', Buffer.alloc(1)],
  ['NULs to the bound', Buffer.alloc(MAX_PAYLOAD_BYTES)],
  ['no UTF-8', Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80])],
  ['no UTF-8 in a string', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ['half a message', Buffer.from('{"v":1,"epoch":')],
  ['two messages', Buffer.from('{"v":1}{"v":1}')],
  ['a null', json(null)],
  ['a number', json(7)],
  ['a word', json('ready')],
  ['a list', json([{ v: 1 }])],
  ['no version', json({ epoch: 1 })],
  ['version nought', json({ v: 0, epoch: 1 })],
  ['a version that is a word', json({ v: '1', epoch: 1 })],
  ['a protocol of tomorrow', json({ v: 2, epoch: 1 })],
  ['lists in lists', Buffer.from('['.repeat(NESTED) + ']'.repeat(NESTED))],
  [
    'objects in objects',
    Buffer.from(`${'{"a":'.repeat(NESTED / 2)}1${'}'.repeat(NESTED / 2)}`),
  ],
  [
    'numbers past all counting',
    Buffer.from('{"v":1,"epoch":1e999,"first":9e15,"last":-1}'),
  ],
  ['more digits than a number has', Buffer.from(`{"v":1,"epoch":${'9'.repeat(400)}}`)],
  [
    'a prototype',
    Buffer.from('{"v":1,"__proto__":{"ok":true},"constructor":{"prototype":1}}'),
  ],
  [
    'fields without end',
    json(Object.fromEntries(Array.from({ length: 4000 }, (_, n) => [`f${n}`, n]))),
  ],
  ['the same field twice', Buffer.from('{"v":1,"v":99,"epoch":1,"epoch":-1}')],
  [
    'a seal around nothing',
    json({
      v: 1,
      id: 'ask-0001',
      epoch: 1,
      n: 1,
      kind: 'item',
      first: 1,
      last: 1,
      version: 1,
      sealed: 'x'.repeat(60),
    }),
  ],
  [
    'a seal to the bound',
    json({
      v: 1,
      id: 'ask-0001',
      epoch: 1,
      n: 1,
      kind: 'item',
      first: 1,
      last: 1,
      version: 1,
      sealed: 'A'.repeat(60_000),
    }),
  ],
]

/** What a broker ends the connection for. */
export const FAR_TOO_LARGE = Buffer.alloc(10 * 1024 * 1024)

const SPOILERS = [
  '',
  'null',
  '-1',
  '1e309',
  '9007199254740993',
  '"\\u0000"',
  '{"__proto__":null}',
  '[[[[]]]]',
  '"',
  '\\',
  '\ud800',
]

type Spoiling = { at: number; length: number; by: string }

/** A piece of the message, anywhere in it, cut out and something else put there. */
const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.nat(),
  length: fc.nat(12),
  by: fc.oneof(fc.constantFrom(...SPOILERS), fc.string({ maxLength: 8, unit: 'binary' })),
})

const spoiled = (message: string, { at, length, by }: Spoiling): string => {
  const start = at % (message.length + 1)
  return message.slice(0, start) + by + message.slice(start + length)
}

/** Always another than the message. */
export const spoiledOf = (message: string): fc.Arbitrary<string> =>
  fc
    .array(spoiling, { minLength: 1, maxLength: 3 })
    .map((all) => all.reduce(spoiled, message))
    .filter((one) => one !== message)
