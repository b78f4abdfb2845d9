// The built screens: built once, and again only when something of them is newer.
import { buildScreens, screensAreStale } from '../../provisioning/demo/screens.ts'

const BUILT = 'dist/kiosk-ui'

let building: Promise<string> | undefined

/** The folder of the built screens. */
export const builtUi = (): Promise<string> => {
  building ??= build()
  return building
}

const build = async (): Promise<string> => {
  if (await screensAreStale('.')) await buildScreens('.')
  return BUILT
}
