// One kiosk screen: its stage in millimetres, the page of the moment, and what lies over it.
import { useSignal } from '@preact/signals'
import { useEffect, useErrorBoundary, useMemo, useRef, useState } from 'preact/hooks'
import type { Role, ScreenAction, ToScreen, View } from '../device/screen-protocol.ts'
import { ticking } from './model/clock.ts'
import { contrast, dark, larger, resetEase } from './model/ease.ts'
import type { Live } from './model/live.ts'
import { type Stage, stageFor } from './model/profile.ts'
import { Speaker } from './screens/announced.tsx'
import { ChuteScreen } from './screens/chute.tsx'
import { DeskScreen } from './screens/desk.tsx'
import { DoorScreen } from './screens/door.tsx'
import { Broken, ClosingNow, Dark, Evacuation, Moment } from './screens/full.tsx'
import { type Kiosk, KioskContext, type SheetName } from './screens/kiosk.ts'
import { Sheets, TimeoutSheet } from './screens/sheets.tsx'
import './styles/parts.css'
import './styles/screens.css'

/** How long the words stand before a screen that broke starts again. */
const RESTART_MS = 5000

type Given = {
  role: Role
  live: Live
  /** A panel by its inches; see model/profile.ts. */
  wanted: string | null
  /** The sheet that is open to begin with. */
  sheet: SheetName | null
}

export const App = (p: Given) => {
  const stage = useStage(p.role, p.wanted)
  const [error] = useErrorBoundary()
  useEffect(() => {
    if (error) setTimeout(() => location.reload(), RESTART_MS)
  }, [error])
  const theme = contrast.value ? 'contrast' : dark.value ? 'dark' : 'light'
  return (
    <div
      class={`stage ${p.role} ${stage.shape} ${stage.whole ? '' : 'framed'}`}
      data-theme={theme}
      data-text={larger.value ? 'larger' : 'usual'}
      style={{
        width: `${stage.width}px`,
        height: `${stage.height}px`,
        '--mm': `${stage.mm}px`,
      }}
    >
      {error ? <Broken /> : <Shown {...p} stage={stage} />}
    </div>
  )
}

const useStage = (role: Role, wanted: string | null): Stage => {
  const measure = (): Stage =>
    stageFor(role, { width: innerWidth, height: innerHeight }, wanted)
  const [stage, setStage] = useState(measure)
  useEffect(() => {
    const onResize = (): void => setStage(measure())
    addEventListener('resize', onResize)
    return () => removeEventListener('resize', onResize)
  }, [])
  return stage
}

const Shown = (p: Given & { stage: Stage }) => {
  const { shown, send } = p.live
  const clock = useMemo(() => ticking(shown), [shown])
  useEffect(() => clock.stop, [clock])
  const sheet = useSignal(p.sheet)
  useTouch(send)
  useScreenChange(shown.value?.view.screen, (screen) => {
    sheet.value = null
    // The next patron meets the desk as it was made.
    if (screen === 'desk.idle') resetEase()
  })
  if (shown.value === null) return <Moment />
  const asked = shown.value.overlay?.kind === 'timeout'
  const kiosk: Kiosk = {
    role: p.role,
    frame: shown.value.frame,
    stage: p.stage,
    now: clock.now,
    send,
    open: (name) => {
      sheet.value = name
    },
    held: asked || sheet.value !== null,
  }
  return (
    <KioskContext.Provider value={kiosk}>
      <Whole shown={shown.value} role={p.role} sheet={asked ? null : sheet.value} />
      <Speaker role={p.role} announced={shown.value.frame.announcement} />
    </KioskContext.Provider>
  )
}

const Whole = (p: { shown: ToScreen; role: Role; sheet: SheetName | null }) => {
  const { view, overlay, frame } = p.shown
  if (overlay?.kind === 'evacuation')
    return <Evacuation role={p.role} emergency={frame.emergency} />
  if (overlay?.kind === 'closing' && overlay.minutes === 1 && p.role === 'desk')
    return <ClosingNow />
  if (frame.dark && overlay === null && view.screen === 'desk.idle') return <Dark />
  return (
    <>
      <Screen view={view} shown={p.shown} />
      {p.sheet && <Sheets name={p.sheet} />}
      {overlay?.kind === 'timeout' && <TimeoutSheet {...overlay} />}
    </>
  )
}

const Screen = ({ view, shown }: { view: View; shown: ToScreen }) => {
  if (isDoor(view)) return <DoorScreen view={view} />
  if (isChute(view)) return <ChuteScreen view={view} />
  return <DeskScreen view={view} overlay={shown.overlay} />
}

type DoorView = Extract<View, { screen: `door.${string}` }>
type ChuteView = Extract<View, { screen: `chute.${string}` }>
const isDoor = (view: View): view is DoorView => view.screen.startsWith('door.')
const isChute = (view: View): view is ChuteView => view.screen.startsWith('chute.')

/** Any touch or key says that somebody is there; once a second is enough. */
const TOUCH_MS = 1000

const useTouch = (send: (action: ScreenAction) => void): void => {
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY
    const onTouch = (): void => {
      if (performance.now() - last < TOUCH_MS) return
      last = performance.now()
      send({ do: 'touch' })
    }
    addEventListener('pointerdown', onTouch)
    addEventListener('keydown', onTouch)
    return () => {
      removeEventListener('pointerdown', onTouch)
      removeEventListener('keydown', onTouch)
    }
  }, [send])
}

type ScreenName = View['screen'] | undefined

/** Calls when another screen is shown, not for the first one. */
const useScreenChange = (screen: ScreenName, changed: (to: ScreenName) => void): void => {
  const before = useRef(screen)
  useEffect(() => {
    if (before.current !== undefined && before.current !== screen) changed(screen)
    before.current = screen
  }, [screen])
}
