// FEIG host mode, requests: the driver encodes them, the simulated reader decodes them.
import { FEIG_CODES, type FeigKind, type FeigRequest } from './feig.ts'
import { BROADCAST, encodeFeigFrame, type FeigForm, type FeigFrame } from './feig-frame.ts'
import { FEIG_STATUS } from './feig-status.ts'
import { isUid, UID_LENGTH, uidFromBytes, uidToBytes } from './uid.ts'

export type FeigRequestDecoded =
  | { ok: true; request: FeigRequest }
  /** The status a reader answers such a request with. */
  | { ok: false; status: number }

const ADDRESSED = 0x01
const MORE = 0x80

const checked = (numbers: readonly number[]): readonly number[] => {
  if (numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= 0xff)) return numbers
  throw new RangeError('a byte is 0…255')
}

const blocksIn = (bytes: Uint8Array, blockSize: number): number => {
  const blocks = bytes.length / blockSize
  if (Number.isInteger(blocks) && blocks > 0) return blocks
  throw new RangeError('not a whole number of blocks')
}

const parametersOf = (request: FeigRequest): readonly number[] => {
  switch (request.kind) {
    case 'inventory':
      return [request.more ? MORE : 0]
    case 'read-blocks':
      return [ADDRESSED, ...uidToBytes(request.uid), request.first, request.count]
    case 'write-blocks': {
      const { uid, first, blockSize, bytes } = request
      const head = [first, blocksIn(bytes, blockSize), blockSize]
      return [ADDRESSED, ...uidToBytes(uid), ...head, ...bytes]
    }
    case 'write-afi':
      return [ADDRESSED, ...uidToBytes(request.uid), request.afi]
    case 'system-information':
      return [ADDRESSED, ...uidToBytes(request.uid)]
    case 'rf':
      return [request.on ? 1 : 0]
    case 'rf-reset':
    case 'cpu-reset':
    case 'software-version':
      return []
  }
}

/** Host side. Throws RangeError on numbers that fit no byte or no frame. */
export const encodeFeigRequest = (
  request: FeigRequest,
  { form = 'standard', address = BROADCAST }: { form?: FeigForm; address?: number } = {},
): Uint8Array => {
  const [command, ...control] = FEIG_CODES[request.kind]
  const body = Uint8Array.from(checked([...control, ...parametersOf(request)]))
  return encodeFeigFrame({ form, address, command, body })
}

const kindOf = ({ command, body }: FeigFrame): FeigKind | undefined =>
  (Object.keys(FEIG_CODES) as FeigKind[]).find((kind) => {
    const [wanted, control] = FEIG_CODES[kind]
    return wanted === command && (control === undefined || control === body[0])
  })

const addressedRequest = (
  kind: 'read-blocks' | 'write-blocks' | 'write-afi' | 'system-information',
  uid: string,
  rest: Uint8Array,
): FeigRequest | undefined => {
  const [a = 0, b = 0, blockSize = 0] = rest
  switch (kind) {
    case 'read-blocks':
      return rest.length === 2 ? { kind, uid, first: a, count: b } : undefined
    case 'write-blocks': {
      const fits = b > 0 && blockSize > 0 && rest.length === 3 + b * blockSize
      return fits ? { kind, uid, first: a, blockSize, bytes: rest.slice(3) } : undefined
    }
    case 'write-afi':
      return rest.length === 1 ? { kind, uid, afi: a } : undefined
    case 'system-information':
      return rest.length === 0 ? { kind, uid } : undefined
  }
}

const plainRequest = (
  kind: 'inventory' | 'rf' | 'rf-reset' | 'cpu-reset' | 'software-version',
  rest: Uint8Array,
): FeigRequest | undefined => {
  const [mode = 0] = rest
  if (rest.length !== (kind === 'inventory' || kind === 'rf' ? 1 : 0)) return undefined
  if (kind === 'inventory') return { kind, more: (mode & MORE) !== 0 }
  return kind === 'rf' ? { kind, on: mode !== 0 } : { kind }
}

const requestIs = (request: FeigRequest | undefined): FeigRequestDecoded =>
  request ? { ok: true, request } : { ok: false, status: FEIG_STATUS['wrong-length'] }

/** Reader side: only addressed requests are understood. */
export const decodeFeigRequest = (frame: FeigFrame): FeigRequestDecoded => {
  const kind = kindOf(frame)
  if (kind === undefined) return { ok: false, status: FEIG_STATUS['unknown-command'] }
  const rest = frame.body.subarray(FEIG_CODES[kind].length - 1)
  switch (kind) {
    case 'inventory':
    case 'rf':
    case 'rf-reset':
    case 'cpu-reset':
    case 'software-version':
      return requestIs(plainRequest(kind, rest))
    case 'read-blocks':
    case 'write-blocks':
    case 'write-afi':
    case 'system-information': {
      if (rest[0] !== ADDRESSED)
        return { ok: false, status: FEIG_STATUS['not-in-this-mode'] }
      const uid = uidFromBytes(rest.subarray(1, 1 + UID_LENGTH))
      if (!isUid(uid)) return { ok: false, status: FEIG_STATUS['wrong-length'] }
      return requestIs(addressedRequest(kind, uid, rest.subarray(1 + UID_LENGTH)))
    }
  }
}
