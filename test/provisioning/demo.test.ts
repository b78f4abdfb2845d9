// The demo before anything runs: its ports, its folder, its cards and books.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { BOOKS, hubDemo, PATRONS } from '../../provisioning/demo/collection.ts'
import { demoEvening } from '../../provisioning/demo/evening.ts'
import type { DemoOptions } from '../../provisioning/demo/options.ts'
import { takenPorts } from '../../provisioning/demo/ports.ts'
import { prepareState } from '../../provisioning/demo/state.ts'
import { welcome } from '../../provisioning/demo/welcome.ts'

const demo = suite('provisioning/demo')

const inFolder = async (run: (options: DemoOptions) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'b24-demo-'))
  const options = { screensPort: 0, httpPort: 0, mqttPort: 0, var: folder, fresh: false }
  try {
    await run(options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const failure = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('it should have failed')
}

demo('says in one line which port is taken and which flag chooses another', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await inFolder(async (options) => {
    const lines = await takenPorts({ ...options, httpPort: port })
    assert.is(lines.length, 1)
    assert.match(lines[0] ?? '', `Port ${port} (hub HTTP) is taken`)
    assert.match(lines[0] ?? '', '--http-port')
    assert.match(lines[0] ?? '', 'B24_HTTP_PORT')
  })
  server.close()
})

demo('keeps its secret between starts and makes another on --fresh', () =>
  inFolder(async (options) => {
    const secret = async (fresh: boolean): Promise<string> => {
      const { kioskConfig } = await prepareState({ ...options, fresh })
      return JSON.parse(await readFile(kioskConfig, 'utf8')).hub.secret
    }
    const first = await secret(false)
    assert.is(await secret(false), first)
    assert.is.not(await secret(true), first)
  }),
)

demo('never empties a folder that holds other things', () =>
  inFolder(async (options) => {
    const thesis = join(options.var, 'thesis.txt')
    await writeFile(thesis, 'chapter one')
    assert.match(await failure(prepareState({ ...options, fresh: true })), 'not emptied')
    assert.is(await readFile(thesis, 'utf8'), 'chapter one')
  }),
)

const luhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0) %
    10 ===
  0

demo('has card and item numbers whose check digit is right (standards §4)', () => {
  for (const number of [...PATRONS.map((p) => p.card), ...BOOKS.map((b) => b.item)])
    assert.ok(luhn(number), number)
})

demo('has the books the walk needs: a set, a reserved one, one from Orsa', () => {
  const { items, holds } = hubDemo()
  assert.ok(items.length >= 13)
  assert.is(items.filter((item) => item.parts === 3).length, 1)
  assert.ok(items.some((item) => item.owner === 'orsa'))
  assert.is(holds.length, 1)
})

demo('begins on an evening when nobody works there, in summer and in winter', () => {
  const seen = ['2026-11-19T03:00:00Z', '2026-07-06T23:30:00Z'].map((now) =>
    new Date(demoEvening(Date.parse(now))).toISOString(),
  )
  // Thursday 19 November: the evening before. Tuesday 7 July at 01.30 local time: that Tuesday.
  assert.equal(seen, ['2026-11-18T16:42:00.000Z', '2026-07-07T15:42:00.000Z'])
})

demo('tells the kiosk that it is that evening', () =>
  inFolder(async (options) => {
    const { kioskConfig } = await prepareState(options)
    const { simulator } = JSON.parse(await readFile(kioskConfig, 'utf8'))
    assert.is(simulator.begins, demoEvening())
  }),
)

demo('tells the newcomer every card and every address', () =>
  inFolder(async (options) => {
    const words = welcome({ ...options, screensPort: 2401 })
    for (const patron of PATRONS) assert.match(words, patron.card)
    assert.match(words, 'http://127.0.0.1:2401/simulator')
  }),
)

demo.run()
