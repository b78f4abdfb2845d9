// Why there is no connection, in the words of whoever must mend it. Pure.

/**
 * `clock`: the date here is wrong; `certificate`: the hub refuses ours, or it cannot be read here;
 * `another-hub`: who answers is not ours; `refused`: the hub's broker said no; `hub-away`: it stops, or
 * has too much to do, and nothing is to be mended here.
 */
export type Trouble =
  | 'network'
  | 'clock'
  | 'certificate'
  | 'another-hub'
  | 'refused'
  | 'hub-away'

/** Node's names for what a certificate chain fails by (X509_V_ERR_… of OpenSSL), and for TLS alerts. */
const TROUBLES: Record<string, Trouble> = {
  // The hub renews its own daily: what is out of date is the date here.
  CERT_NOT_YET_VALID: 'clock',
  CERT_HAS_EXPIRED: 'clock',
  SELF_SIGNED_CERT_IN_CHAIN: 'another-hub',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'another-hub',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'another-hub',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'another-hub',
  CERT_SIGNATURE_FAILURE: 'another-hub',
  ERR_TLS_CERT_ALTNAME_INVALID: 'another-hub',
  ENOENT: 'certificate',
  EACCES: 'certificate',
}

/** Server unavailable, server busy, server shutting down, connection rate exceeded (MQTT 5 §2.4). */
const AWAY = new Set([0x88, 0x89, 0x8b, 0x9f])

/** `code` is of the error: a number is an MQTT 5 reason code (§3.2.2.2, §3.14.2.1). */
export const troubleOf = (code: string | number | undefined): Trouble => {
  if (typeof code === 'number') return AWAY.has(code) ? 'hub-away' : 'refused'
  if (code === undefined) return 'network'
  if (/^ERR_SSL_.*ALERT.*(?:CERTIFICATE|UNKNOWN_CA)|^ERR_OSSL_/.test(code))
    return 'certificate'
  return TROUBLES[code] ?? 'network'
}
