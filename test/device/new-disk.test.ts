// A disk on which the hub has answered rises no more: an old one that was copied must stay refused.
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createListeners } from '../../device/drivers/listeners.ts'
import { openJournal } from '../../device/journal/journal.ts'
import { silent } from '../../device/log.ts'
import { watchNewDisk } from '../../device/new-disk.ts'
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'
import { temporaryFolder } from '../support/library.ts'

const above = (bootAbove: number) => ({ bootAbove }) as KioskConfiguration

const watched = async (path: string, online: boolean) => {
  const journal = await openJournal(join(path, 'journal.sqlite'))
  const onlines = createListeners<boolean>()
  const told = createListeners<KioskConfiguration>()
  const link = { online, onOnline: onlines.add, onConfiguration: told.add }
  let restart: () => void = () => {}
  const restarted = new Promise<void>((resolve) => {
    restart = resolve
  })
  await watchNewDisk({ link, journal, restart, log: silent })
  const end = () => journal[Symbol.asyncDispose]()
  return { journal, restarted, tell: told.tell, [Symbol.asyncDispose]: end }
}

test('a new disk goes on above what the hub has heard, and is started again', async () => {
  await using folder = await temporaryFolder()
  const epoch = await (async () => {
    await using kiosk = await watched(folder.path, false)
    kiosk.tell(above(kiosk.journal.epoch + 100))
    await kiosk.restarted
    return kiosk.journal.epoch
  })()
  await using again = await watched(folder.path, false)
  assert.is(again.journal.epoch, epoch + 101)
})

test('a hub that answered before anybody listened has answered (fault 20)', async () => {
  await using folder = await temporaryFolder()
  await using kiosk = await watched(folder.path, true)
  const { epoch } = kiosk.journal
  kiosk.tell(above(epoch + 100))
  assert.is(await kiosk.journal.recall('answered'), true)
  await kiosk.journal[Symbol.asyncDispose]()
  await using again = await watched(folder.path, false)
  assert.is(again.journal.epoch, epoch + 1)
})

test.run()
