// Runs a program of the hub in the foreground, on this terminal: provisioning starts the hub's
// programs, it does not import them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** sysexits.h: EX_SOFTWARE. */
const KILLED = 70

/** `script` is below hub/. Its end is ours: this process ends with its exit code. */
export const runHubProgram = async (
  script: string,
  words: readonly string[],
): Promise<void> => {
  const path = fileURLToPath(new URL(`../hub/${script}`, import.meta.url))
  const child = spawn(process.execPath, [...process.execArgv, path, ...words], {
    stdio: 'inherit',
  })
  // Ctrl-C reaches both of us: what it means is the child's to say.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = typeof code === 'number' ? code : KILLED
}
