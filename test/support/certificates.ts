// Certificates as other tools than the hub's own would make and read them.
import 'reflect-metadata'
import { createPrivateKey } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Both in PEM. */
type KeyAndRequest = { key: string; request: string }

/** `subject` in RFC 4514 form, such as `CN=evil`. */
export const requestOf = async (
  subject: string,
  algorithm: EcKeyGenParams | RsaHashedKeyGenParams = P256,
): Promise<KeyAndRequest> => {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys,
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
  })
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = createPrivateKey({ key: der, type: 'pkcs8', format: 'der' })
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    request: request.toString('pem'),
  }
}

/** How many certificates a list (PEM) says are withdrawn. */
export const withdrawnIn = (list: string): number => new x509.X509Crl(list).entries.length
