// "Try this": steps that tick by themselves when the branch has seen them happen.
import { Check } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import type { Simulator } from './model.ts'
import { nextStep, STEPS } from './steps.ts'
import { say } from './words.ts'

export const Try = ({ sim }: { sim: Simulator }) => {
  const progress = sim.progress.value
  const next = nextStep(progress)
  return (
    <section class="try">
      <h2>{say('try')}</h2>
      <ol>
        {STEPS.map((step, at) => {
          const done = progress.done.includes(step)
          return (
            <li key={step} class={done ? 'done' : step === next ? 'next' : ''}>
              <i>{done ? <Icon of={Check} /> : at + 1}</i>
              <span>
                {say(`try-${step}`)}
                {done && <span class="unseen"> {say('try-done')}</span>}
                {step === next && <span class="unseen"> {say('try-next')}</span>}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
