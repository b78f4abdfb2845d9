// A real screen of the branch, live, at its own size and made smaller; under it the devices that
// stand beside it, so that a card can be held and a book laid without leaving it.
import { ExternalLink, Maximize2, Minimize2 } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SimulatorState } from '../../device/simulator/protocol.ts'
import { Icon } from '../ui/icon.tsx'
import { actionWith, nextSpots } from './hotspots.tsx'
import type { Screen, Simulator, Spot } from './model.ts'
import { HOTSPOTS, stateOf } from './spots.ts'
import { say } from './words.ts'

type Props = { sim: Simulator; state: SimulatorState; screen: Screen }

/** The panels' own pixels: 10.1 inches upright, 21.5 inches upright, 10.1 inches lying. */
const SIZES: Record<Screen, { w: number; h: number }> = {
  door: { w: 800, h: 1280 },
  desk: { w: 1080, h: 1920 },
  chute: { w: 1280, h: 800 },
}

const BESIDE: Record<Screen, readonly Spot[]> = {
  door: ['door-reader', 'door'],
  desk: ['desk-reader', 'pad', 'printer'],
  chute: ['chute', 'bins'],
}

/** How much smaller the panel must be to fit the box. */
const useFit = ({ w, h }: { w: number; h: number }) => {
  const box = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useState(0)
  useEffect(() => {
    if (box.current === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      const { width, height } = entry.contentRect
      setScale(Math.min(1, width / w, height / h))
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [w, h])
  return { box, scale }
}

const Glass = ({ screen, address }: { screen: Screen; address: string }) => {
  const { w, h } = SIZES[screen]
  const { box, scale } = useFit(SIZES[screen])
  return (
    <div class="glass-box" ref={box}>
      <div class="bezel" style={{ width: `${w * scale}px`, height: `${h * scale}px` }}>
        <iframe
          key={screen}
          src={address}
          title={say(`screen-${screen}`)}
          width={w}
          height={h}
          style={{ transform: `scale(${scale})` }}
        />
      </div>
    </div>
  )
}

/** A device beside the screen: takes what is in the hand, else opens its sheet in the picture. */
const Beside = ({
  sim,
  state,
  spot,
}: {
  sim: Simulator
  state: SimulatorState
  spot: Spot
}) => {
  const action = actionWith(sim.inHand.value, spot, state)
  const next = action !== null || nextSpots(sim).includes(spot)
  return (
    <button
      type="button"
      class={next ? 'beside next' : 'beside'}
      data-spot={spot}
      data-opens={spot}
      onClick={() => {
        if (!sim.use(spot)) sim.open.value = sim.open.value === spot ? null : spot
      }}
    >
      <Icon of={HOTSPOTS[spot].icon} />
      <b>{action ?? say(`spot-${spot}`)}</b>
      {action === null && <span>{stateOf(spot, state, sim.released.value)}</span>}
    </button>
  )
}

export const LiveScreen = ({ sim, state, screen }: Props) => {
  const large = sim.large.value
  return (
    <section class="live-screen" aria-label={say(`screen-${screen}`)}>
      <header>
        <h2 class="unseen">{say(`screen-${screen}`)}</h2>
        <p>{say('screen-live')}</p>
        <button
          type="button"
          onClick={() => {
            sim.large.value = !large
          }}
        >
          <Icon of={large ? Minimize2 : Maximize2} />
          {say(large ? 'screen-small' : 'screen-large')}
        </button>
        <a href={state.screens[screen]} target="_blank" rel="noreferrer">
          <Icon of={ExternalLink} />
          {say('screen-window')}
        </a>
      </header>
      <Glass screen={screen} address={state.screens[screen]} />
      <div class="besides">
        {BESIDE[screen].map((spot) => (
          <Beside key={spot} sim={sim} state={state} spot={spot} />
        ))}
      </div>
    </section>
  )
}
