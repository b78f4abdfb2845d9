// A patron in front of real screens: Chromium with touch, where keys are found by their words.
// Every screen that is met is looked at by axe, and nobody but the kiosk may be asked for anything.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Locator, type Page } from 'playwright-core'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Violation = { id: string; nodes: readonly { html: string }[] }
declare const axe: {
  run(where: unknown, options: unknown): Promise<{ violations: readonly Violation[] }>
}

/** CSS pixels. */
export type Panel = { width: number; height: number }

export type TouchScreen = {
  readonly page: Page
  /** Taps the key with exactly this word, or a word like this. */
  tap(word: string | RegExp): Promise<void>
  /** Taps these digits on the keypad of the screen, then OK. */
  type(digits: string): Promise<void>
  /** Resolves when the screen has this heading, and axe has looked at it. */
  meets(heading: string | RegExp): Promise<void>
  /** Resolves when these words can be seen. */
  says(words: string | RegExp): Promise<void>
  /** The line of a list with this title and, once it says so, these words. */
  row(title: string, words: string | RegExp): Promise<Locator>
  /** Lets axe look at what is shown now; `as` names it. */
  look(as: string): Promise<void>
}

export type TouchBrowser = AsyncDisposable & {
  open(address: string, panel: Panel): Promise<TouchScreen>
  /** What should not be: violations, errors on the console, requests to others. */
  readonly faults: readonly string[]
}

/** With B24_SHOTS=<folder> a picture of every screen that is met is kept there. */
export const openBrowser = async (): Promise<TouchBrowser> => {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const faults: string[] = []
  const open = async (address: string, viewport: Panel): Promise<TouchScreen> => {
    const context = await browser.newContext({
      viewport,
      hasTouch: true,
      reducedMotion: 'reduce',
    })
    await context.addInitScript({ path: AXE })
    const page = await context.newPage()
    watch(page, new URL(address).host, faults)
    await page.goto(address)
    return touchScreen(page, faults)
  }
  return { open, faults, [Symbol.asyncDispose]: () => browser.close() }
}

const watch = (page: Page, own: string, faults: string[]): void => {
  const askedOf = (address: string): void => {
    if (new URL(address).host !== own) faults.push(`asked ${address}`)
  }
  page.on('request', (request) => askedOf(request.url()))
  page.on('websocket', (socket) => askedOf(socket.url()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
}

const touchScreen = (page: Page, faults: string[]): TouchScreen => {
  const key = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const where = new URL(page.url()).pathname.slice(1)
  let pictures = 0

  const look = async (as: string): Promise<void> => {
    for (const violation of await violationsOn(page))
      faults.push(`${where}, ${as}: ${violation}`)
    const folder = process.env.B24_SHOTS
    if (folder === undefined) return
    const name = `${where}-${String(pictures).padStart(2, '0')}.png`
    pictures += 1
    await page.screenshot({ path: join(folder, name) })
  }
  return {
    page,
    look,
    tap: (word) => key(word).tap(),
    type: async (digits) => {
      for (const digit of digits) await key(digit).tap()
      await key('OK').tap()
    },
    meets: async (name) => {
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      await look(String(name))
    },
    says: (words) => page.getByText(words).first().waitFor(),
    row: async (title, words) => {
      const row = page
        .getByRole('listitem')
        .filter({ hasText: title })
        .filter({ hasText: words })
      await row.first().waitFor()
      return row.first()
    },
  }
}

/** The drawings are nothing to a screen reader, so axe need not walk through them. */
const violationsOn = (page: Page): Promise<string[]> =>
  page.evaluate(async (tags) => {
    const where = { exclude: [['svg[aria-hidden]']] }
    const options = { runOnly: tags, resultTypes: ['violations'] }
    const { violations } = await axe.run(where, options)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)
  }, TAGS)
