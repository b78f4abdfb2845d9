// Every state of every screen, in a real browser on its own panel, served under the kiosk's CSP.
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Role } from '../../device/screen-protocol.ts'
import { STATES } from '../../kiosk-ui/model/states.ts'
import { look } from '../support/look.ts'
import { has, needing } from '../support/packages.ts'
import { type StaticServer, serveStatic } from '../support/static.ts'
import { builtUi } from '../support/ui.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Panel = { width: number; height: number; query?: string }

const PANELS: Record<Role, Panel> = {
  door: { width: 800, height: 1280 },
  desk: { width: 1080, height: 1920 },
  chute: { width: 1280, height: 800 },
}
const LANDSCAPE: Panel = { width: 1920, height: 1080 }
const SMALL: Panel = { width: 1280, height: 800, query: 'profile=10.1' }

type Opened = { browser: Browser; page: Page; server: StaticServer; faults: string[] }

const open = async (): Promise<Opened> => {
  const server = await serveStatic(await builtUi(), { '/axe.min.js': AXE })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext({ hasTouch: true, reducedMotion: 'reduce' })
  // What esbuild puts into functions that are sent to the page.
  await context.addInitScript('globalThis.__name = (named) => named')
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(server.origin)) faults.push(`asked ${request.url()}`)
  })
  return { browser, page, server, faults }
}

const screens = suite('screens')
let opened: Opened

screens.before(async () => {
  if (has('chromium')) opened = await open()
})
screens.after(async () => {
  if (opened === undefined) return
  await opened.browser.close()
  await opened.server[Symbol.asyncDispose]()
})

type Axe = {
  run: (
    where: unknown,
    options: unknown,
  ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

const show = async (role: Role, panel: Panel, first: string): Promise<void> => {
  const { page, server } = opened
  await page.setViewportSize({ width: panel.width, height: panel.height })
  await page.goto(`${server.origin}/${role}${first}`)
  await page.waitForSelector('.stage')
  await page.addScriptTag({ url: '/axe.min.js' })
  await page.evaluate(() => {
    Object.assign(globalThis, {
      turnTo: async (address: string): Promise<void> => {
        history.pushState(null, '', address)
        dispatchEvent(new PopStateEvent('popstate'))
        while (document.documentElement.dataset.state !== address)
          await new Promise(requestAnimationFrame)
      },
    })
  })
}

type InPage = { turnTo: (address: string) => Promise<void>; axe: Axe }

const addresses = (ids: readonly string[], panel: Panel, query: string): string[] =>
  ids.map((id) => `?${[`state=${id}`, panel.query, query].filter(Boolean).join('&')}`)

const statesOf = (role: Role): string[] => Object.keys(STATES[role])

/** What `look` finds in every state of a role, without loading the page again. */
const lookAtAll = async (
  role: Role,
  panel: Panel,
  query = '',
): Promise<{ problems: string[]; bars: Set<string> }> => {
  const all = addresses(statesOf(role), panel, query)
  await show(role, panel, all[0] ?? '')
  await opened.page.evaluate(`globalThis.look = ${look.toString()}`)
  const found = await opened.page.evaluate(async (list) => {
    const page = globalThis as unknown as InPage & { look: typeof look }
    const problems: string[] = []
    const bars: string[] = []
    for (const address of list) {
      await page.turnTo(address)
      const looked = page.look()
      problems.push(...looked.problems.map((problem) => `${address} ${problem}`))
      bars.push(looked.bar.join(' | '))
    }
    return { problems, bars }
  }, all)
  return { problems: found.problems, bars: new Set(found.bars.filter(Boolean)) }
}

/** The drawings are nothing to a screen reader, so axe need not walk through them. */
const violations = async (
  role: Role,
  panel: Panel,
  runOnly: readonly string[],
  query = '',
): Promise<string[]> => {
  const all = addresses(statesOf(role), panel, query)
  await show(role, panel, all[0] ?? '')
  return opened.page.evaluate(
    async ([list, rules]) => {
      const page = globalThis as unknown as InPage
      const where = { exclude: [['svg[aria-hidden]']] }
      const found: string[] = []
      for (const address of list) {
        await page.turnTo(address)
        const options = { runOnly: rules, resultTypes: ['violations'] }
        for (const { id, nodes } of (await page.axe.run(where, options)).violations)
          found.push(`${address} ${id}: ${nodes[0]?.html.slice(0, 120)}`)
      }
      return found
    },
    [all, runOnly] as const,
  )
}

const need = needing(screens, 'chromium')

for (const role of ['door', 'desk', 'chute'] as const) {
  need(`every state of the ${role} has no accessibility violation`, async () => {
    assert.equal(await violations(role, PANELS[role], TAGS), [])
  })

  need(`every state of the ${role} fits its panel in Swedish`, async () => {
    const { problems, bars } = await lookAtAll(role, PANELS[role])
    assert.equal(problems, [])
    // ux R05: the same boxes on every screen
    assert.is(bars.size, role === 'door' ? 0 : 1, [...bars].join('\n'))
  })

  need(`every state of the ${role} fits its panel in English`, async () => {
    const { problems } = await lookAtAll(role, PANELS[role], 'language=en')
    assert.equal(problems, [])
  })
}

need('the desk fits a landscape panel, large and small', async () => {
  assert.equal((await lookAtAll('desk', LANDSCAPE)).problems, [])
  assert.equal((await lookAtAll('desk', SMALL)).problems, [])
})

need('the desk fits with larger text', async () => {
  for (const panel of [PANELS.desk, LANDSCAPE])
    assert.equal((await lookAtAll('desk', panel, 'text=larger')).problems, [])
})

need('the desk in strong contrast fits, and every text stands out', async () => {
  const query = 'theme=contrast'
  assert.equal((await lookAtAll('desk', PANELS.desk, query)).problems, [])
  assert.equal(await violations('desk', PANELS.desk, ['color-contrast'], query), [])
})

need('the door at night stands out too', async () => {
  assert.equal(await violations('door', PANELS.door, ['color-contrast'], 'theme=dark'), [])
})

need('no screen asks for anything outside, or breaks a rule of the page', () => {
  assert.equal(opened.faults, [])
})

screens.run()
