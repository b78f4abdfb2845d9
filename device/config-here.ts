// What only this machine can tell of a kiosk's configuration: keys that cannot be used, and one port
// under two names. It keeps a kiosk from starting; making its outputs safe must not depend on it.
import { realpathSync } from 'node:fs'
import { devicePaths, type KioskConfig, type Problem } from './config.ts'
import { readReaderKey } from './reader-key.ts'

export const problemsHere = (config: KioskConfig): readonly Problem[] => [
  ...unusableKeys(config),
  ...onePort(config),
]

const unusableKeys = ({ door, desk }: KioskConfig): Problem[] =>
  Object.entries({ 'door.card': door?.card, 'desk.card': desk?.card }).flatMap(
    ([at, reader]) => {
      if (reader?.kind !== 'osdp') return []
      const read = readReaderKey(reader.key)
      return read.ok ? [] : [{ at: `${at}.key`, expected: read.expected }]
    },
  )

/** What a link of /dev/serial leads to; undefined while it is not plugged in. */
const portAt = (path: string): string | undefined => {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** Two readers of one serial number share their link; by two names they are still one. */
const onePort = (config: KioskConfig): Problem[] => {
  const paths = Object.entries(devicePaths(config))
  return paths.flatMap(([at, path], n) => {
    const port = portAt(path)
    const other = paths
      .slice(0, n)
      .find(([, taken]) => taken !== path && port !== undefined && portAt(taken) === port)
    if (other === undefined) return []
    return [
      { at: `${at}.path`, expected: `expected another port than ${other[0]} leads to` },
    ]
  })
}
