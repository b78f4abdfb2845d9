// Over how long a time the kiosks of a hub come back after an outage that all of them had.

/** A broker on two old cores takes 370 mutual TLS handshakes a second, and does other things too. */
const CONNECTIONS_A_SECOND = 220

/** Seconds, as each kiosk is told; undefined for so few that they need not care. */
export const spreadOf = (kiosks: number): number | undefined =>
  kiosks <= CONNECTIONS_A_SECOND ? undefined : Math.ceil(kiosks / CONNECTIONS_A_SECOND)
