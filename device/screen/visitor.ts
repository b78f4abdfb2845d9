// Who may talk to the screens' server: a page of this kiosk on this machine, and no other page that
// its browser may be led to. A name that a foreign page made point here (DNS rebinding) is refused.
import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The `Host` header names this machine. */
export const isLocal = (host: string | undefined): boolean => {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  return LOOPBACK.has(new URL(`http://${host}`).hostname)
}

/** No page at all, or one that came from this very server. */
export const isOwnPage = ({ host, origin }: IncomingHttpHeaders): boolean =>
  isLocal(host) && (origin === undefined || origin === `http://${host}`)
