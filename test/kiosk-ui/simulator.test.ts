// The simulator page in a real browser, against a branch on a real WebSocket.
import { createRequire } from 'node:module'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Hand, SimulatorState } from '../../device/simulator/protocol.ts'
import { fixture } from '../../kiosk-ui/simulator/fixture.ts'
import { has, needing } from '../support/packages.ts'
import { type StagedBranch, stageBranch } from '../support/simulator-page.ts'
import { until } from '../support/until.ts'

type Axe = { violations: { id: string; nodes: { html: string }[] }[] }
declare const axe: { run(context?: unknown): Promise<Axe> }

const page$ = suite('simulator page')
const test = needing(page$, 'chromium')

const AINO = '21080000000015'
const ready = fixture('demo-ready')
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let browser: Browser

page$.before(async () => {
  if (!has('chromium')) return
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
})

page$.after(async () => {
  if (has('chromium')) await browser.close()
})

type Visit = { page: Page; branch: StagedBranch }
type Window = { width: number; height: number; query?: string; still?: boolean }

const visit = async (
  state: SimulatorState,
  run: (at: Visit) => Promise<void>,
  { width, height, query = '', still = true }: Window = { width: 1600, height: 1000 },
): Promise<void> => {
  const branch = await stageBranch(state)
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: still ? 'reduce' : 'no-preference',
  })
  await context.addInitScript({ path: AXE })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    // What the page's content policy forbids is said here.
    if (/Content Security Policy/.test(message.text())) errors.push(message.text())
  })
  try {
    await page.goto(branch.address + query)
    await page.locator('.scene').waitFor()
    await run({ page, branch })
    assert.equal(errors, [])
  } finally {
    await context.close()
    await branch.stop()
  }
}

/** Does something to the page and answers the hand it sent. */
const handOf = async (branch: StagedBranch, act: () => Promise<unknown>): Promise<Hand> => {
  const before = branch.hands.now().length
  await act()
  const hands = await until(branch.hands, 'a hand', ({ length }) => length > before)
  return hands[before] as Hand
}

const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name })

/** Signs have the thing's name first. */
const sign = (page: Page, spot: string): Locator =>
  page.locator(`.sign[data-spot="${spot}"]`)

/** The drawing is hidden from readers; the screens in frames are looked at elsewhere. */
const violationsOf = async (page: Page, part = '.simulator'): Promise<string[]> => {
  const { violations } = await page.evaluate(
    (include) => axe.run({ include: [include], exclude: ['iframe', '.drawing'] }),
    part,
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)
}

const WINDOWS = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1600, height: 1000 },
  { width: 1920, height: 1080 },
]

for (const size of WINDOWS) {
  const name = `${size.width} by ${size.height}`
  test(`fits a window of ${name} without scrolling, with no sign on another`, async () => {
    await visit(
      fixture('demo'),
      async ({ page }) => {
        await page.evaluate(() => document.fonts.ready.then(() => undefined))
        const whole = await page.locator('.simulator').evaluate((it) => ({
          wide: it.scrollWidth - it.clientWidth,
          high: it.scrollHeight - it.clientHeight,
          page: document.documentElement.scrollWidth - window.innerWidth,
        }))
        assert.equal(whole, { wide: 0, high: 0, page: 0 })
        const boxes = await page
          .locator('.sign')
          .evaluateAll((signs) => signs.map((one) => one.getBoundingClientRect().toJSON()))
        assert.is(boxes.length, 12)
        for (const [at, a] of boxes.entries()) {
          assert.ok(a.left >= 0 && a.top >= 0 && a.right <= size.width)
          for (const b of boxes.slice(0, at))
            assert.not(
              a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
            )
        }
        const below = await page
          .locator('.ledge')
          .evaluate((ledge) =>
            [...ledge.querySelectorAll('button')]
              .filter(
                (one) =>
                  one.getBoundingClientRect().bottom >
                  ledge.getBoundingClientRect().bottom - 4,
              )
              .map(({ textContent }) => textContent),
          )
        assert.equal(below, [], 'what hangs over the edge of the ledge')
      },
      size,
    )
  })
}

test('a small window stacks and scrolls only downwards', async () => {
  await visit(
    fixture('demo'),
    async ({ page }) => {
      const wide = await page
        .locator('.simulator')
        .evaluate((it) => it.scrollWidth - it.clientWidth)
      assert.is(wide, 0)
    },
    { width: 820, height: 1100 },
  )
})

const LOOKS = ['demo', 'demo-ready', 'demo-pin', 'demo-day', 'demo-fire', 'demo-broken']
for (const look of LOOKS) {
  test(`axe finds nothing in ${look}`, async () => {
    await visit(fixture(look), async ({ page }) => {
      assert.equal(await violationsOf(page), [])
    })
  })
}

test('axe finds nothing in any open sheet, in the clock and the cords', async () => {
  await visit(ready, async ({ page }) => {
    for (const one of await page.locator('.sign').all()) {
      await one.click()
      await page.locator('.popover').waitFor()
      assert.equal(await violationsOf(page, '.popover'), [])
      await page.keyboard.press('Escape')
    }
    for (const name of [/^Ställ klockan/, 'Sladdar']) {
      await button(page, name).click()
      assert.equal(await violationsOf(page, '.popover'), [])
      await page.keyboard.press('Escape')
    }
  })
})

test('a card is taken from the pocket and held to the door', async () => {
  await visit(ready, async ({ page, branch }) => {
    await button(page, /^Aino/).click()
    const reader = button(page, 'Håll Aino Linds kort här. Läsare redo')
    assert.equal(await handOf(branch, () => reader.click()), {
      do: 'hold-card',
      at: 'door',
      number: AINO,
    })
    assert.is(await button(page, /^Aino/).getAttribute('aria-pressed'), 'false')
  })
})

test('a card is dragged to the reader of the desk', async () => {
  await visit(ready, async ({ page, branch }) => {
    const hand = await handOf(branch, () =>
      button(page, /^Omar/).dragTo(sign(page, 'desk-reader')),
    )
    assert.equal(hand, { do: 'hold-card', at: 'desk', number: '21080000000023' })
  })
})

test('a book is dragged onto the drawn pad, and a part of a set dropped in the chute', async () => {
  await visit(ready, async ({ page, branch }) => {
    const pad = page.locator('.thing[data-spot="pad"]')
    const put = await handOf(branch, () => button(page, /^Aniara/).dragTo(pad))
    assert.equal(put, { do: 'put-on-pad', key: '0-1' })
    await button(page, /^karta/).click()
    const dropped = await handOf(branch, () => sign(page, 'chute').click())
    assert.equal(dropped, { do: 'drop-in-chute', key: '4-2' })
  })
})

test('a card laid where no card belongs stays unspent', async () => {
  await visit(ready, async ({ page, branch }) => {
    await button(page, /^Aino/).dragTo(sign(page, 'chute'))
    const after = await handOf(branch, () =>
      page.locator('.fault', { hasText: 'Brandlarm' }).click(),
    )
    assert.is(after.do, 'fire')
  })
})

test('a book that lies elsewhere is taken back at its empty place', async () => {
  await visit(fixture('demo'), async ({ page, branch }) => {
    const onPad = button(page, /^Ta tillbaka Pappan och havet/)
    assert.equal(await handOf(branch, () => onPad.click()), {
      do: 'take-off-pad',
      key: '2-1',
    })
    const inMouth = button(page, /^Ta tillbaka Vildmark/)
    assert.is((await handOf(branch, () => inMouth.click())).do, 'take-from-mouth')
  })
})

test('the keypad comes when the door asks, and sends four digits', async () => {
  await visit(ready, async ({ page, branch }) => {
    await button(page, /^Aino/).click()
    await handOf(branch, () => sign(page, 'door-reader').click())
    branch.show(fixture('demo-pin'))
    await page.getByRole('dialog', { name: 'Slå koden' }).waitFor()
    const typed = await handOf(branch, async () => {
      const keys = page.locator('.pin-digits')
      for (const digit of '1357') await keys.getByText(digit, { exact: true }).click()
    })
    assert.equal(typed, { do: 'type-pin', at: 'door', digits: '1357' })
    const own = await handOf(branch, () => button(page, 'Slå Aino Linds kod').click())
    assert.equal(own, { do: 'type-pin', at: 'door', digits: '2468' })
    branch.show(fixture('demo'))
    await page.locator('.pin-pad').waitFor({ state: 'detached' })
  })
})

test('a locked door says so, a released one falls shut behind whoever came in', async () => {
  await visit(ready, async ({ page, branch }) => {
    const door = page.locator('.thing[data-spot="door"]')
    assert.equal(await handOf(branch, () => door.click()), { do: 'open-door' })
    await page.locator('[role=status] .remark', { hasText: 'Låst' }).waitFor()
    branch.show({ ...ready, door: { ...ready.door, lock: 'released', bolt: 'drawn' } })
    await sign(page, 'door').filter({ hasText: 'upplåst' }).waitFor()
    assert.equal(await handOf(branch, () => door.click()), { do: 'open-door' })
    await page.locator('.remark').waitFor({ state: 'detached' })
    const open = { ...ready.door, open: true }
    const letGo = await handOf(branch, async () =>
      branch.show({ ...ready, door: open, inside: 1 }),
    )
    assert.equal(letGo, { do: 'close-door' })
  })
})

const FAULTS: readonly (readonly [name: string, hand: Hand])[] = [
  ['Dra nätet', { do: 'network', connected: false }],
  ['Ta pappret', { do: 'paper', state: 'out' }],
  ['Fyll låda', { do: 'fill-bin', bin: 1, level: 1 }],
  ['Brandlarm', { do: 'fire', on: true }],
  ['Kläm luckan', { do: 'jam', on: true }],
]

test('each fault is made by one press, and undone by the next', async () => {
  await visit(ready, async ({ page, branch }) => {
    const keys = page.locator('.faults')
    for (const [name, hand] of FAULTS) {
      const key = keys.getByRole('button', { name })
      assert.equal(await handOf(branch, () => key.click()), hand)
    }
    branch.show(fixture('demo-cut'))
    const mend = keys.getByRole('button', { name: 'Sätt i nätet' })
    assert.equal(await handOf(branch, () => mend.click()), {
      do: 'network',
      connected: true,
    })
  })
})

test('every cord is pulled and put back', async () => {
  await visit(ready, async ({ page, branch }) => {
    await button(page, 'Sladdar').click()
    const cords = page.getByRole('dialog').getByRole('button', { name: /^Dra ur/ })
    assert.is(await cords.count(), 8)
    const out = await handOf(branch, () => cords.first().click())
    assert.equal(out, { do: 'plug', device: 'door-card-reader', in: false })
    branch.show(fixture('demo-broken'))
    const back = page.getByRole('button', { name: /^Sätt i plattan/ })
    assert.equal(await handOf(branch, () => back.click()), {
      do: 'plug',
      device: 'desk-pad',
      in: true,
    })
  })
})

test('the ways out are never locked', async () => {
  await visit(ready, async ({ page, branch }) => {
    await sign(page, 'exit').click()
    assert.equal(await handOf(branch, () => button(page, 'Gå ut').click()), {
      do: 'walk-out',
    })
    const press = page
      .getByRole('dialog')
      .getByRole('button', { name: 'Tryck på utknappen' })
    assert.equal(await handOf(branch, () => press.click()), { do: 'press-exit' })
  })
})

test('the clock is set to an hour, to a day, and made to run faster', async () => {
  await visit(ready, async ({ page, branch }) => {
    await button(page, /^Ställ klockan: tors 19 nov 17:42/).click()
    const night = await handOf(branch, () => button(page, /^23:00/).click())
    assert.equal(night, { do: 'clock', now: Date.parse('2026-11-19T22:00:00Z'), speed: 1 })
    const day = page.getByRole('textbox', { name: 'Dag' })
    const summer = await handOf(branch, async () => {
      await day.fill('2026-06-23')
      await day.blur()
    })
    assert.ok(summer.do === 'clock')
    assert.is(new Date(summer.now).toISOString().slice(0, 16), '2026-06-23T15:42')
    await page.keyboard.press('Escape')
    const fast = await handOf(branch, () =>
      button(page, 'Tiden går 60 gånger fortare').click(),
    )
    assert.ok(fast.do === 'clock' && fast.speed === 60)
    branch.show({ ...ready, clock: { ...ready.clock, speed: 60 } })
    await button(page, 'Tiden går som vanligt').waitFor()
  })
})

test('the whole way from pocket to reader is walked by keyboard', async () => {
  await visit(ready, async ({ page, branch }) => {
    await button(page, /^Aino/).focus()
    await page.keyboard.press('Enter')
    await sign(page, 'door-reader').focus()
    const hand = await handOf(branch, () => page.keyboard.press('Enter'))
    assert.is(hand.do, 'hold-card')
    await sign(page, 'door').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Dörr' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    assert.is((await handOf(branch, () => page.keyboard.press('Enter'))).do, 'open-door')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const focused = await page.evaluate(
      () => document.activeElement?.getAttribute('data-spot') ?? '',
    )
    assert.is(focused, 'door')
  })
})

test('pointing at a book tells about it and moves nothing', async () => {
  await visit(fixture('demo'), async ({ page }) => {
    const places = () =>
      page
        .locator('.ledge section, .spine')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left))
    const before = await places()
    await button(page, /^Kallocain/).focus()
    await page
      .getByRole('heading', { name: /^Kallocain Karin Boye · reserverad/ })
      .waitFor()
    assert.equal(await places(), before)
  })
})

test('Escape lets go of what is in the hand', async () => {
  await visit(ready, async ({ page }) => {
    await button(page, /^Aniara/).click()
    await page.getByRole('heading', { name: 'Lägg på plattan eller i luckan' }).waitFor()
    await page.keyboard.press('Escape')
    await button(page, /^Aniara/)
      .and(page.locator('[aria-pressed=false]'))
      .waitFor()
  })
})

test('the tape joins an answer to its ask and names nobody', async () => {
  await visit(fixture('demo'), async ({ page }) => {
    const asks = page.locator('.carrier:has(.link) .message')
    await asks.filter({ hasText: 'ask checkout' }).waitFor()
    const text = await page.locator('.tape').innerText()
    assert.match(text, 'answer ja · 88 ms')
    assert.match(text, 'event 1043–1045 lånad')
    assert.match(text, 'Inget namn syns här')
    const names = ready.cards.map(({ name }) => name.split(' ')[0])
    const secrets = [...names, ...ready.books.map(({ title }) => title)]
    for (const secret of secrets.filter(Boolean)) assert.not.match(text, secret as string)
  })
})

test('a question without answer says so, a no is told from a yes', async () => {
  const [ask] = fixture('demo').tape
  assert.ok(ask !== undefined)
  const later = { ...ask, n: 99, lane: 'desk', id: 'z', what: 'renew' } as const
  await visit({ ...ready, tape: [ask, later] }, async ({ page }) => {
    await page.getByText('ask entry · inget svar').waitFor()
  })
})

test('steps tick when the branch has seen them happen', async () => {
  await visit(ready, async ({ page, branch }) => {
    const steps = page.locator('.try li')
    assert.match(await steps.first().innerText(), 'Nästa')
    branch.show(fixture('demo'))
    await steps.first().filter({ hasText: 'Provat' }).waitFor()
    assert.match(await steps.nth(1).innerText(), 'Nästa')
  })
})

test('every line of the list follows the state', async () => {
  await visit(fixture('demo-broken'), async ({ page, branch }) => {
    const list = page.locator('.now')
    await list.filter({ hasText: '100 %' }).waitFor()
    assert.match(await list.innerText(), 'fastnat')
    branch.show(fixture('demo-cut'))
    await list.filter({ hasText: '4 rader' }).waitFor()
    assert.match(await list.innerText(), 'urdraget')
    branch.show({ ...ready, opening: fixture('demo-night').opening })
    await list.filter({ hasText: 'stängt, öppnar 06:00' }).waitFor()
  })
})

test('the language changes everywhere', async () => {
  await visit(fixture('demo'), async ({ page }) => {
    await button(page, 'English').click()
    await page.getByRole('heading', { name: 'Try this' }).waitFor()
    await page.locator('html[lang=en]').waitFor()
    const text = await page.locator('.simulator').innerText()
    for (const word of ['Läget', 'Lådor', 'väskan', 'fickan', 'Kläm', 'Navet'])
      assert.not.match(text, word)
    await button(page, 'Svenska').click()
  })
})

test('a real screen stands beside the picture, with its devices under it', async () => {
  await visit(ready, async ({ page, branch }) => {
    for (const view of ['Dörren', 'Lånestationen', 'Luckan']) {
      await page.locator('.views').getByText(view).click()
      await page.locator(`iframe[title="${view}s skärm"]`).waitFor()
      // The box tells its size after it is drawn, and only then is the panel made to fit.
      await page.waitForFunction(() => {
        const bezel = document.querySelector('.bezel')?.getBoundingClientRect()
        const { left = 0, right = 0, bottom = 0, width = 0 } = bezel ?? {}
        return width > 0 && left > 1000 && right <= 1600 && bottom < 900
      })
      assert.equal(await violationsOf(page), [])
    }
    await page.locator('.views').getByText('Lånestationen').click()
    await button(page, /^Aino/).click()
    const beside = page.locator('.beside[data-spot="desk-reader"]')
    assert.equal(await handOf(branch, () => beside.click()), {
      do: 'hold-card',
      at: 'desk',
      number: AINO,
    })
    await button(page, 'Större').click()
    await button(page, 'Mindre').waitFor()
  })
})

test('says when the branch is gone, and goes on when it is back', async () => {
  await visit(ready, async ({ page, branch }) => {
    await branch.stop()
    await page.getByRole('alert').waitFor()
    branch.show(fixture('demo-night'))
    await branch.start()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await sign(page, 'sign').filter({ hasText: 'stängt' }).waitFor()
  })
})

test('nothing moves for one who wants it so, though much happens', async () => {
  await visit(fixture('demo'), async ({ page, branch }) => {
    branch.show(fixture('demo-returned'))
    await sign(page, 'pad').filter({ hasText: '1 bok' }).waitFor()
    assert.is(await page.evaluate(() => document.getAnimations().length), 0)
  })
})

test('a new receipt comes out at the pace of a printer', async () => {
  await visit(
    ready,
    async ({ page, branch }) => {
      branch.show(fixture('demo'))
      const paper = page.locator('.paper.printed')
      await paper.waitFor()
      const duration = await paper.evaluate(
        (it) => it.getAnimations()[0]?.effect?.getComputedTiming().duration,
      )
      assert.is(duration, 11 * 125)
    },
    { width: 1600, height: 1000, still: false },
  )
})

test('a branch that stands still is shown without one that runs', async () => {
  await visit(
    ready,
    async ({ page }) => {
      await sign(page, 'fire').filter({ hasText: 'ljuder' }).waitFor()
    },
    { width: 1600, height: 1000, query: '?state=demo-fire' },
  )
})

page$.run()
