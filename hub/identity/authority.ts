// The hub's own certificate authority: whom it knows as a kiosk, a broker, or the hub. Its key never
// leaves the folder it was made in.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HUB_USER } from '../broker/access.ts'
import type { KioskAddress } from '../protocol/topics.ts'
import { openRegister, type Register } from './register.ts'
import {
  type Issued,
  type Keyed,
  type Requested,
  readRequest,
  selfSigned,
  sign,
  signerFrom,
  signNew,
  withdrawnList,
} from './x509.ts'

export type { Issued, Keyed }

/** A kiosk renews at two thirds. */
const DAYS = 90
/** Only long enough to push out of the broker whom it stands for. */
const PUSHING_DAYS = 1

export type CertificateAnswer = ({ ok: true } & Issued) | Extract<Requested, { ok: false }>

export type Authority = {
  /** PEM: what kiosks pin, and by which a broker knows them. */
  certificate: string
  register: Register
  /** For a server that answers to these host names and addresses. */
  forServer(names: readonly string[]): Promise<Keyed>
  forHub(): Promise<Keyed>
  /** The subject is ours whatever the request says; `request` is PKCS #10 in PEM, at most 8192 characters. */
  forKiosk(at: KioskAddress, request: string): Promise<CertificateAnswer>
  /** In the kiosk's own name and for one day, to take its place at a broker that cannot be asked to end a session. */
  toPush(kiosk: string): Promise<Keyed>
  /** PEM of those withdrawn and not yet expired. */
  withdrawn(): Promise<string>
}

/** `now` is ms since 1970 UTC, of the real clock: certificates know no other. */
export type AuthorityOptions = { folder: string; consortium: string; now: () => number }

/** Makes the authority at first use. Throws when its files are not what they must be. */
export const openAuthority = async (options: AuthorityOptions): Promise<Authority> => {
  const { folder, consortium, now } = options
  const files = { key: join(folder, 'ca.key'), certificate: join(folder, 'ca.crt') }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await makeOnce(files, `Bibliotek24 ${consortium}`, now())
  const certificate = await readFile(files.certificate, 'utf8')
  const signer = await signerFrom(certificate, await readFile(files.key, 'utf8'))
  const register = openRegister(join(folder, 'certificates.jsonl'))
  return {
    certificate,
    register,
    forServer: (names) => {
      const [common = 'hub'] = names
      return signNew(signer, { common, names, use: 'server', days: DAYS }, now())
    },
    forHub: () => {
      const names = [`urn:b24:${consortium}`]
      return signNew(signer, { common: HUB_USER, names, use: 'client', days: DAYS }, now())
    },
    forKiosk: async (at, request) => {
      const read = await readRequest(request)
      if (!read.ok) return read
      const names = [`urn:b24:${at.consortium}:${at.branch}:${at.kiosk}`]
      const purpose = { common: at.kiosk, names, use: 'client', days: DAYS } as const
      const issued = await sign(signer, read.publicKey, purpose, now())
      await register.issued({ kiosk: at.kiosk, ...issued })
      return { ok: true, ...issued }
    },
    toPush: (kiosk) => {
      const names = [`urn:b24:${consortium}:pushed:${kiosk}`]
      const purpose = { common: kiosk, names, use: 'client', days: PUSHING_DAYS } as const
      return signNew(signer, purpose, now())
    },
    withdrawn: async () => {
      const all = await register.all()
      const listed = all.flatMap(({ serial, notAfter, withdrawn: at }) =>
        at !== undefined && notAfter > now() ? [{ serial, at }] : [],
      )
      return withdrawnList(signer, listed, now())
    },
  }
}

/** The certificate is written last: a key without one is no authority yet, and is made anew. */
const makeOnce = async (
  files: { key: string; certificate: string },
  name: string,
  now: number,
): Promise<void> => {
  if (await exists(files.certificate)) return
  const made = await selfSigned(name, now)
  await writeFile(files.key, made.key, { mode: 0o600, flush: true })
  await writeFile(files.certificate, made.certificate, { mode: 0o644, flush: true })
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await readFile(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
