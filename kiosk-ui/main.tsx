// Chooses by path what this page is: a kiosk screen, the simulated branch, or the list of states.
import { effect } from '@preact/signals'
import { render } from 'preact'
import type { Role } from '../device/screen-protocol.ts'
import { contrast, dark, larger } from './model/ease.ts'
import { connect, type Live } from './model/live.ts'
import type { SheetName } from './screens/kiosk.ts'
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
  if (state === null) return draw(connect(role), { role, query, sheet: null })
  const { standing, sheetOf } = await import('./model/states.ts')
  const live = standing(role, state, query.get('language') === 'en' ? 'en' : 'sv')
  if (live === null) return location.replace('/states')
  await draw(live, { role, query, sheet: sheetOf(role, state) })
  // Going back or forward among the states needs no new page.
  window.onpopstate = () => void startScreen(role)
  document.documentElement.dataset.state = location.search
}

type Drawn = { role: Role; query: URLSearchParams; sheet: SheetName | null }

const draw = async (live: Live, { role, query, sheet }: Drawn): Promise<void> => {
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
  const given = { role, live, sheet, wanted: query.get('profile') }
  render(<App key={location.href} {...given} />, root)
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
