// A screen on a real line to a kiosk that is whatever the test says: what comes in is shown, what
// the patron does goes out, and nothing of the patron stays.
import { type Browser, chromium, type Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Role, ScreenAction, ToScreen, View } from '../../device/screen-protocol.ts'
import { standing } from '../../kiosk-ui/model/states.ts'
import { listening } from '../support/listening.ts'
import { has, needing } from '../support/packages.ts'
import { serveStatic } from '../support/static.ts'
import { builtUi } from '../support/ui.ts'

const lines = suite('live screens')
const test = needing(lines, 'chromium')

let browser: Browser
lines.before(async () => {
  if (!has('chromium')) return
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
})
lines.after(async () => {
  if (has('chromium')) await browser.close()
})

type Kiosk = {
  page: Page
  /** Everything done until the last was `last`; touches only where they are asked for. */
  until: (last: ScreenAction['do'], touches?: 'touches') => Promise<ScreenAction[]>
  /** Connections so far. */
  lines: () => number
  show: (shown: ToScreen) => void
  hangUp: () => void
}

const stateOf = (role: Role, id: string): ToScreen => {
  const shown = standing(role, id, 'sv')?.shown.value
  if (!shown) throw new Error(`${id} shows nothing`)
  return shown
}

const withKiosk = async (
  role: Role,
  first: ToScreen,
  run: (kiosk: Kiosk) => Promise<void>,
): Promise<void> => {
  await using served = await serveStatic(await builtUi())
  const sockets = new WebSocketServer({ server: served.server, path: '/live' })
  const done = listening<ScreenAction>()
  let count = 0
  let shown = first
  let line: WebSocket | undefined
  sockets.on('connection', (socket) => {
    count++
    line = socket
    socket.on('message', (text) => done.tell(JSON.parse(String(text))))
    socket.send(JSON.stringify(shown))
  })
  const context = await browser.newContext({
    viewport: { width: 1080, height: 1920 },
    hasTouch: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${served.origin}/${role}`)
  try {
    await run({
      page,
      until: async (last, touches) => {
        await done.next((action) => action.do === last)
        return done.all.filter((action) => touches || action.do !== 'touch')
      },
      lines: () => count,
      show: (next) => {
        shown = next
        line?.send(JSON.stringify(next))
      },
      hangUp: () => line?.terminate(),
    })
  } finally {
    await context.close()
    sockets.close()
  }
}

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name }).waitFor()

test('a lost line shows one moment and nothing else, and comes back by itself', async () => {
  await withKiosk('desk', stateOf('desk', 'K06.ok'), async ({ page, hangUp, lines }) => {
    await page.getByText('Gösta Berlings saga').waitFor()
    hangUp()
    await heading(page, 'Ett ögonblick')
    assert.not.match(await page.content(), /Gösta/)
    await page.clock.fastForward(3000)
    await page.getByText('Gösta Berlings saga').waitFor()
    assert.is(lines(), 2)
  })
})

test('a PIN leaves whole on OK, and is nowhere in the page before or after', async () => {
  await withKiosk('door', stateOf('door', 'D02'), async ({ page, until }) => {
    for (const digit of '2468') {
      await page.getByRole('button', { name: digit, exact: true }).tap()
      assert.not.match(await page.locator('.dots').innerHTML(), /\d/)
    }
    assert.is(await page.locator('.dots .filled').count(), 4)
    await page.getByRole('button', { name: 'OK' }).tap()
    assert.equal(await until('pin'), [{ do: 'pin', digits: '2468' }])
    assert.not.match(await page.content(), /2468/)
  })
})

test('digits of a keyboard are typed too, also after a key was touched', async () => {
  await withKiosk('door', stateOf('door', 'D02'), async ({ page, until }) => {
    await page.getByRole('button', { name: '9', exact: true }).tap()
    await page.keyboard.press('Backspace')
    await page.keyboard.type('2468')
    await page.keyboard.press('Enter')
    assert.equal(await until('pin'), [{ do: 'pin', digits: '2468' }])
  })
})

test('while somebody is asked no digit is taken', async () => {
  await withKiosk('door', stateOf('door', 'D02.asking'), async ({ page, until }) => {
    await heading(page, 'Ett ögonblick')
    await page.keyboard.type('2468')
    await page.keyboard.press('Enter')
    assert.is(await page.locator('.dots .filled').count(), 0)
    await page.getByRole('button', { name: 'Avbryt' }).tap()
    assert.equal(await until('back'), [{ do: 'back' }])
  })
})

test('two presses at once count once', async () => {
  await withKiosk('desk', stateOf('desk', 'K03'), async ({ page, until }) => {
    await page.getByRole('button', { name: 'Låna', exact: true }).dblclick()
    await page.getByRole('button', { name: 'Hjälp', exact: true }).tap()
    assert.equal(await until('help'), [{ do: 'choose', task: 'borrow' }, { do: 'help' }])
  })
})

test('any touch tells the kiosk that somebody is there', async () => {
  await withKiosk('desk', stateOf('desk', 'K03'), async ({ page, until }) => {
    await heading(page, 'Vad vill du göra?')
    await page.locator('h1').tap()
    await page.getByRole('button', { name: 'Få hjälp' }).tap()
    assert.equal(await until('help', 'touches'), [{ do: 'touch' }, { do: 'help' }])
  })
})

test('the language is changed by the kiosk, and every word follows', async () => {
  const start = stateOf('desk', 'K03')
  await withKiosk('desk', start, async ({ page, until, show }) => {
    await page.getByRole('button', { name: 'Språk' }).tap()
    await page.getByRole('button', { name: 'English' }).tap()
    assert.equal(await until('language'), [{ do: 'language', language: 'en' }])
    show({ ...start, frame: { ...start.frame, language: 'en' } })
    await heading(page, 'What would you like to do?')
    assert.is(await page.locator('html').getAttribute('lang'), 'en')
  })
})

test('larger text and contrast last until the desk is idle again', async () => {
  await withKiosk('desk', stateOf('desk', 'K03'), async ({ page, show }) => {
    await page.getByRole('button', { name: 'Lättare att läsa' }).tap()
    await page.getByRole('button', { name: 'Större text' }).tap()
    await page.getByRole('button', { name: 'Tydligare färger' }).tap()
    await page.getByRole('button', { name: 'Klar' }).tap()
    const stage = page.locator('.stage')
    assert.is(await stage.getAttribute('data-text'), 'larger')
    assert.is(await stage.getAttribute('data-theme'), 'contrast')
    show(stateOf('desk', 'K01'))
    await page.locator('.stage[data-text=usual][data-theme=light]').waitFor()
  })
})

// ux R51: canaries of a session, sought wherever a page can keep something.
test('nothing of the patron is left when the session has ended', async () => {
  await withKiosk('desk', stateOf('desk', 'K03.known'), async ({ page, show }) => {
    await page.getByText('Aino L.').waitFor()
    show(stateOf('desk', 'K10'))
    await page.getByText('Gösta Berlings saga').waitFor()
    show(stateOf('desk', 'K01'))
    await heading(page, 'Välkommen')
    const kept = await page.evaluate(() => [
      document.documentElement.outerHTML,
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      `${document.title} ${location.href} ${history.length}`,
    ])
    assert.not.match(kept.join('\n'), /Aino|Gösta/)
    await page.goBack()
    assert.not.match(await page.content(), /Aino|Gösta/)
  })
})

test('a time-out asks, keeps help in reach, and one press is enough to stay', async () => {
  await withKiosk('desk', stateOf('desk', 'O1'), async ({ page, until }) => {
    await page.getByRole('dialog', { name: 'Är du kvar?' }).waitFor()
    await page.getByRole('button', { name: 'Ja, jag behöver mer tid' }).tap()
    await page.getByRole('button', { name: 'Hjälp', exact: true }).tap()
    assert.equal(await until('help'), [{ do: 'stay' }, { do: 'help' }])
    assert.is(await page.locator('main[inert]').count(), 1)
  })
})

// ux R22, R30: the question takes the focus, and a key that has it is ringed in ink and yellow.
test('the focus begins at the question and shows where it is', async () => {
  await withKiosk('desk', stateOf('desk', 'K03'), async ({ page }) => {
    await heading(page, 'Vad vill du göra?')
    await page.locator('h1:focus').waitFor()
    await page.keyboard.press('Tab')
    const key = page.locator('button:focus')
    assert.match((await key.textContent()) ?? '', 'Låna')
    const ring = await key.evaluate((element) => {
      const { outlineColor, outlineStyle, boxShadow } = getComputedStyle(element)
      return [outlineStyle, outlineColor, boxShadow].join(' ')
    })
    assert.match(ring, /solid rgb\(20, 32, 31\).*rgb\(255, 210, 63\)/)
  })
})

// ux R54: the street may not learn why.
test('a refusal at the door says the same for every reason', async () => {
  await withKiosk('door', stateOf('door', 'D04'), async ({ page }) => {
    await heading(page, 'Kortet går inte att använda just nu. Kontakta biblioteket.')
    const words = (await page.locator('main').textContent()) ?? ''
    assert.not.match(words, /skuld|spärr|avgift|ålder|avtal|stängt|pinkod/i)
  })
})

// ux R87: our own fault is told in the patron's words, and the page starts again.
test('a screen that cannot be drawn says so calmly and starts again', async () => {
  const view = { screen: 'desk.borrow', rows: null } as unknown as View
  const broken = { ...stateOf('desk', 'K06.ok'), view }
  await withKiosk('desk', broken, async ({ page, show, lines }) => {
    await heading(page, 'Något gick fel hos oss')
    show(stateOf('desk', 'K01'))
    const reloaded = page.waitForEvent('load')
    await page.clock.fastForward(6000)
    await reloaded
    await heading(page, 'Välkommen')
    assert.is(lines(), 2)
  })
})

lines.run()
