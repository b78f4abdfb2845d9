// Issues a certificate to a kiosk: for the key it made itself, or at a first set-up for one made here.
import { lstat, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CertificateAnswer, openAuthority } from '../identity/authority.ts'
import { readIfThere } from '../identity/read-if-there.ts'
import { newRequest } from '../identity/x509.ts'
import { Complaint } from './complaint.ts'
import { day } from './list.ts'
import { command, kioskOf, type Report, type Site, urlForKiosks } from './site.ts'

export type Wanted = {
  kiosk: string
  /** PKCS #10 in PEM, at most 8192 characters; undefined = a key is made here. */
  request: string | undefined
  /** Folder for what is made, in which none of it may be yet. */
  out: string
}

const NAMES = { ca: 'ca.crt', certificate: 'kiosk.crt', key: 'kiosk.key' } as const
/** Where kiosk.json looks for them on a kiosk. */
const ON_THE_KIOSK = '/data/id'

/** Rejects with a Complaint; then nothing is issued. */
export const issue = async (site: Site, wanted: Wanted): Promise<Report> => {
  const at = kioskOf(site, wanted.kiosk)
  const { kiosk } = at
  const files = await emptyPlaces(wanted.out)
  const isNew = (await readIfThere(join(site.identity, 'ca.crt'))) === undefined
  const authority = await openAuthority({
    folder: site.identity,
    consortium: at.consortium,
    now: Date.now,
  })
  const before = (await authority.register.all()).filter(
    (one) => one.kiosk === kiosk && one.withdrawn === undefined,
  )
  const made = wanted.request === undefined ? await newRequest(kiosk) : undefined
  const issued = await authority.forKiosk(at, made?.request ?? wanted.request ?? '')
  if (!issued.ok) throw new Complaint('bad-input', REFUSALS[issued.reason])
  if (made !== undefined) await place(files.key, made.key, 0o600)
  await place(files.certificate, issued.certificate, 0o644)
  await place(files.ca, authority.certificate, 0o644)
  const { ca, certificate } = files
  return {
    json: {
      kiosk,
      serial: issued.serial,
      notAfter: new Date(issued.notAfter).toISOString(),
      files: { ca, certificate, ...(made && { key: files.key }) },
    },
    words: [
      ...(isNew ? [`This hub had no authority yet: one is made in ${site.identity}.`] : []),
      `${kiosk} has a certificate until ${day(issued.notAfter)}, in ${wanted.out}.`,
      ...(before.length > 0 ? [`Its ${before.length} before it stay in force too.`] : []),
      ...(made ? [KEY_MADE_HERE] : []),
    ],
    next: nextFor(site, { out: wanted.out, hasKey: made !== undefined }),
  }
}

const KEY_MADE_HERE =
  'Its key was made here. Better is a key made on the kiosk, which never leaves it: see --request.'

const REFUSALS: Record<Extract<CertificateAnswer, { ok: false }>['reason'], string> = {
  unreadable:
    'This is no request for a certificate: expected PKCS #10 in PEM, which begins with -----BEGIN CERTIFICATE REQUEST-----.',
  'not-signed-by-its-key':
    'This request is not signed by its own key: it was changed on the way. Fetch it from the kiosk again.',
  'not-p256':
    'The key of this request is of another kind: expected P-256, as openssl ecparam -name prime256v1 makes it.',
}

/** How a kiosk makes its key and request; its key stays there. */
export const requestCommand = (kiosk: string): string =>
  `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${ON_THE_KIOSK}/kiosk.key -out kiosk.csr -subj /CN=${kiosk}`

const emptyPlaces = async (out: string): Promise<Record<keyof typeof NAMES, string>> => {
  const files = {
    ca: join(out, NAMES.ca),
    certificate: join(out, NAMES.certificate),
    key: join(out, NAMES.key),
  }
  try {
    await mkdir(out, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new Complaint('output', `${out} cannot be made (${codeOf(error)}): see --out.`)
  }
  for (const file of Object.values(files))
    if (await isThere(file))
      throw new Complaint(
        'output',
        `${file} is there already and is not written over: choose another folder with --out.`,
      )
  return files
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

const place = (file: string, text: string, mode: number): Promise<void> =>
  writeFile(file, text, { mode, flag: 'wx', flush: true })

const nextFor = (
  site: Site,
  { out, hasKey }: { out: string; hasKey: boolean },
): readonly string[] => {
  const url = urlForKiosks(site.config)
  const tls = {
    ca: `${ON_THE_KIOSK}/${NAMES.ca}`,
    certificate: `${ON_THE_KIOSK}/${NAMES.certificate}`,
    key: `${ON_THE_KIOSK}/${NAMES.key}`,
  }
  return [
    hasKey
      ? `Move all three files of ${out} to ${ON_THE_KIOSK}/ on the kiosk: whoever has ${NAMES.key} is the kiosk.`
      : `Copy ${NAMES.certificate} and ${NAMES.ca} of ${out} to ${ON_THE_KIOSK}/ on the kiosk.`,
    ...(url === undefined
      ? [
          `Give the hub mqtt.tls or mqtt.broker in ${site.file}: it takes nobody by TLS yet.`,
        ]
      : []),
    `In its kiosk.json, under "hub": "url": "${url ?? 'mqtts://…'}", "tls": ${JSON.stringify(tls)}`,
    command(site, 'list'),
  ]
}
