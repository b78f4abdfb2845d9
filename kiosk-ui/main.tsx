// Chooses by path what this page is: a kiosk screen, the simulated branch, or the list of states.
import { effect } from '@preact/signals'
import { render } from 'preact'
import type { Role } from '../device/screen-protocol.ts'
import { contrast, dark, larger } from './model/ease.ts'
import { connect, type Live } from './model/live.ts'
import { language } from './text/say.ts'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './styles/tokens.css'
import './styles/base.css'

const ROLES: readonly Role[] = ['door', 'desk', 'chute']

/** Drawn in another font first, the words would jump. */
const FONT = '1em "Atkinson Hyperlegible Next Variable"'

const AGAIN_MS = 5000

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')

effect(() => {
  document.documentElement.lang = language.value
})

/** A screen of the running kiosk, or with ?state=<id> one that stands still (see /states). */
const startScreen = async (role: Role): Promise<void> => {
  const query = new URLSearchParams(location.search)
  const state = query.get('state')
  const live = state === null ? connect(role) : await standingStill(role, state, query)
  effect(() => {
    if (live.shown.value !== null) language.value = live.shown.value.frame.language
  })
  larger.value = query.get('text') === 'larger'
  contrast.value = query.get('theme') === 'contrast'
  dark.value = query.get('theme') === 'dark'
  const [{ App }] = await Promise.all([
    import('./app.tsx'),
    document.fonts.load(FONT).catch(() => undefined),
  ])
  const wanted = query.get('profile')
  render(<App key={location.href} role={role} live={live} wanted={wanted} />, root)
  if (state !== null) document.documentElement.dataset.state = location.search
}

const standingStill = async (
  role: Role,
  state: string,
  query: URLSearchParams,
): Promise<Live> => {
  const { standing } = await import('./model/states.ts')
  // Going back or forward among the states needs no new page.
  window.onpopstate = () => void startScreen(role)
  return standing(role, state, query.get('language') === 'en' ? 'en' : 'sv')
}

const start = async (): Promise<void> => {
  const place = location.pathname.split('/')[1] ?? ''
  const role = ROLES.find((each) => each === place)
  if (role !== undefined) return startScreen(role)
  if (place === 'simulator') {
    const { SimulatorPage } = await import('./simulator/page.tsx')
    return render(<SimulatorPage />, root)
  }
  const { StatesPage } = await import('./screens/states.tsx')
  render(<StatesPage />, root)
}

/** The kiosk went away while the page was loading: try the whole page again. */
start().catch(() => setTimeout(() => location.reload(), AGAIN_MS))
