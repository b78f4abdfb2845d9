// Which kiosk has which certificate, until when, and whether it still counts.
import { join } from 'node:path'
import { type CertificateState, stateOf } from '../identity/expiry.ts'
import { type Certificate, openRegister, type Register } from '../identity/register.ts'
import { command, kioskOf, type Report, type Site } from './site.ts'

const STATES: Record<CertificateState, string> = {
  'in-force': 'in force',
  'expires-soon': 'expires soon',
  expired: 'expired',
  withdrawn: 'withdrawn',
}

/** `2026-11-28`, in UTC as a certificate says it. */
export const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Reading it makes no authority where there is none. */
export const registerOf = ({ identity }: Site): Register =>
  openRegister(join(identity, 'certificates.jsonl'))

/** `kiosk` narrows it down to one; `all` shows too what has expired. */
export type Asked = { kiosk: string | undefined; all: boolean }

export const list = async (
  site: Site,
  { kiosk, all }: Asked,
  now = Date.now(),
): Promise<Report> => {
  const registered = await registerOf(site).all()
  const isOn = registered.some((one) => one.kiosk === kiosk)
  // A kiosk that has left the configuration may still have a certificate.
  if (kiosk !== undefined && !isOn) kioskOf(site, kiosk)
  const rows = registered
    .filter((one) => kiosk === undefined || one.kiosk === kiosk)
    .filter(({ notAfter }) => all || notAfter > now)
    .map((one) => ({ ...one, state: stateOf(one, now) }))
  const usable = new Set(rows.flatMap((row) => (isUsable(row.state) ? [row.kiosk] : [])))
  const without = site.config.kiosks
    .map((one) => one.kiosk)
    .filter((name) => !usable.has(name) && (kiosk === undefined || name === kiosk))
  return {
    json: {
      certificates: rows.map(({ kiosk: of, serial, notAfter, state, withdrawn }) => ({
        kiosk: of,
        serial,
        notAfter: new Date(notAfter).toISOString(),
        state,
        ...(withdrawn !== undefined && { withdrawnAt: new Date(withdrawn).toISOString() }),
      })),
      without,
    },
    words: [...table(rows), ...without.map((name) => `${name} has none in force.`)],
    next: nextFor(site, rows, without),
  }
}

type Row = Certificate & { state: CertificateState }

const isUsable = (state: CertificateState): boolean =>
  state === 'in-force' || state === 'expires-soon'

const table = (rows: readonly Row[]): readonly string[] => {
  if (rows.length === 0) return []
  const cells = rows.map(({ kiosk, serial, notAfter, state }) => [
    kiosk,
    day(notAfter),
    STATES[state],
    serial,
  ])
  const all = [['KIOSK', 'UNTIL', 'STATE', 'SERIAL'], ...cells]
  const widths = [0, 1, 2].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  )
  return all.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
}

const nextFor = (
  site: Site,
  rows: readonly Row[],
  without: readonly string[],
): readonly string[] => {
  const due = without[0] ?? rows.find(({ state }) => state === 'expires-soon')?.kiosk
  return due === undefined
    ? []
    : [command(site, `issue ${due} --request kiosk.csr --out new/${due}`)]
}
