// A program of the tests in one file, so that one that is begun a hundred times begins fast.
import { basename, join } from 'node:path'
import { build } from 'vite'

const FOLDER = 'dist/test-programs'
const built = new Map<string, Promise<string>>()

/** Answers the file to be run; built once. `script` is below test/support/programs, with its `.ts`. */
export const bundled = (script: string): Promise<string> => {
  const building = built.get(script) ?? bundle(script)
  built.set(script, building)
  return building
}

const bundle = async (script: string): Promise<string> => {
  const name = `${basename(script, '.ts')}-${process.pid}.mjs`
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join('test/support/programs', script),
      outDir: FOLDER,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  })
  return join(FOLDER, name)
}
