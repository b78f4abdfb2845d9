// A whole evening at LOG_LEVEL=trace, with what goes wrong and with rubbish on every wire: afterwards
// no log and no file of the kiosk says who was there, and no log says what was read.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { WebSocket } from 'ws'
import { SIMULATED_PATHS } from '../../device/simulator/branch.ts'
import type { DeviceKey } from '../../device/simulator/protocol.ts'
import { deriveKeys } from '../../hub/protocol/seal.ts'
import { topicOf } from '../../hub/protocol/topics.ts'
import { BOOKS, PATRONS, UNKNOWN_CARD } from '../../provisioning/demo/collection.ts'
import {
  AINO,
  FROM_ORSA,
  GOSTA,
  HELD_FOR_OMAR,
  LUNCH_BOX,
  lay,
  lift,
  PAPPAN,
  PIN,
  piecesOf,
  row,
  SKY_SET,
  STRANGER,
} from '../support/desk.ts'
import { type House, openHouse } from '../support/house.ts'
import { hubRecords } from '../support/hub-records.ts'
import { listening } from '../support/listening.ts'
import { needing } from '../support/packages.ts'
import type { ScreenClient } from '../support/screen.ts'

const nobody = suite('nobody in the logs')
const through = needing(nobody, 'socat')

const WRONG_PIN = '1357'
const CARDS = [...PATRONS.map(({ card }) => card), UNKNOWN_CARD]
const ITEMS = BOOKS.map(({ item }) => item)
const NAMES = PATRONS.flatMap(({ name }) => [name, ...name.split(' ')])
const TITLES = BOOKS.flatMap(({ name, author }) => [name, author])

const knock = async (house: House, screen: ScreenClient, card: string, pin = PIN) => {
  await house.branch.hand({ do: 'hold-card', at: 'door', number: card })
  await screen.shows('door.pin')
  screen.send({ do: 'pin', digits: pin })
}

const atTheDoor = async (house: House): Promise<void> => {
  const screen = await house.screen('door')
  await screen.shows('door.ready')
  await knock(house, screen, AINO)
  await house.branchIs('the lock is released', ({ door }) => door.lock === 'released')
  await house.branch.hand({ do: 'open-door' })
  await house.branch.hand({ do: 'close-door' })
  await screen.shows('door.ready')
  await knock(house, screen, AINO, WRONG_PIN)
  await screen.shows('door.refused')
  for (const card of CARDS.slice(2)) {
    await knock(house, screen, card)
    await screen.shows('door.refused')
  }
  await screen.close()
}

const atTheDesk = async (house: House): Promise<void> => {
  const screen = await house.screen('desk')
  const pieces = (...books: string[]) => books.flatMap((book) => piecesOf(house, book))
  await screen.shows('desk.idle')
  screen.send({ do: 'start' })
  screen.send({ do: 'choose', task: 'borrow' })
  await screen.shows('desk.identify')
  screen.send({ do: 'card', number: UNKNOWN_CARD })
  await screen.shows('desk.pin')
  screen.send({ do: 'pin', digits: WRONG_PIN })
  await screen.shows('desk.identify')
  screen.send({ do: 'card', number: AINO })
  await screen.shows('desk.pin')
  screen.send({ do: 'pin', digits: WRONG_PIN })
  await screen.shows(
    'desk.pin',
    ({ view }) => 'problem' in view && view.problem === 'wrong-pin',
  )
  screen.send({ do: 'pin', digits: PIN })
  await screen.shows('desk.borrow')
  await lay(house, ...pieces(GOSTA, PAPPAN, FROM_ORSA, HELD_FOR_OMAR, STRANGER))
  await lay(house, ...pieces(SKY_SET).slice(1))
  for (const item of [GOSTA, PAPPAN, FROM_ORSA])
    await row(screen, 'desk.borrow', { item, state: 'lent' })
  await row(screen, 'desk.borrow', { item: HELD_FOR_OMAR, state: 'reserved-for-other' })
  await row(screen, 'desk.borrow', { item: STRANGER, state: 'unknown-item' })
  await row(screen, 'desk.borrow', { item: SKY_SET, state: 'incomplete' })
  await lift(house, ...pieces(GOSTA, PAPPAN, FROM_ORSA, HELD_FOR_OMAR, STRANGER))
  await lift(house, ...pieces(SKY_SET).slice(1))
  screen.send({ do: 'back' })
  await screen.shows('desk.home')
  screen.send({ do: 'choose', task: 'renew' })
  await screen.shows(
    'desk.renew',
    ({ view }) => 'loans' in view && view.loans?.length === 3,
  )
  screen.send({ do: 'renew', loan: null })
  await screen.shows('desk.renew', ({ view }) =>
    'loans' in view ? (view.loans ?? []).every((loan) => loan.renewal) : false,
  )
  screen.send({ do: 'finish' })
  await screen.shows('desk.finish')
  screen.send({ do: 'receipt', choice: 'print' })
  await screen.shows('desk.thanks')
  await screen.shows('desk.idle')
  screen.send({ do: 'start' })
  screen.send({ do: 'choose', task: 'return' })
  await screen.shows('desk.return')
  await lay(house, ...pieces(FROM_ORSA))
  await row(screen, 'desk.return', { item: FROM_ORSA, state: 'returned' })
  await lift(house, ...pieces(FROM_ORSA))
  screen.send({ do: 'finish' })
  await screen.close()
}

const atTheChute = async (house: House): Promise<void> => {
  const screen = await house.screen('chute')
  await screen.shows('chute.ready')
  for (const [book, next] of [
    [PAPPAN, 'chute.accepted'],
    [STRANGER, 'chute.given-back'],
  ] as const) {
    const [key = ''] = piecesOf(house, book)
    await house.branch.hand({ do: 'drop-in-chute', key })
    await screen.shows(next)
    if (book === STRANGER) await house.branch.hand({ do: 'take-from-mouth', key })
    await screen.shows('chute.ready')
  }
  const [key = ''] = piecesOf(house, LUNCH_BOX)
  await house.branch.hand({ do: 'drop-in-chute', key })
  await house.branch.hand({ do: 'take-from-mouth', key })
  await screen.close()
}

const RUBBISH = [
  `{"card":"${AINO}","pin":"${PIN}","name":"Aino Lind"}`,
  `\x02${AINO}\x03 Aino Lind, Gösta Berlings saga\r\n`,
  '\xff\xf0\x00\x7f'.repeat(64),
]

/** Cables on which something else speaks when it is spoken to; scanners are spoken over. */
const onTheCables = async (house: House): Promise<void> => {
  const spoken: DeviceKey[] = ['door-board', 'desk-pad', 'desk-printer', 'chute-reader']
  for (const device of spoken) {
    await house.branch.hand({ do: 'plug', device, in: false })
    const path = SIMULATED_PATHS[device].replace('sim:', `${house.folder}/`)
    await babble(house, path)
    await house.branch.hand({ do: 'plug', device, in: true })
  }
  for (const at of ['door', 'desk'] as const)
    for (const rubbish of RUBBISH)
      await house.branch.hand({ do: 'hold-card', at, number: rubbish })
}

/** Answers what the kiosk says with rubbish, then is pulled out. */
const babble = async (house: House, path: string): Promise<void> => {
  let send: ((bytes: Uint8Array) => void) | undefined
  const spoken = listening<true>()
  await house.wires.plug(path, {
    plugged: (to) => {
      send = to
    },
    receive: () => {
      for (const rubbish of RUBBISH) send?.(Buffer.from(rubbish, 'latin1'))
      spoken.tell(true)
    },
    unplugged: () => {},
  })
  await spoken.next()
  await house.wires.unplug(path)
}

/** What a screen and a web page of somebody else's making may say. */
const onTheNetwork = async (house: House): Promise<void> => {
  const { screens } = house.kiosk.ready
  for (const base of [screens, house.hub.ready.http])
    for (const path of [
      `/${AINO}`,
      `/patron/${AINO}?pin=${PIN}`,
      '/%00%ff',
      '/Aino%20Lind',
    ])
      await (await fetch(`${base}${path}`)).text()
  const socket = new WebSocket(`${screens?.replace('http', 'ws')}/live?role=desk`, {
    origin: screens ?? '',
  })
  await new Promise((resolve) => socket.once('open', resolve))
  for (const rubbish of [...RUBBISH, `{"do":"card","number":"${AINO}x","pin":"${PIN}"}`])
    socket.send(rubbish)
  await new Promise((resolve) => socket.once('close', resolve).close())
}

/** What another may say in the kiosk's place, while the kiosk is not there to take it back. */
const atTheBroker = async (house: House): Promise<void> => {
  const config = JSON.parse(await readFile(join(house.folder, 'kiosk.json'), 'utf8'))
  const { password } = deriveKeys(Buffer.from(config.hub.secret, 'base64url'))
  const kiosk = await mqtt.connectAsync(house.hub.ready.mqtt ?? '', {
    protocolVersion: 5,
    clientId: config.kiosk,
    username: config.kiosk,
    password: Buffer.from(password),
    reconnectPeriod: 0,
  })
  for (const channel of ['ask', 'event', 'state'] as const)
    for (const rubbish of RUBBISH)
      await kiosk.publishAsync(topicOf(config, channel), rubbish, { qos: 1 })
  await kiosk.endAsync()
}

/** That both processes were up, logged all they can, and met the rubbish. */
const TOLD = [
  'the hub is ready',
  'the kiosk is ready',
  'events taken in',
  'set aside a message',
  'scan is no card number',
]

/** Every value in a log line, however deep. */
const valuesIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(valuesIn)
    : [value]

const bears = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\p{L}\\d])${word}(?![\\p{L}\\d])`, 'u').test(text)

/** The word as it is, or as the bytes of a frame are written down. */
const dressesOf = (word: string): string[] => [
  word,
  Buffer.from(word).toString('hex'),
  Buffer.from(word).toString('base64url').slice(0, -1),
]

through('a visit with everything that goes wrong leaves nobody behind', async () => {
  await using house = await openHouse({ env: { LOG_LEVEL: 'trace' } })
  const records = hubRecords(house)
  await atTheDoor(house)
  await atTheDesk(house)
  await atTheChute(house)
  await onTheCables(house)
  await onTheNetwork(house)
  await house.kiosk.end('SIGKILL')
  await atTheBroker(house)
  await house.startKiosk()
  await atTheDoor(house)
  await records.has(
    'both evenings',
    (rows) => rows.filter(({ kind }) => kind === 'visit').length === 2,
  )
  await house.hub.end()
  await house.kiosk.end()

  const logs = await house.logs()
  for (const told of TOLD) assert.match(logs, told)
  const undressed = logs.replace(/(?<=[\da-f]{2})[ :,-](?=[\da-f]{2})/gi, '').toLowerCase()
  for (const word of [...CARDS, ...ITEMS])
    for (const dress of dressesOf(word))
      assert.not.ok(undressed.includes(dress.toLowerCase()), `${dress} stands in a log`)
  for (const word of [...NAMES, ...TITLES])
    assert.not.ok(bears(logs, word), `${word} stands in a log`)
  for (const line of logs.split('\n').filter((each) => each !== ''))
    for (const value of valuesIn(JSON.parse(line)))
      for (const pin of [PIN, WRONG_PIN])
        assert.not.ok(String(value) === pin, `a PIN stands in ${line}`)

  const folder = join(house.folder, 'kiosk')
  const kept = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const { name, parentPath } of kept.filter((one) => one.isFile())) {
    const bytes = await readFile(join(parentPath, name), 'utf8')
    for (const word of [...CARDS, ...PATRONS.map((patron) => patron.name)])
      assert.not.ok(bytes.includes(word), `${word} stands in ${name}`)
    assert.not.match(bytes, /"(?:2468|1357)"/, `a PIN stands in ${name}`)
  }
})

nobody.run()
