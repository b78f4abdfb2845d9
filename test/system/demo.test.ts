// `npm start` for a newcomer: it says what to try, shows the branch, stops without a trace, and goes
// on where it stopped.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { PATRONS } from '../../provisioning/demo/collection.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demo, gone, isAlive, startDemo } from '../support/demo.ts'
import { AINO, GOSTA, identify, lay, PIN, piecesOf, row } from '../support/desk.ts'
import { leavePort, portOf, takePort } from '../support/free-port.ts'
import { needing } from '../support/packages.ts'
import { openScreen } from '../support/screen.ts'
import { openSimulator } from '../support/simulator.ts'
import { builtUi } from '../support/ui.ts'

const demo = suite('the demo')
const inBrowser = needing(demo, 'chromium')

const inFolder = async (run: (folder: string) => Promise<void>): Promise<void> => {
  await builtUi()
  const folder = await mkdtemp(join(tmpdir(), 'b24-start-'))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const READY = 'Stop: Ctrl-C.'

/** Whoever wanted the ports could have them. */
const leavesNothing = async ({ ports }: Demo, pids: readonly number[]): Promise<void> => {
  for (const pid of pids) await gone(pid)
  for (const port of Object.values(ports)) await leavePort(await takePort(port))
}

inBrowser('a newcomer is shown in, loses the hub and gets it back', () =>
  inFolder(async (folder) => {
    await using started = await startDemo({ var: folder })
    const words = await started.says(READY)
    const address = `http://127.0.0.1:${started.ports.screens}`
    for (const { card } of PATRONS) assert.match(words, card)
    for (const wanted of [`${address}/simulator`, `:${started.ports.http}`, 'Try this'])
      assert.match(words, wanted)

    await using browser = await openBrowser()
    const branch = await browser.open(`${address}/simulator`, { width: 1600, height: 1000 })
    const door = await browser.open(`${address}/door`, { width: 800, height: 1280 })
    const { page } = branch
    const spot = (name: string) => page.locator(`.sign[data-spot="${name}"]`)
    const holdCard = async (name: RegExp): Promise<void> => {
      await page.getByRole('button', { name }).tap()
      await spot('door-reader').tap()
      await door.meets('Skriv din pinkod')
      await door.type(PIN)
    }
    await door.meets('Meröppet')
    await branch.row('Inne', 'ingen')
    await branch.look('the branch')
    await holdCard(/^Aino/)
    await door.meets('Dörren är öppen')
    await page.locator('.thing[data-spot="door"]').tap()
    await branch.row('Inne', '1')
    await door.meets('Meröppet')

    await page.getByRole('button', { name: /^Ställ klockan/ }).tap()
    await page.getByRole('button', { name: /^23:00/ }).tap()
    await page.keyboard.press('Escape')
    await door.meets('Stängt')
    // Another card each time: a scanner's repeat of the same one is not heard twice.
    await holdCard(/^Omar/)
    await door.meets('Kortet går inte att använda just nu. Kontakta biblioteket.')
    await branch.row('Inne', '1')

    process.kill(started.pidOf('hub'), 'SIGKILL')
    await branch.row('Nät till navet', 'inget svar')
    await holdCard(/^Aino/)
    // By its list the door decides as the hub would: it is closed.
    await door.meets('Kortet går inte att använda just nu. Kontakta biblioteket.')
    await branch.row('Journal, ej skickat', '1 rad')
    await branch.look('without the hub')
    await branch.row('Journal, ej skickat', '0 rader')
    await started.says('The hub is back.')
    assert.equal(browser.faults, [])
  }),
)

demo('Ctrl-C stops everything, and so does the death of the launcher', () =>
  inFolder(async (folder) => {
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const started = await startDemo({ var: folder })
      await started.says(READY)
      const pids = [started.pidOf('hub'), started.pidOf('kiosk')]
      const code = await started.end(signal)
      if (signal === 'SIGINT') {
        assert.is(code, 0)
        assert.equal(pids.map(isAlive), [false, false])
      }
      await leavesNothing(started, pids)
    }
  }),
)

demo('a taken port is one clear line with port and flag, and exit 69', () =>
  inFolder(async (folder) => {
    const other = await takePort()
    const port = portOf(other)
    const started = await startDemo({
      var: folder,
      ports: { screens: port, http: 1, mqtt: 1 },
    })
    const line = `Port ${port} (screens) is taken. Choose another: npm start -- --screens-port`
    await started.says(line)
    assert.is(await started.ended, 69)
    await leavePort(other)
  }),
)

/** Borrows at the desk of a demo that runs. */
const borrow = async ({ ports }: Demo): Promise<void> => {
  const branch = await openSimulator(ports.screens)
  const screen = await openScreen(ports.screens, 'desk')
  const house = { branch }
  await screen.shows('desk.idle')
  await identify(house, screen, { card: AINO, task: 'borrow' })
  await screen.shows('desk.borrow')
  await lay(house, ...piecesOf(house, GOSTA))
  await row(screen, 'desk.borrow', { item: GOSTA, state: 'lent' })
  await screen.close()
  await branch.close()
}

/** How the book lies there, and how many loans Aino has. */
const found = async ({ ports }: Demo) => {
  const branch = await openSimulator(ports.screens)
  const screen = await openScreen(ports.screens, 'desk')
  await identify({ branch }, screen, { card: AINO, task: 'account' })
  const { view } = await screen.shows(
    'desk.account',
    (shown) => 'loans' in shown.view && shown.view.loans !== null,
  )
  const book = branch.state().books.find((one) => one.book === GOSTA)?.pieces[0]
  await screen.close()
  await branch.close()
  return {
    place: book?.place,
    afi: book?.afi,
    loans: view.screen === 'desk.account' ? view.loans?.length : null,
  }
}

demo('it goes on where it stopped, and begins anew on --fresh', () =>
  inFolder(async (folder) => {
    const first = await startDemo({ var: folder })
    await first.says(READY)
    await borrow(first)
    await first.end('SIGINT')

    const second = await startDemo({ var: folder })
    await second.says(READY)
    assert.equal(await found(second), { place: { at: 'pad' }, afi: 0xc2, loans: 1 })
    await second.end('SIGINT')

    await using third = await startDemo({ var: folder, fresh: true })
    await third.says(READY)
    assert.equal(await found(third), { place: { at: 'bag' }, afi: 0x07, loans: 0 })
  }),
)

demo.run()
