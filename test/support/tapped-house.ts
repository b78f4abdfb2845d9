// A house with a tap on the line between kiosk and hub.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type House, openHouse } from './house.ts'
import { openTap, type Tap } from './tap.ts'

export type TappedHouse = AsyncDisposable & { house: House; tap: Tap }

export const openTappedHouse = async (): Promise<TappedHouse> => {
  const house = await openHouse()
  const tap = await openTap(house.hub.ready.mqtt ?? '')
  await house.kiosk.end()
  const file = join(house.folder, 'kiosk.json')
  const config = JSON.parse(await readFile(file, 'utf8'))
  config.hub.url = tap.url
  await writeFile(file, JSON.stringify(config), { mode: 0o600 })
  await house.startKiosk()
  return {
    house,
    tap,
    [Symbol.asyncDispose]: async () => {
      await house[Symbol.asyncDispose]()
      await tap[Symbol.asyncDispose]()
    },
  }
}
