// An announcement in a real browser: read on every screen, and heard where the speaker is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { silent as log } from '../../device/log.ts'
import { chime } from '../../device/premises/chime.ts'
import { openScreens } from '../../device/screen/screens.ts'
import { needing } from '../support/packages.ts'
import { builtUi } from '../support/ui.ts'

const inBrowser = needing(test, 'chromium')

inBrowser(
  'is played to its end, one file after the other, and written at once',
  async () => {
    const sounds = await mkdtemp(join(tmpdir(), 'b24-sounds-'))
    for (const name of ['chime.wav', 'words.wav'])
      await writeFile(join(sounds, name), chime())
    const screens = await openScreens({
      ...{ host: '127.0.0.1', port: 0, roles: ['desk'] as const, sounds },
      ...{ clock: { now: Date.now }, log, folder: await builtUi() },
    })
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
    })
    try {
      const page = await browser.newPage()
      await page.goto(`${screens.url}/desk`)
      const audio = await page.waitForSelector('audio', { state: 'attached' })
      await audio.evaluate((player: HTMLAudioElement) => {
        player.addEventListener('ended', () => {
          const heard = Number(player.dataset.heard ?? 0) + 1
          player.dataset.heard = String(heard)
        })
      })
      const text = 'Biblioteket stänger om femton minuter.'
      screens.frame({
        announcement: {
          n: 1,
          lines: [{ language: 'sv', text }],
          sound: { at: 'desk', files: ['chime.wav', 'words.wav'] },
        },
      })
      assert.is(
        (await (await page.waitForSelector('.caption p')).textContent()) ?? '',
        text,
      )
      await page.waitForSelector('audio[data-heard="2"]', { state: 'attached' })
    } finally {
      await browser.close()
      await screens[Symbol.asyncDispose]()
      await rm(sounds, { recursive: true })
    }
  },
)

test.run()
