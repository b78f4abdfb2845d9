// Chooses by path what this page is: a kiosk screen, the simulated branch, or the list of states.
import { effect } from '@preact/signals'
import { h, render } from 'preact'
import type { Role } from '../device/screen-protocol.ts'
import { App } from './app.tsx'
import { contrast, dark, larger } from './model/ease.ts'
import { connect, type Live } from './model/live.ts'
import { language } from './text/say.ts'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/screens.css'

const ROLES: readonly Role[] = ['door', 'desk', 'chute']

/** Drawn in another font first, the words would jump. */
const FONT = '1em "Atkinson Hyperlegible Next Variable"'

const query = new URLSearchParams(location.search)
const place = location.pathname.split('/')[1] ?? ''
const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')

effect(() => {
  document.documentElement.lang = language.value
})

/** A screen of the running kiosk, or with ?state=<id> one that stands still (see /states). */
const startScreen = async (role: Role): Promise<void> => {
  const state = query.get('state')
  const live = state === null ? connect(role) : await standingStill(role, state)
  effect(() => {
    if (live.shown.value !== null) language.value = live.shown.value.frame.language
  })
  larger.value = query.get('text') === 'larger'
  contrast.value = query.get('theme') === 'contrast'
  dark.value = query.get('theme') === 'dark'
  await document.fonts.load(FONT).catch(() => undefined)
  render(h(App, { role, live, wanted: query.get('profile') }), root)
}

const standingStill = async (role: Role, state: string): Promise<Live> => {
  const { standing } = await import('./model/states.ts')
  return standing(role, state, query.get('language') === 'en' ? 'en' : 'sv')
}

const startSimulator = async (): Promise<void> => {
  const { SimulatorPage } = await import('./simulator/page.tsx')
  render(h(SimulatorPage, {}), root)
}

const start = async (): Promise<void> => {
  const role = ROLES.find((each) => each === place)
  if (role !== undefined) return startScreen(role)
  if (place === 'simulator') return startSimulator()
  if (place !== 'states') return location.replace('/states')
  const { StatesPage } = await import('./screens/states.tsx')
  render(h(StatesPage, {}), root)
}

void start()
