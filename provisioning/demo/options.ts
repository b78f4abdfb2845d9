// What the demo can be told, and where it listens unless told otherwise.

export const DEFAULT_PORTS = { screens: 2401, http: 2424, mqtt: 2483 } as const

export type DemoOptions = {
  screensPort: number
  httpPort: number
  mqttPort: number
  /** Folder of all state, created when missing. */
  var: string
  fresh: boolean
}

export const HOST = '127.0.0.1'
