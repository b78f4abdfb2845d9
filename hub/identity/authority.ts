// The hub's own certificate authority: whom it knows as a kiosk, a broker, or the hub. Its key never
// leaves the folder it was made in.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFile } from '../durable-file.ts'
import type { KioskAddress } from '../protocol/topics.ts'
import type { Instance } from '../store/lock.ts'
import { readIfThere } from './read-if-there.ts'
import { openRegister, type Register } from './register.ts'
import {
  type Issued,
  newKey,
  type Purpose,
  type Requested,
  readRequest,
  selfSigned,
  sign,
  signerFrom,
  signNew,
  withdrawnList,
} from './x509.ts'

/** Of the hubs that take turns, by instance. No kiosk can be called so: theirs may not have a `$`. */
export const HUB_NAMES = { a: '$hub', b: '$hub-b' } as const satisfies Record<
  Instance,
  string
>

/** PEM: what one end of a connection shows, and `ca`, the only authority it believes. */
export type Credentials = { ca: string; certificate: string; key: string }

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
  forServer(names: readonly string[]): Promise<Credentials>
  forHub(instance?: Instance): Promise<Credentials>
  /** The subject is ours whatever the request says; `request` is PKCS #10 in PEM, at most 8192 characters. */
  forKiosk(at: KioskAddress, request: string): Promise<CertificateAnswer>
  /** With a key made here, which a real kiosk's never is: for the simulated ones of a rehearsal. */
  forRehearsal(at: KioskAddress): Promise<Credentials>
  /** In the kiosk's own name and for one day, to take its place at a broker that cannot be asked to end a session. */
  toPush(kiosk: string): Promise<Credentials>
  /** PEM of those withdrawn and not yet expired. */
  withdrawn(): Promise<string>
}

/** `now` is ms since 1970 UTC, of the real clock: certificates know no other. */
export type AuthorityOptions = { folder: string; consortium: string; now: () => number }

type Files = { key: string; certificate: string }

/** Makes the authority at first use. Throws when its files are not what they must be. */
export const openAuthority = async (options: AuthorityOptions): Promise<Authority> => {
  const { folder, consortium, now } = options
  const files = { key: join(folder, 'ca.key'), certificate: join(folder, 'ca.crt') }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await makeOnce(files, `Bibliotek24 ${consortium}`, now())
  const certificate = await readFile(files.certificate, 'utf8')
  const signer = await readable(
    files,
    signerFrom(certificate, await readFile(files.key, 'utf8')),
  )
  const register = openRegister(join(folder, 'certificates.jsonl'))
  const newCredentials = async (purpose: Purpose): Promise<Credentials> => {
    const { certificate: own, key } = await signNew(signer, purpose, now())
    return { ca: certificate, certificate: own, key }
  }
  return {
    certificate,
    register,
    forServer: (names) => {
      const [common = 'hub'] = names
      return newCredentials({ common, names, use: 'server', days: DAYS })
    },
    forHub: (instance = 'a') => {
      const names = [`urn:b24:${consortium}`]
      return newCredentials({
        common: HUB_NAMES[instance],
        names,
        use: 'client',
        days: DAYS,
      })
    },
    forKiosk: async (at, request) => {
      const read = await readRequest(request)
      if (!read.ok) return read
      const issued = await sign(signer, read.publicKey, ofKiosk(at), now())
      await register.issued({ kiosk: at.kiosk, ...issued })
      return { ok: true, ...issued }
    },
    forRehearsal: async (at) => {
      const { key, ...issued } = await signNew(signer, ofKiosk(at), now())
      await register.issued({ kiosk: at.kiosk, ...issued })
      return { ca: certificate, certificate: issued.certificate, key }
    },
    toPush: (kiosk) => {
      const names = [`urn:b24:${consortium}:pushed:${kiosk}`]
      return newCredentials({ common: kiosk, names, use: 'client', days: PUSHING_DAYS })
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

const ofKiosk = ({ consortium, branch, kiosk }: KioskAddress): Purpose => ({
  common: kiosk,
  names: [`urn:b24:${consortium}:${branch}:${kiosk}`],
  use: 'client',
  days: DAYS,
})

/** A new authority would be one that no kiosk believes: so none is made. */
const readable = async <T>(files: Files, reading: Promise<T>): Promise<T> => {
  try {
    return await reading
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const told = `${files.key} and ${files.certificate} cannot be used (${why}): restore both from the backup`
    throw new Error(told, { cause })
  }
}

/**
 * The certificate is written last: a key without one is no authority yet, and gets one. Whoever makes it
 * at the same time finds what is there.
 */
const makeOnce = async (files: Files, name: string, now: number): Promise<void> => {
  if ((await readIfThere(files.certificate)) !== undefined) return
  await makeFile(files.key, await newKey())
  const key = await readFile(files.key, 'utf8')
  await makeFile(files.certificate, await selfSigned(name, key, now), 0o644)
}
