// A simulated ISO 15693 pad reader in FEIG host mode: answers for the tags that lie in its field.
import type { FeigAnswer, FeigRefusal, FeigRequest } from '../wire/feig.ts'
import { createFeigSplitter, type FeigForm, type FeigFrame } from '../wire/feig-frame.ts'
import { encodeFeigReply, TAGS_PER_REPLY } from '../wire/feig-reply.ts'
import { decodeFeigRequest } from '../wire/feig-request.ts'
import { FEIG_STATUS } from '../wire/feig-status.ts'
import { BLOCK_SIZE, type Tag } from './tag.ts'
import type { ByteDevice } from './wires.ts'

export type FeigDevice = ByteDevice & {
  /** Lays a tag into the field, or takes it out. */
  put(tag: Tag): void
  take(uid: string): void
  readonly tags: readonly Tag[]
  /** Called between a whole request and its execution: the place to pull a tag away. */
  onRequest: ((request: FeigRequest) => void) | undefined
  /** A reader that hears and says nothing until this is false again. */
  hung: boolean
}

const VERSION = {
  kind: 'software-version',
  revision: 0x0400,
  hardware: 1,
  reader: 84,
} as const

const refused = (status: number, tagError: number | null = null): FeigRefusal => ({
  kind: 'refused',
  status,
  tagError,
})

const byTag = <A extends FeigAnswer>(
  outcome: { ok: true } | { ok: false; error: number },
  answer: A,
): A | FeigRefusal =>
  outcome.ok ? answer : refused(FEIG_STATUS['tag-error'], outcome.error)

export const createFeigDevice = (): FeigDevice => {
  const field = new Map<string, Tag>()
  let splitter = createFeigSplitter()
  let send: ((bytes: Uint8Array) => void) | undefined
  let rf = true
  /** Tags the last inventory had no room for. */
  let rest: Tag[] = []

  const inventory = (more: boolean, form: FeigForm): FeigAnswer => {
    const found = more ? rest : [...field.values()]
    const room = TAGS_PER_REPLY[form]
    rest = found.slice(room)
    return { kind: 'inventory', tags: found.slice(0, room), more: rest.length > 0 }
  }

  const ofTag = (
    request: Extract<FeigRequest, { uid: string }>,
    tag: Tag,
  ): FeigAnswer | FeigRefusal => {
    switch (request.kind) {
      case 'read-blocks': {
        const read = tag.readBlocks(request.first, request.count)
        if (!read.ok) return refused(FEIG_STATUS['tag-error'], read.error)
        return { kind: 'read-blocks', blockSize: BLOCK_SIZE, ...read }
      }
      case 'write-blocks': {
        const { first, bytes, blockSize } = request
        if (blockSize !== BLOCK_SIZE) return refused(FEIG_STATUS['out-of-range'])
        return byTag(tag.writeBlocks(first, bytes), { kind: 'write-blocks' })
      }
      case 'write-afi':
        return byTag(tag.writeAfi(request.afi), { kind: 'write-afi' })
      case 'system-information': {
        const { uid, dsfid, afi, blocks } = tag
        const chip = 0x01
        return { kind: request.kind, uid, dsfid, afi, blocks, blockSize: BLOCK_SIZE, chip }
      }
    }
  }

  const answer = (request: FeigRequest, form: FeigForm): FeigAnswer | FeigRefusal => {
    if (request.kind === 'software-version') return VERSION
    if (request.kind === 'rf') rf = request.on
    if (request.kind === 'rf-reset' || request.kind === 'cpu-reset') {
      rf = true
      rest = []
    }
    if ('uid' in request) {
      const tag = rf ? field.get(request.uid) : undefined
      return tag ? ofTag(request, tag) : refused(FEIG_STATUS['no-tag'])
    }
    if (request.kind !== 'inventory') return { kind: request.kind }
    return rf ? inventory(request.more, form) : refused(FEIG_STATUS['rf-fault'])
  }

  const obey = (frame: FeigFrame): void => {
    const asked = { form: frame.form, command: frame.command }
    const decoded = decodeFeigRequest(frame)
    if (decoded.ok) device.onRequest?.(decoded.request)
    const said = decoded.ok ? answer(decoded.request, frame.form) : refused(decoded.status)
    send?.(encodeFeigReply(asked, said))
  }

  const device: FeigDevice = {
    plugged: (to) => {
      send = to
      splitter = createFeigSplitter()
      rf = true
      rest = []
    },
    receive: (bytes) => {
      if (device.hung) return
      for (const frame of splitter.push(bytes)) obey(frame)
    },
    unplugged: () => {
      send = undefined
    },
    put: (tag) => {
      field.set(tag.uid, tag)
    },
    take: (uid) => {
      field.delete(uid)
    },
    get tags() {
      return [...field.values()]
    },
    onRequest: undefined,
    hung: false,
  }
  return device
}
