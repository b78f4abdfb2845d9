// The cards in the pocket. Take one, then press a reader in the picture; or drag it there.
import { useMemo } from 'preact/hooks'
import type { SimulatedCard, SimulatorState } from '../../device/simulator/protocol.ts'
import { mulberry } from '../pictures/paint.ts'
import { rect } from '../pictures/shapes.tsx'
import { draggable, same } from './drag.tsx'
import type { InHand, Simulator } from './model.ts'
import { cardColour } from './people.tsx'
import { nextStep } from './steps.ts'
import { say } from './words.ts'

/** Bars that look like a barcode; the same card always has the same. */
const Bars = ({ seed }: { seed: number }) => {
  const next = mulberry(seed)
  const bars = []
  for (let x = 0; x < 94; ) {
    const w = 1 + Math.floor(next() * 3)
    bars.push(rect(x, 0, w, 6, '#fff'))
    x += w + 1 + Math.floor(next() * 2)
  }
  return (
    <svg viewBox="0 0 96 6" preserveAspectRatio="none" aria-hidden="true">
      {bars}
    </svg>
  )
}

/** Where the card is from and how old its holder is; or what stands against it. */
const lineOf = ({ note, member, age }: SimulatedCard): string =>
  note === 'no-agreement' || note === 'blocked' || note === 'unknown'
    ? say(`card-note-${note}`)
    : say('card-from', { member, age: String(age ?? '') })

const Card = ({
  card,
  at,
  sim,
  wanted,
}: {
  card: SimulatedCard
  at: number
  sim: Simulator
  wanted: boolean
}) => {
  const thing: InHand = { kind: 'card', number: card.number }
  const held = same(sim.inHand.value, thing)
  const colour = cardColour(at)
  const drag = useMemo(
    () =>
      draggable(
        sim,
        { kind: 'card', number: card.number },
        <i class="card-ghost" style={{ background: colour }} />,
      ),
    [sim, card.number, colour],
  )
  return (
    <button
      type="button"
      class={`card${held ? ' held' : ''}${wanted ? ' wanted' : ''}`}
      style={{ '--card': colour }}
      aria-pressed={held}
      {...drag}
    >
      <b>{card.name.split(' ')[0] || say('card-unnamed')}</b>
      <em>{card.note === 'unknown' ? '–' : card.pin}</em>
      <span>{lineOf(card)}</span>
      <Bars seed={at * 7 + 3} />
    </button>
  )
}

export const Pocket = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => {
  const held = sim.inHand.value?.kind === 'card'
  const wanting = sim.inHand.value === null && nextStep(sim.progress.value) === 'enter'
  return (
    <section class="pocket">
      <h3>{say(held ? 'pocket-holding' : 'pocket')}</h3>
      <div class="cards">
        {state.cards.map((card, at) => (
          <Card
            key={card.number}
            card={card}
            at={at}
            sim={sim}
            wanted={wanting && at === 0 && state.shown.door === 'door.ready'}
          />
        ))}
      </div>
    </section>
  )
}
