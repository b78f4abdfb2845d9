import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { jointSecret, pageOf, rowKeys, spreadOf } from '../../../hub/protocol/joint.ts'
import { type OfflineRow, offlineRow } from '../../../hub/protocol/offline.ts'
import {
  decodePage,
  encodePage,
  openRow,
  sealRow,
} from '../../../hub/protocol/offline-page.ts'

const joint = new Uint8Array(32).fill(7)
const listKey = new Uint8Array(32).fill(9)
const ROW: OfflineRow = {
  patron: 'patron-of-this-row',
  language: 'sv',
  born: '1980-02-29',
  membership: [{ begins: '2020-01-01', ends: null }],
  blocks: [],
  agreements: [{ version: 1, signed: '2024-01-01', revoked: null, guardian: null }],
  category: 'adult',
  debt: 0,
  extended: false,
  allowed: [],
}

test('a row is found and opened by card and PIN together, and only with the list’s own key', async () => {
  const keys = rowKeys(joint, listKey)
  const sealed = sealRow(keys, ROW)
  const page = decodePage(encodePage([sealed, sealed]))
  assert.ok(page.ok)
  const [first] = page.ok ? page.rows : []
  assert.equal(first?.tag, keys.tag)
  assert.equal(openRow(keys, first ?? sealed), { ok: true, row: ROW })
  for (const other of [
    rowKeys(joint, new Uint8Array(32)),
    rowKeys(new Uint8Array(32), listKey),
  ]) {
    assert.not.equal(other.tag, keys.tag)
    assert.equal(openRow(other, sealed), { ok: false, reason: 'not-opened' })
  }
})

test('the same row is the same bytes, another row another nonce, and its length tells nothing', async () => {
  const keys = rowKeys(joint, listKey)
  const blocked = { ...ROW, blocks: [{ begins: '2026-01-01', ends: null }] }
  const [once, again, other] = [
    sealRow(keys, ROW),
    sealRow(keys, ROW),
    sealRow(keys, blocked),
  ]
  assert.equal(once, again)
  assert.not.equal(once.sealed.subarray(0, 12), other.sealed.subarray(0, 12))
  assert.is(once.sealed.length, other.sealed.length)
})

test('no two pairs of card and PIN are one secret, however a scanner writes the card', () => {
  assert.is(
    jointSecret('*2108 0000 0000 15*', '2468'),
    jointSecret('21080000000015', '2468'),
  )
  assert.not.equal(
    jointSecret('2108000000001', '52468'),
    jointSecret('21080000000015', '2468'),
  )
})

test('rows are spread over the pages of a list, whatever its size', async () => {
  for (const bits of [0, 1, 5, 10])
    for (let n = 0; n < 40; n++) {
      const page = pageOf(spreadOf(new Uint8Array(32).fill(n)), bits)
      assert.ok(page >= 0 && page < 2 ** bits, `${page} of 2 ** ${bits}`)
    }
})

test('whatever bytes a page has, decoding says ok or why not, and throws nothing', async () => {
  const keys = rowKeys(joint, listKey)
  const good = encodePage([sealRow(keys, ROW)])
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc
          .tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length))
          .map(([at, byte, end]) => {
            const bent = good.slice(0, end)
            bent[at] = byte
            return bent
          }),
      ),
      async (bytes) => {
        const page = decodePage(bytes)
        if (!page.ok) return
        for (const row of page.rows) {
          const opened = openRow(keys, row)
          assert.ok(!opened.ok || offlineRow.safeParse(opened.row).success)
        }
      },
    ),
  )
})

test.run()
