// A hub's lists for kiosk `svardsjo-1`, and a reader of them that has nothing but what the hub answered.
import pino from 'pino'
import { openCommandKey } from '../../hub/identity/command-key.ts'
import { knownKiosks } from '../../hub/link/kiosks.ts'
import { createLists } from '../../hub/offline/lists.ts'
import type { BranchOffline } from '../../hub/offline/policy.ts'
import { openProofs } from '../../hub/offline/proofs.ts'
import { jointOf } from '../../hub/offline/secrets.ts'
import { pageOf, rowKeys, spreadOf } from '../../hub/protocol/joint.ts'
import { type ListHead, listHead, type OfflineRow } from '../../hub/protocol/offline.ts'
import { decodePage, openRow } from '../../hub/protocol/offline-page.ts'
import { verify } from '../../hub/protocol/signature.ts'
import type { Store } from '../../hub/store/store.ts'
import { KEY, type Library } from './library.ts'

const SECRET = new Uint8Array(32).fill(3)

export const setPolicy = async (store: Store, policy: Partial<BranchOffline>) => {
  const offline = JSON.stringify(policy)
  await store.db
    .updateTable('branch')
    .set({ offline })
    .where('id', '=', 'svardsjo')
    .execute()
}

export const openLists = async ({ store, folder, at }: Library) => {
  const enrolled = [
    { branch: 'svardsjo', kiosk: 'svardsjo-1', secret: SECRET },
    { branch: 'svardsjo', kiosk: 'svardsjo-2', secret: SECRET },
  ]
  const kiosks = await knownKiosks('dalarna', enrolled)
  const signer = await openCommandKey(folder)
  const lists = createLists({ store, hubKey: KEY, kiosks, signer })
  const proofs = openProofs(store, KEY, pino({ enabled: false }))
  const place = (minutes = 0) => at('svardsjo', minutes)
  const head = async (version = 0, minutes = 0, kiosk = 'svardsjo-1'): Promise<Told> => {
    const answer = await lists.list({ version }, { ...place(minutes), kiosk })
    if (!answer.ok && answer.reason === 'not-yet') return head(version, minutes, kiosk)
    if (!answer.ok) throw new Error(answer.reason)
    const read = await verify([signer.publicKey], answer.head, 'b24-offline-list')
    if (!read.ok) throw new Error(read.reason)
    return { ...answer, read: listHead.parse(read.body) }
  }
  /** The row that this card and PIN open; undefined when there is none. */
  const find = async (
    card: string,
    pin: string,
    { minutes = 0, kiosk = 'svardsjo-1' } = {},
  ): Promise<OfflineRow | undefined> => {
    const { read, key, salt } = await head(0, minutes, kiosk)
    const joint = await jointOf(Buffer.from(salt, 'base64url'), card, pin)
    const page = pageOf(spreadOf(joint), read.bits)
    const digest = digestAt(read, page)
    const answer = await lists.page({ page, digest }, { ...place(minutes), kiosk })
    if (!answer.ok) throw new Error(answer.reason)
    const decoded = decodePage(Buffer.from(answer.rows, 'base64url'))
    if (!decoded.ok) throw new Error(decoded.reason)
    const keys = rowKeys(joint, Buffer.from(key, 'base64url'))
    const row = decoded.rows.find(({ tag }) => Buffer.compare(tag, keys.tag) === 0)
    const opened = row && openRow(keys, row)
    return opened?.ok ? opened.row : undefined
  }
  return { lists, proofs, signer, kiosks, head, find }
}

type Told = { head: string; key: string; salt: string; read: ListHead }

export const digestAt = ({ digests }: ListHead, page: number): string =>
  Buffer.from(digests, 'base64url')
    .subarray(page * 16, (page + 1) * 16)
    .toString('base64url')
