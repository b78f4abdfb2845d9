// What opens the list: in memory only, unless the branch has it outlive a restart and pays the price.
import { z } from 'zod'
import type { Folder } from './folder.ts'
import { KEY_FILE } from './list.ts'

/** `salt` is what argon2id is asked with, `listKey` what its result opens rows with. */
export type ListKeys = { listKey: Uint8Array; salt: Uint8Array }

export type Keys = {
  readonly now: ListKeys | undefined
  /** As the hub told them, in base64url. Rejects when they should be on the disk and it does not take them. */
  told(keys: { key: string; salt: string }, where: 'ram' | 'disk'): Promise<void>
  /** Of an earlier boot, where the branch has it so. */
  recall(where: 'ram' | 'disk'): Promise<void>
  forget(): void
}

const kept = z.object({ key: z.string().length(43), salt: z.string().length(22) })

const read = ({ key, salt }: z.infer<typeof kept>): ListKeys => ({
  listKey: new Uint8Array(Buffer.from(key, 'base64url')),
  salt: new Uint8Array(Buffer.from(salt, 'base64url')),
})

export const createKeys = (folder: Folder): Keys => {
  let keys: ListKeys | undefined
  return {
    get now() {
      return keys
    },
    told: async (told, where) => {
      keys = read(told)
      if (where === 'disk') await folder.write(KEY_FILE, JSON.stringify(told))
      else await folder.remove(KEY_FILE)
    },
    recall: async (where) => {
      if (where === 'ram') return folder.remove(KEY_FILE)
      const bytes = await folder.read(KEY_FILE)
      const parsed = kept.safeParse(parse(bytes))
      if (parsed.success) keys ??= read(parsed.data)
    },
    forget: () => {
      keys = undefined
    },
  }
}

const parse = (bytes: Uint8Array | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes ?? '').toString('utf8'))
  } catch {
    return undefined
  }
}
