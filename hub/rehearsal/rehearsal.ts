// What a rehearsal with thousands of simulated kiosks needs: a hub of its own, with an authority, a
// co-operation and patrons of its own, and each kiosk's papers. Nothing of it is known to a real hub.
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { writeMosquittoFiles } from '../broker/mosquitto-files.ts'
import { type Authority, openAuthority } from '../identity/authority.ts'

export type RehearsalOptions = {
  /** Absolute. */
  folder: string
  /** 1 … 10 000. */
  kiosks: number
  broker: 'inside' | 'mosquitto'
  /** By which kiosks reach the broker, and its port. */
  host: string
  port: number
  httpPort: number
  /** Throws an earlier rehearsal away. */
  fresh: boolean
}

export type RehearsalFiles = { hub: string; papers: string; mosquitto?: string }

/** The folder cannot be used as it is: the message says why, and what to do. */
export class NotPrepared extends Error {}

const CONSORTIUM = 'rehearsal'
const MARK = 'REHEARSAL.txt'
const MARKED = `A rehearsal of Bibliotek24: an invented co-operation, invented kiosks, patrons and cards.
No real kiosk trusts what is here, and nothing here opens a real door. Safe to delete.
`
const PATRONS = 30
const PIN = '2468'
/** Keys are made on other threads: more at once than these have to do is no faster. */
const AT_ONCE = 8

/** Rejects with NotPrepared. `made` is told how many kiosks have their papers. */
export const prepareRehearsal = async (
  options: RehearsalOptions,
  made: (kiosks: number) => void,
): Promise<RehearsalFiles> => {
  const { folder } = options
  await clear(options)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, MARK), MARKED)
  const authority = await openAuthority({
    folder: join(folder, 'hub', 'identity'),
    consortium: CONSORTIUM,
    now: Date.now,
  })
  const enrolled = await kiosksOf(options.kiosks)
  const files = { hub: join(folder, 'hub.json'), papers: join(folder, 'papers.jsonl') }
  const write = (path: string, text: string) => writeFile(path, text, { mode: 0o600 })
  await write(join(folder, 'collection.json'), JSON.stringify(collection()))
  await write(files.hub, `${JSON.stringify(hubConfig(options, enrolled), null, 2)}\n`)
  await write(files.papers, await papersOf(authority, enrolled, made))
  if (options.broker === 'inside') return files
  const broker = beside(options)
  await writeMosquittoFiles(authority, { ...broker, consortium: CONSORTIUM })
  return { ...files, mosquitto: join(broker.folder, 'mosquitto.conf') }
}

/** Never empties what is not ours. */
const clear = async ({ folder, fresh, broker }: RehearsalOptions): Promise<void> => {
  if (broker === 'mosquitto' && !/^\/[\w./-]{1,200}$/.test(folder))
    throw new NotPrepared(
      `Mosquitto reads no folder called ${folder}. Choose one of letters, digits, . _ - and /.`,
    )
  const names = await readdir(folder).catch((): string[] => [])
  if (names.length === 0) return
  if (!names.includes(MARK))
    throw new NotPrepared(
      `${folder} holds other things than a rehearsal, perhaps a real hub: it is left as it is. Choose another folder with --folder.`,
    )
  if (!fresh)
    throw new NotPrepared(
      `${folder} holds a rehearsal already. Use it, or make a new one in its place with --fresh.`,
    )
  await rm(folder, { recursive: true })
}

type Enrolled = { branch: string; kiosk: string; secret: string }

const profile = z.object({ branches: z.array(z.object({ id: z.string() })).min(1) })

/** Spread over the branches in turn. */
const kiosksOf = async (kiosks: number): Promise<readonly Enrolled[]> => {
  const path = fileURLToPath(
    new URL(`../registry/profiles/${CONSORTIUM}.json`, import.meta.url),
  )
  const { branches } = profile.parse(JSON.parse(await readFile(path, 'utf8')))
  return Array.from({ length: kiosks }, (_, n) => ({
    branch: branches[n % branches.length]?.id ?? '',
    kiosk: `${CONSORTIUM}-${String(n + 1).padStart(5, '0')}`,
    secret: randomBytes(32).toString('base64url'),
  }))
}

const isThisMachine = (host: string): boolean => /^(?:127\.|localhost$|::1$)/.test(host)

const beside = ({ folder, host, port }: RehearsalOptions) => ({
  url: `mqtts://${host}:${port}`,
  ...(isThisMachine(host) && { host }),
  port,
  names: [host],
  folder: join(folder, 'mosquitto'),
})

const inside = ({ host, port }: RehearsalOptions) => ({
  host: isThisMachine(host) ? host : '0.0.0.0',
  port,
  names: [host],
})

const hubConfig = (options: RehearsalOptions, kiosks: readonly Enrolled[]) => ({
  consortium: CONSORTIUM,
  http: { port: options.httpPort },
  mqtt:
    options.broker === 'inside'
      ? { port: 0, tls: inside(options) }
      : { broker: beside(options) },
  var: join(options.folder, 'hub'),
  kiosks,
  demo: join(options.folder, 'collection.json'),
})

const cards = (): { card: string; pin: string }[] =>
  Array.from({ length: PATRONS }, (_, n) => ({
    card: `REHEARSAL${String(n).padStart(4, '0')}`,
    pin: PIN,
  }))

const collection = () => ({
  patrons: cards().map(({ card, pin }) => ({
    name: 'Rehearsal Patron',
    born: '1980-01-01',
    member: 'rehearsal-north',
    card,
    pin,
    language: 'sv',
    agreement: '2026-01-01',
  })),
  titles: [],
  items: [],
  holds: [],
})

/** JSON Lines: what all have in common, then one kiosk a line. */
const papersOf = async (
  authority: Authority,
  enrolled: readonly Enrolled[],
  made: (kiosks: number) => void,
): Promise<string> => {
  const common = { rehearsal: 1, consortium: CONSORTIUM, ca: authority.certificate }
  const lines: string[] = [JSON.stringify({ ...common, cards: cards() })]
  const left = enrolled.values()
  const makeSome = async (): Promise<void> => {
    for (const one of left) {
      const { branch, kiosk } = one
      const at = { consortium: CONSORTIUM, branch, kiosk }
      const { certificate, key } = await authority.forRehearsal(at)
      lines.push(JSON.stringify({ ...one, certificate, key }))
      made(lines.length - 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, makeSome))
  return `${lines.join('\n')}\n`
}
