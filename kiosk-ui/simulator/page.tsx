// /simulator: a branch one can walk through. Draws what the simulated branch says, sends it hands.
import { useEffect, useMemo } from 'preact/hooks'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { Bag } from './bag.tsx'
import { Ghost } from './drag.tsx'
import { Faults } from './faults.tsx'
import { Header } from './header.tsx'
import { type Live, openLive } from './live.ts'
import { createSimulator, type Simulator } from './model.ts'
import { Now } from './now.tsx'
import { Pocket } from './pocket.tsx'
import { Receipt } from './receipt.tsx'
import { Scene } from './scene.tsx'
import { LiveScreen } from './screens.tsx'
import '@fontsource-variable/atkinson-hyperlegible-mono/wght.css'
// In this order: what comes later may overrule.
import './styles/page.css'
import './styles/top.css'
import './styles/scene.css'
import './styles/popovers.css'
import './styles/side.css'
import './styles/receipt.css'
import './styles/live-screen.css'
import './styles/ledge.css'
import './styles/tape.css'
import './styles/moving.css'
import './styles/narrow.css'
import { Tape } from './tape.tsx'
import { Try } from './try.tsx'
import { language, say } from './words.ts'

const BEAT_MS = 1000
/** With fast time the clock's minutes are a second long; it is looked at more often. */
const FAST_BEAT_MS = 250

/** The live branch; or, with `?state=demo`, a picture of one that stands still. */
const connect = (): { sim: Simulator; close: () => void } => {
  let live: Live | undefined
  const sim = createSimulator((hand) => {
    live?.send(hand)
  })
  const wanted = new URLSearchParams(location.search).get('state')
  if (wanted === null) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    live = openLive(`${scheme}://${location.host}/live?role=simulator`, sim.see, sim.reach)
  } else {
    sim.reach(true)
    void import('./fixture.ts').then(({ fixture }) => sim.see(fixture(wanted)))
  }
  return { sim, close: () => live?.close() }
}

const useBeat = (sim: Simulator, speed: number): void => {
  useEffect(() => {
    const every = speed > 1 ? FAST_BEAT_MS : BEAT_MS
    const timer = setInterval(() => sim.beat(performance.now()), every)
    return () => clearInterval(timer)
  }, [sim, speed])
}

/** Escape lets go of what is in the hand. */
const useEscape = (sim: Simulator): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') sim.inHand.value = null
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [sim])
}

const Side = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => {
  const screen = sim.side.value
  return (
    <aside class="side">
      {screen === 'now' ? (
        <>
          <Try sim={sim} />
          <Now sim={sim} state={state} />
          <Receipt lines={state.printer.receipt} />
        </>
      ) : (
        <LiveScreen sim={sim} state={state} screen={screen} />
      )}
    </aside>
  )
}

const Branch = ({ sim, state }: { sim: Simulator; state: SimulatorState }) => (
  <>
    <Scene sim={sim} state={state} />
    <Side sim={sim} state={state} />
    <div class="ledge">
      <Pocket sim={sim} state={state} />
      <Bag sim={sim} state={state} />
      <Faults sim={sim} state={state} />
    </div>
    <Tape sim={sim} state={state} />
    <Ghost />
  </>
)

export const SimulatorPage = () => {
  const { sim, close } = useMemo(connect, [])
  useEffect(() => close, [close])
  const state = sim.state.value
  useBeat(sim, state?.clock.speed ?? 1)
  useEscape(sim)
  const spoken = language.value
  useEffect(() => {
    document.documentElement.lang = spoken
    document.title = say('title')
  }, [spoken])
  const large = sim.large.value && sim.side.value !== 'now'
  return (
    <main class={`simulator${large ? ' large' : ''}`}>
      <Header sim={sim} state={state} />
      {state === null ? (
        <p class="waiting" role="status">
          {say(sim.reached.value ? 'waiting' : 'lost')}
        </p>
      ) : (
        <Branch sim={sim} state={state} />
      )}
      {state !== null && !sim.reached.value && (
        <p class="lost" role="alert">
          {say('lost')}
        </p>
      )}
    </main>
  )
}
