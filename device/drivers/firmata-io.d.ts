// What we use of firmata-io, which comes without types.
declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events'

  namespace firmata {
    type Transport = EventEmitter & { write(bytes: Buffer, done: () => void): void }

    class Firmata extends EventEmitter {
      constructor(
        transport: Transport,
        options: { reportVersionTimeout: number; samplingInterval: number },
      )
      readonly pins: readonly { readonly mode: number | undefined }[]
      /** Bytes of a message that is not whole yet. */
      readonly buffer: readonly number[]
      readonly reportVersionTimeoutId: NodeJS.Timeout
      queryPinState(pin: number, answered: () => void): void
    }
  }

  export = firmata
}
