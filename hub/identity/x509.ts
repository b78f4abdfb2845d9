// Certificates, requests for them, and the list of those withdrawn, by RFC 5280 and RFC 2986, all on
// P-256. The only importer of @peculiar/x509.
import 'reflect-metadata'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 24 * 60 * 60_000
/** A kiosk whose clock is behind by less than a day still sees a certificate in force. */
const BACKDATED_MS = DAY_MS
const REQUEST_MAX_CHARACTERS = 8192

/** A certificate in PEM; `serial` is lower-case hexadecimal, `notAfter` ms since 1970 UTC. */
export type Issued = { certificate: string; serial: string; notAfter: number }
/** `key` is PKCS #8 in PEM. */
export type Keyed = Issued & { key: string }

/** Who signs: a certificate of its own making, and its key. */
export type Signer = { certificate: x509.X509Certificate; key: CryptoKey }

/** What a certificate is for; `names` are host names, addresses, or a `urn:`. */
export type Purpose = {
  common: string
  names: readonly string[]
  use: 'server' | 'client'
  days: number
}

const newKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(P256, true, ['sign', 'verify'])

/** PKCS #8 in PEM. */
export const newKey = async (): Promise<string> => pemOf((await newKeys()).privateKey)

/** Throws when it is no key of ours. */
const keysFrom = async (pem: string): Promise<CryptoKeyPair> => {
  const own = createPrivateKey(pem)
  const pkcs8 = own.export({ type: 'pkcs8', format: 'der' })
  const spki = createPublicKey(own).export({ type: 'spki', format: 'der' })
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, P256, true, ['sign']),
    publicKey: await crypto.subtle.importKey('spki', spki, P256, true, ['verify']),
  }
}

/** Ten years; its holder may sign certificates for kiosks and servers, and no other authority. PEM both. */
export const selfSigned = async (
  name: string,
  keyPem: string,
  now: number,
): Promise<string> => {
  const keys = await keysFrom(keyPem)
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    signingAlgorithm: P256,
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(now + 3650 * DAY_MS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return issuedAs(certificate).certificate
}

/** Throws when either is no PEM, or they are not each other's. */
export const signerFrom = async (
  certificatePem: string,
  keyPem: string,
): Promise<Signer> => {
  const own = createPrivateKey(keyPem)
  if (!new X509Certificate(certificatePem).checkPrivateKey(own))
    throw new Error('the certificate and the key of the authority do not belong together')
  const pkcs8 = own.export({ type: 'pkcs8', format: 'der' })
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign'])
  return { certificate: new x509.X509Certificate(certificatePem), key }
}

const EXTENDED = {
  server: x509.ExtendedKeyUsage.serverAuth,
  client: x509.ExtendedKeyUsage.clientAuth,
}

const alternativeName = (name: string): { type: 'url' | 'ip' | 'dns'; value: string } => {
  if (name.startsWith('urn:')) return { type: 'url', value: name }
  return { type: isIP(name) === 0 ? 'dns' : 'ip', value: name }
}

export const sign = async (
  signer: Signer,
  publicKey: CryptoKey | x509.PublicKey,
  { common, names, use, days }: Purpose,
  now: number,
): Promise<Issued> => {
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [common] }],
    issuer: signer.certificate.subject,
    publicKey,
    signingKey: signer.key,
    signingAlgorithm: P256,
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(now + days * DAY_MS),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([EXTENDED[use]], true),
      new x509.SubjectAlternativeNameExtension(names.map(alternativeName)),
      await x509.AuthorityKeyIdentifierExtension.create(signer.certificate.publicKey),
    ],
  })
  return issuedAs(certificate)
}

/** A key made here, and a certificate for it. */
export const signNew = async (
  signer: Signer,
  purpose: Purpose,
  now: number,
): Promise<Keyed> => {
  const keys = await newKeys()
  const issued = await sign(signer, keys.publicKey, purpose, now)
  return { ...issued, key: await pemOf(keys.privateKey) }
}

/** A new key (PKCS #8) and a request for a certificate of it (PKCS #10), both in PEM. */
export const newRequest = async (
  common: string,
): Promise<{ key: string; request: string }> => {
  const keys = await newKeys()
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [common] }],
    keys,
    signingAlgorithm: P256,
  })
  return { key: await pemOf(keys.privateKey), request: `${request.toString('pem')}\n` }
}

export type Requested =
  | { ok: true; publicKey: x509.PublicKey }
  | { ok: false; reason: 'unreadable' | 'not-signed-by-its-key' | 'not-p256' }

/** Of a request (PKCS #10 in PEM) nothing is taken but the key, and that only from who holds it. */
export const readRequest = async (pem: string): Promise<Requested> => {
  if (pem.length > REQUEST_MAX_CHARACTERS) return { ok: false, reason: 'unreadable' }
  try {
    const request = new x509.Pkcs10CertificateRequest(pem)
    const { algorithm } = request.publicKey
    if (
      algorithm.name !== 'ECDSA' ||
      !('namedCurve' in algorithm) ||
      algorithm.namedCurve !== 'P-256'
    )
      return { ok: false, reason: 'not-p256' }
    if (!(await request.verify())) return { ok: false, reason: 'not-signed-by-its-key' }
    return { ok: true, publicKey: request.publicKey }
  } catch {
    return { ok: false, reason: 'unreadable' }
  }
}

/**
 * The list of withdrawn certificates in PEM. It says no earlier end than the authority's own: a list
 * that has expired shuts every kiosk out, and a new one is written at each withdrawal anyway.
 */
export const withdrawnList = async (
  signer: Signer,
  withdrawn: readonly { serial: string; at: number }[],
  now: number,
): Promise<string> => {
  const list = await x509.X509CrlGenerator.create({
    issuer: signer.certificate.subject,
    thisUpdate: new Date(now - BACKDATED_MS),
    nextUpdate: signer.certificate.notAfter,
    entries: withdrawn.map(({ serial, at }) => ({
      serialNumber: serial,
      revocationDate: new Date(at),
    })),
    signingKey: signer.key,
    signingAlgorithm: P256,
  })
  // RFC 7468 §6 names it so; OpenSSL reads no other label.
  return `${list.toString('pem').replaceAll(' CRL-', ' X509 CRL-')}\n`
}

const issuedAs = (certificate: x509.X509Certificate): Issued => ({
  certificate: `${certificate.toString('pem')}\n`,
  serial: certificate.serialNumber.toLowerCase(),
  notAfter: certificate.notAfter.getTime(),
})

const pemOf = async (key: CryptoKey): Promise<string> => {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  const pem = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }).export({
    type: 'pkcs8',
    format: 'pem',
  })
  return pem.toString()
}
