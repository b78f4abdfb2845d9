// A keypad like a telephone's; digits are never shuffled. What is typed lives here only, is given
// away whole on OK and forgotten in the same moment. The digits of a keyboard work too.
import { useSignal } from '@preact/signals'
import { Delete } from 'lucide'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export type KeypadWords = {
  ok: string
  erase: string
  /** For a screen reader: how many digits are there, never which. */
  typed: (count: number) => string
}

export const Keypad = (p: {
  /** Fewer digits than this are not given away; more than `most` are not taken. */
  least: number
  most: number
  /** Dots instead of digits. */
  secret: boolean
  /** Somebody is being asked: nothing can be typed. */
  busy: boolean
  words: KeypadWords
  onOk: (digits: string) => void
}) => {
  const digits = useSignal('')
  const hands: Hands = {
    type: (digit) => {
      if (!p.busy && digits.value.length < p.most) digits.value += digit
    },
    erase: () => {
      digits.value = digits.value.slice(0, -1)
    },
    ok: () => {
      const whole = digits.value
      if (p.busy || whole.length < p.least) return
      digits.value = ''
      p.onOk(whole)
    },
  }
  useKeyboard(hands)
  const count = digits.value.length
  return (
    <>
      <Entry digits={digits.value} secret={p.secret} typed={p.words.typed(count)} />
      <div class="keypad">
        {DIGITS.map((digit) => (
          <Digit key={digit} digit={digit} busy={p.busy} onPress={hands.type} />
        ))}
        <button
          type="button"
          class="key plain"
          aria-label={p.words.erase}
          disabled={p.busy}
          onClick={hands.erase}
        >
          <Icon of={Delete} />
        </button>
        <Digit digit="0" busy={p.busy} onPress={hands.type} />
        <button
          type="button"
          class="key primary word"
          disabled={p.busy || count < p.least}
          onClick={hands.ok}
        >
          {p.words.ok}
        </button>
      </div>
    </>
  )
}

const Digit = (p: { digit: string; busy: boolean; onPress: (digit: string) => void }) => (
  <button
    type="button"
    class="key plain"
    disabled={p.busy}
    onClick={() => p.onPress(p.digit)}
  >
    {p.digit}
  </button>
)

/** Rings that fill; four to begin with, as many as are typed after that. */
const Entry = (p: { digits: string; secret: boolean; typed: string }) =>
  p.secret ? (
    <div class="dots" role="img" aria-label={p.typed}>
      {Array.from({ length: Math.max(4, p.digits.length) }, (_, n) => (
        <i key={n} class={n < p.digits.length ? 'filled' : ''} />
      ))}
    </div>
  ) : (
    <output class="digits">{p.digits}</output>
  )

type Hands = { type: (digit: string) => void; erase: () => void; ok: () => void }

const useKeyboard = (hands: Hands): void => {
  const latest = useRef(hands)
  latest.current = hands
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => pressed(event, latest.current)
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

const pressed = (event: KeyboardEvent, hands: Hands): void => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const onButton = event.target instanceof HTMLButtonElement
  if (/^[0-9]$/.test(event.key)) {
    // So that the Enter that follows is OK, not the key that was touched last.
    if (onButton) event.target.blur()
    hands.type(event.key)
  } else if (event.key === 'Backspace') hands.erase()
  else if (event.key === 'Enter' && !onButton) hands.ok()
}
