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
  for (let x = 0; x < 60; ) {
    const w = 1 + Math.floor(next() * 3)
    bars.push(rect(x, 0, w, 14, '#fff'))
    x += w + 1 + Math.floor(next() * 2)
  }
  return (
    <svg viewBox="0 0 60 14" aria-hidden="true">
      {bars}
    </svg>
  )
}

/** What is particular about the card; else how old its holder is. */
const noteOf = ({ note, age }: SimulatedCard): string =>
  note === 'no-agreement' || note === 'blocked' || note === 'unknown'
    ? say(`card-note-${note}`)
    : say('card-age', { age: String(age ?? '') })

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
      <b>{card.name.split(' ')[0]}</b>
      <span>{card.member}</span>
      <span>{noteOf(card)}</span>
      <Bars seed={card.name.length * 7 + 3} />
      <em>{card.pin}</em>
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
            wanted={wanting && at === 0 && state.screens.door === 'door.ready'}
          />
        ))}
      </div>
    </section>
  )
}
