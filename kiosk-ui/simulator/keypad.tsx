// Digits at the door or the desk, while the screen there asks for a PIN.
import { Delete, KeyRound } from 'lucide'
import { useState } from 'preact/hooks'
import { Icon } from '../ui/icon.tsx'
import type { Simulator } from './model.ts'
import { Popover } from './popover.tsx'
import { HOTSPOTS } from './spots.ts'
import { ownerOf, say } from './words.ts'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0']
const LENGTH = 4

type Props = { sim: Simulator; at: 'door' | 'desk'; onClose: () => void }

export const Keypad = ({ sim, at, onClose }: Props) => {
  const [typed, setTyped] = useState('')
  const card = sim.state.value?.cards.find(({ number }) => number === sim.lastCard.value)
  const { at: sign, sheet } = HOTSPOTS[`${at}-reader`]
  const send = (digits: string): void => {
    sim.do({ do: 'type-pin', at, digits })
    setTyped('')
    if (at === 'desk') sim.side.value = 'desk'
  }
  const press = (digit: string): void => {
    const digits = typed + digit
    if (digits.length < LENGTH) setTyped(digits)
    else send(digits)
  }
  return (
    <Popover
      title={say('pin-title')}
      at={[sheet, sign[1]]}
      up
      opener="keypad"
      onClose={onClose}
      onKey={(key) => {
        if (/^\d$/.test(key)) press(key)
        if (key === 'Backspace') setTyped(typed.slice(0, -1))
      }}
    >
      <div class="pin-pad">
        <p
          class="pin-dots"
          role="status"
          aria-label={say('pin-digits', { count: typed.length })}
        >
          {Array.from({ length: LENGTH }, (_, place) => (
            <i class={place < typed.length ? 'full' : ''} />
          ))}
        </p>
        <div class="pin-digits">
          {DIGITS.map((digit) =>
            digit === '' ? (
              <span />
            ) : (
              <button type="button" onClick={() => press(digit)}>
                {digit}
              </button>
            ),
          )}
          <button
            type="button"
            aria-label={say('pin-erase')}
            onClick={() => setTyped(typed.slice(0, -1))}
          >
            <Icon of={Delete} />
          </button>
        </div>
        {card !== undefined && card.name !== '' && (
          <button type="button" class="act" onClick={() => send(card.pin)}>
            <Icon of={KeyRound} />
            {say('pin-mine', { owner: ownerOf(card.name) })}
          </button>
        )}
      </div>
    </Popover>
  )
}
