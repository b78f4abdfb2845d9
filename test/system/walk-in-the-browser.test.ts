// The three ways as a patron walks them: fingers on real screens, a real house behind them. The
// tests are one evening: what was borrowed at the desk is what is dropped in the chute.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Role } from '../../device/screen-protocol.ts'
import { openBrowser, type Panel, type TouchBrowser } from '../support/browser.ts'
import {
  AINO,
  GOSTA,
  HELD_FOR_OMAR,
  lay,
  lift,
  PAPPAN,
  PIN,
  piecesOf,
  SKY_SET,
  STRANGER,
} from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { has, needing } from '../support/packages.ts'
import { builtUi } from '../support/ui.ts'

const walk = suite('walk in the browser')
const through = needing(walk, 'socat', 'chromium')

const PANELS: Record<Role, Panel> = {
  door: { width: 800, height: 1280 },
  desk: { width: 1080, height: 1920 },
  chute: { width: 1280, height: 800 },
}

let house: House
let browser: TouchBrowser
let screens: Record<Role, Awaited<ReturnType<TouchBrowser['open']>>>

walk.before(async () => {
  if (!has('socat') || !has('chromium')) return
  await builtUi()
  house = await openHouse()
  browser = await openBrowser()
  const open = (role: Role) =>
    browser.open(`${house.kiosk.ready.screens}/${role}`, PANELS[role])
  screens = {
    door: await open('door'),
    desk: await open('desk'),
    chute: await open('chute'),
  }
})

walk.after(async () => {
  if (browser !== undefined) await browser[Symbol.asyncDispose]()
  if (house !== undefined) await house[Symbol.asyncDispose]()
})

const hold = (at: 'door' | 'desk', number: string) =>
  house.branch.hand({ do: 'hold-card', at, number })

const LENT = 'Lånad till torsdag 17 december'

through('a card and a PIN open the door', async () => {
  const { door } = screens
  await door.meets('Meröppet')
  await hold('door', AINO)
  await door.meets('Skriv din pinkod')
  await door.type(PIN)
  await door.meets('Dörren är öppen')
  await house.branch.hand({ do: 'open-door' })
  await house.branch.hand({ do: 'close-door' })
  await door.meets('Meröppet')
})

const BLOCKED = '21080000000056'
const UNDER_AGE = '21080000000049'

through('whoever is refused reads the same sentence, and ways to go on', async () => {
  const { door } = screens
  const read: (string | null)[] = []
  for (const card of [BLOCKED, UNDER_AGE]) {
    await hold('door', card)
    await door.meets('Skriv din pinkod')
    await door.type(PIN)
    await door.meets('Kortet går inte att använda just nu. Kontakta biblioteket.')
    read.push(await door.page.getByRole('main').textContent())
    await door.tap('Prova igen')
    await door.meets('Meröppet')
  }
  assert.is(read[0], read[1])
  assert.match(read[0] ?? '', 'Lämna böcker i luckan')
})

const startAt = async (task: string): Promise<void> => {
  const { desk } = screens
  await desk.meets('Välkommen')
  await desk.tap('Tryck för att börja')
  await desk.meets('Vad vill du göra?')
  await desk.tap(task)
}

const identify = async (): Promise<void> => {
  const { desk } = screens
  await desk.meets('Håll ditt lånekort mot läsaren')
  await hold('desk', AINO)
  await desk.meets('Skriv din pinkod')
  await desk.type(PIN)
}

through('borrowing at the desk: each thing on the pad says how it is', async () => {
  const { desk } = screens
  const [map = '', ...others] = piecesOf(house, SKY_SET)
  await startAt('Låna')
  await identify()
  await desk.meets('Lägg böckerna på plattan')
  const books = [GOSTA, PAPPAN, HELD_FOR_OMAR].flatMap((book) => piecesOf(house, book))
  await lay(house, ...books, ...others)
  await desk.row('Gösta Berlings saga', LENT)
  await desk.row('Pappan och havet', LENT)
  await desk.row('En bok', '2 av 3 delar. Lägg dit resten också.')
  await desk.row('Kallocain', 'Någon annan väntar på den. Lägg den på hyllan bredvid.')
  await desk.look('four things on the pad')
  await lay(house, map)
  await desk.row('Stjärnhimlen: bok, karta, vridskiva', LENT)
  await desk.tap('Klar')
  await desk.meets('Vill du ha kvitto?')
  await desk.tap('Skriv ut')
  await desk.meets('Tack!')
  await desk.says('Ta ditt kvitto. Välkommen tillbaka!')
  const { printer } = await house.branchIs('a receipt', (s) => s.printer.receipt !== null)
  const paper = (printer.receipt ?? []).map(({ text }) => text)
  for (const line of [
    'Gösta Berlings saga',
    'Pappan och havet',
    'Stjärnhimlen: bok, karta, vridskiva',
    'Lämna tillbaka senast torsdag 17 december',
  ])
    assert.ok(paper.includes(line), `${line}\n${paper.join('\n')}`)
  assert.not.match(paper.join('\n'), /Kallocain|Aino|Lind|\d{10}/)
  await lift(house, ...books, ...others, map)
})

through('my loans, and renewing them from there', async () => {
  const { desk } = screens
  await startAt('Mina lån')
  await identify()
  await desk.meets('Mina lån')
  await desk.says('3 lån.')
  await desk.row('Gösta Berlings saga', LENT)
  await desk.tap('Låna om')
  await desk.meets('Låna om')
  await desk.says('3 av 3 lån går att låna om.')
  await desk.tap('Låna om alla')
  await desk.row('Pappan och havet', 'Omlånad till torsdag 17 december')
  await desk.look('renewed')
  await desk.tap('Avsluta')
  await desk.meets('Vill du ha kvitto?')
  await desk.tap('Inget kvitto')
  await desk.meets('Tack!')
})

through('returning at the desk needs no card', async () => {
  const { desk } = screens
  await startAt('Lämna tillbaka')
  await desk.meets('Lägg böckerna på plattan')
  await lay(house, ...piecesOf(house, GOSTA))
  await desk.row('Gösta Berlings saga', 'Tack! Lägg den på vagnen bredvid.')
  await desk.look('returned')
  await desk.tap('Klar')
  await desk.meets('Vill du ha kvitto?')
  await desk.tap('Inget kvitto')
  await desk.meets('Tack!')
  await lift(house, ...piecesOf(house, GOSTA))
})

through('help and another language are one tap away', async () => {
  const { desk } = screens
  await desk.meets('Välkommen')
  await desk.tap('Språk')
  await desk.page.getByRole('dialog').waitFor()
  await desk.look('languages')
  await desk.page.getByRole('dialog').getByRole('button', { name: 'English' }).tap()
  await desk.meets('Welcome')
  await desk.tap('Help')
  await desk.meets('How to get help')
  await desk.tap('Back')
  await desk.tap('Svenska')
  await desk.meets('Välkommen')
})

const drop = (book: string) =>
  house.branch.hand({ do: 'drop-in-chute', key: piecesOf(house, book)[0] ?? '' })

through('the chute thanks for what it knows and gives back what it does not', async () => {
  const { chute } = screens
  await chute.meets('Lägg en bok i taget i luckan')
  await drop(PAPPAN)
  await chute.meets('Tack! Pappan och havet är tillbaka.')
  await chute.says('1 bok tillbaka')
  await chute.meets('Lägg en bok i taget i luckan')
  await drop(STRANGER)
  await chute.meets('Vi känner inte igen boken')
  await chute.says('Ta tillbaka den')
  const [key = ''] = piecesOf(house, STRANGER)
  await house.branch.hand({ do: 'take-from-mouth', key })
  await chute.meets('Lägg en bok i taget i luckan')
})

through(
  'in a fire every screen says where to go, and afterwards all is as before but for the door',
  async () => {
    const { door, desk, chute } = screens
    await house.branch.hand({ do: 'fire', on: true })
    await desk.meets('Gå ut genom närmaste utgång nu')
    for (const outside of [door, chute]) await outside.meets('Gå inte in')
    for (const screen of [door, desk, chute])
      assert.is(await screen.page.getByRole('button').count(), 0)
    await house.branch.hand({ do: 'fire', on: false })
    await desk.meets('Välkommen')
    await chute.meets('Lägg en bok i taget i luckan')
    await door.meets('Brandlarmet har gått. Ring oss om du vill in.')
    await house.branch.hand({ do: 'turn-key' })
    await door.meets('Meröppet')
  },
)

const CALM = 'Vi når inte bibliotekets system just nu. Du kan ändå lämna tillbaka.'

through('with the hub gone the screens say so calmly, and returning goes on', async () => {
  const { door, desk, chute } = screens
  await house.hub.end('SIGKILL')
  await desk.says(CALM)
  await startAt('Lämna tillbaka')
  await lay(house, ...piecesOf(house, SKY_SET))
  await desk.row('En bok', 'Tack! Lägg den på vagnen. Det syns senare i dag.')
  await desk.look('returned without the hub')
  await hold('door', AINO)
  await door.meets('Skriv din pinkod')
  await door.type(PIN)
  // By its list.
  await door.meets('Dörren är öppen')
  await drop(GOSTA)
  await chute.meets('Tack! En bok är tillbaka.')
  await chute.says('Det syns bland dina lån senare i dag.')
  await house.startHub()
  await desk.page.getByText(CALM).waitFor({ state: 'detached' })
})

through('no screen had a violation, an error, or asked anybody else', () => {
  assert.equal(browser.faults, [])
})

walk.run()
