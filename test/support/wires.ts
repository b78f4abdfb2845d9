// The two kinds of cable the driver tests run over: in this process, and pseudo terminals.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SerialBinding } from '../../device/drivers/serial.ts'
import { createWires, type Wires } from '../../device/simulator/wires.ts'
import type { Tool } from './packages.ts'
import { createPtys } from './pty.ts'

export type Rig = AsyncDisposable & {
  wires: Wires
  /** The path of a socket by a short name of one's own. */
  path(name: string): string
  binding: SerialBinding | undefined
}

export const inProcess = (): Rig => {
  const wires = createWires()
  return {
    wires,
    binding: wires.binding,
    path: (name) => `sim:${name}`,
    [Symbol.asyncDispose]: () => wires[Symbol.asyncDispose](),
  }
}

const pseudoTerminals = (): Rig => {
  const folder = mkdtempSync(join(tmpdir(), 'b24-pty-'))
  const wires = createPtys()
  return {
    wires,
    binding: undefined,
    path: (name) => join(folder, name),
    [Symbol.asyncDispose]: async () => {
      await wires[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Each kind with its name, the tools it needs and how to lay it. */
export const RIGS: readonly { name: string; tools: Tool[]; lay(): Rig }[] = [
  { name: 'in process', tools: [], lay: inProcess },
  { name: 'pseudo terminal', tools: ['socat'], lay: pseudoTerminals },
]
