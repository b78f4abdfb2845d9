// The demo's folder: secrets and configuration made once, kept between starts, thrown away on --fresh.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  BOOKS,
  DEMO_BRANCH,
  DEMO_PIN,
  hubDemo,
  PATRONS,
  STRANGERS,
  UNKNOWN_CARD,
} from './collection.ts'
import { demoEvening } from './evening.ts'
import { type DemoOptions, HOST } from './options.ts'

const KIOSK = `${DEMO_BRANCH}-1`
/** Its presence says that the folder is ours to empty. */
const MARK = 'bibliotek24-demo'

export type DemoFiles = {
  hubConfig: string
  kioskConfig: string
  log(name: string): string
}

/** Writes what hub and kiosk read at start. Rejects when --fresh would empty a folder not ours. */
export const prepareState = async (options: DemoOptions): Promise<DemoFiles> => {
  const folder = resolve(options.var)
  if (options.fresh) await empty(folder)
  await mkdir(join(folder, 'log'), { recursive: true })
  await writeFile(join(folder, MARK), 'State of the Bibliotek24 demo. Safe to delete.\n')
  const secret = await secretIn(folder)
  const write = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
    return path
  }
  const demo = await write('collection.json', hubDemo())
  return {
    hubConfig: await write('hub.json', hubConfiguration({ options, folder, secret, demo })),
    kioskConfig: await write('kiosk.json', kioskConfiguration({ options, folder, secret })),
    log: (name) => join(folder, 'log', `${name}.log`),
  }
}

const empty = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return
  const names = await readdir(folder)
  if (names.length > 0 && !names.includes(MARK))
    throw new Error(
      `${folder} holds other things than a demo: it is not emptied. Choose another folder with --var.`,
    )
  await rm(folder, { recursive: true })
}

const secretIn = async (folder: string): Promise<string> => {
  const path = join(folder, 'kiosk-secret')
  if (!existsSync(path))
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFile(path, 'utf8')
}

type Plan = { options: DemoOptions; folder: string; secret: string }

const hubConfiguration = ({ options, folder, secret, demo }: Plan & { demo: string }) => ({
  consortium: 'dalarna',
  http: { host: HOST, port: options.httpPort },
  mqtt: { host: HOST, port: options.mqttPort },
  var: join(folder, 'hub'),
  kiosks: [{ branch: DEMO_BRANCH, kiosk: KIOSK, secret }],
  demo,
})

const kioskConfiguration = ({ options, folder, secret }: Plan) => ({
  version: 1,
  consortium: 'dalarna',
  branch: DEMO_BRANCH,
  kiosk: KIOSK,
  hub: { url: `mqtt://${HOST}:${options.mqttPort}`, secret },
  screens: { host: HOST, port: options.screensPort },
  var: join(folder, 'kiosk'),
  ...DEMO_DEVICES,
  simulator: {
    begins: demoEvening(),
    cards: cards(),
    books: books(),
    hubHttp: `http://${HOST}:${options.httpPort}`,
  },
})

const DEMO_DEVICES = {
  door: {
    card: { path: 'sim:door-card' },
    lines: {
      kind: 'firmata',
      path: 'sim:door-board',
      fitted: ['bolt', 'beams', 'buzzer', 'key'],
    },
  },
  desk: {
    card: { path: 'sim:desk-card' },
    pad: { path: 'sim:desk-pad' },
    printer: { path: 'sim:desk-printer', codePage: 'cp858' },
  },
  premises: { board: { path: 'sim:premises-board' } },
  sound: { screen: 'desk' },
  chute: {
    reader: { path: 'sim:chute-reader' },
    board: { path: 'sim:chute-board' },
    bins: [
      { bin: 1, takes: ['shelf'] },
      { bin: 2, takes: ['hold-shelf', 'transit', 'unsorted'] },
    ],
  },
} as const

const cards = () => [
  ...PATRONS.map(({ name, card, note, memberName, born }) => ({
    number: card,
    pin: DEMO_PIN,
    name: name.split(' ')[0],
    note,
    member: memberName,
    age: 2026 - Number(born.slice(0, 4)),
  })),
  { number: UNKNOWN_CARD, pin: DEMO_PIN, name: '', note: 'unknown', member: '', age: null },
]

/** Owner as it stands on a tag: the ISIL of the branch's member in the profile. */
const ISIL: Record<string, string> = { [DEMO_BRANCH]: 'SE-Falun', orsa: 'SE-Orsa' }

const books = () =>
  [...BOOKS, ...STRANGERS].map(({ item, name, author, colour, note, owner, parts }) => ({
    book: item,
    title: name,
    author,
    colour,
    note,
    owner: ISIL[owner] ?? null,
    parts: parts ?? [''],
  }))
