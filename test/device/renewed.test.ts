// A desk or a chute after its disk refused what it had to write (fault 5).
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { startRenewed } from '../../device/renewed.ts'

/** Roles that note what they are told; the first of them is broken. */
const scene = () => {
  const told: string[] = []
  const role = startRenewed((nth) => {
    told.push(`start ${nth}`)
    return {
      isBroken: () => nth === 1,
      fire: (on) => told.push(`fire ${nth} ${on}`),
      closing: (minutes) => told.push(`closing ${nth} ${minutes}`),
      [Symbol.asyncDispose]: async () => void told.push(`end ${nth}`),
    }
  })
  return { role, told }
}

test('a role that could not go on is begun once more, and told what it must know', async () => {
  const { role, told } = scene()
  role.fire(true)
  role.closing(5)
  role.renew()
  role.renew()
  await role[Symbol.asyncDispose]()
  assert.equal(told, [
    'start 1',
    'fire 1 true',
    'closing 1 5',
    'end 1',
    'start 2',
    'fire 2 true',
    'closing 2 5',
    'end 2',
  ])
})

test('fire that breaks out while it begins anew is shown by the new one', async () => {
  const { role, told } = scene()
  role.renew()
  role.fire(true)
  await role[Symbol.asyncDispose]()
  assert.ok(told.includes('fire 2 true'))
})

test.run()
