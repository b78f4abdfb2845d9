// Withdraws every certificate of a kiosk: whoever holds one of them is put out and stays out.

import { stateOf } from '../identity/expiry.ts'
import { Complaint } from './complaint.ts'
import { day, registerOf } from './list.ts'
import { command, kioskOf, type Report, type Site } from './site.ts'

export type Withdrawing = {
  kiosk: string
  /** Only says what would be done. */
  dryRun: boolean
  /** Shows what will be done and answers whether to do it; undefined where nobody can be asked. */
  confirm: ((words: string) => Promise<boolean>) | undefined
}

/** Rejects with a Complaint; then nothing is withdrawn. */
export const withdraw = async (
  site: Site,
  { kiosk, dryRun, confirm }: Withdrawing,
  now = Date.now(),
): Promise<Report> => {
  const register = registerOf(site)
  const its = (await register.all()).filter((one) => one.kiosk === kiosk)
  // One that has left the configuration can still be shut out.
  if (its.length === 0) kioskOf(site, kiosk)
  const inForce = its.filter((one) => !['withdrawn', 'expired'].includes(stateOf(one, now)))
  const json = { kiosk, serials: inForce.map(({ serial }) => serial) }
  const next = [command(site, `list ${kiosk}`)]
  if (inForce.length === 0)
    return {
      json: { ...json, withdrawn: false },
      words: [`${kiosk} has no certificate in force: there is nothing to withdraw.`],
      next,
    }
  const listed = inForce.map(({ serial, notAfter }) => `  ${serial} until ${day(notAfter)}`)
  const plan = [
    `${kiosk} loses ${inForce.length === 1 ? 'its certificate' : `its ${inForce.length} certificates`}, for good:`,
    ...listed,
    'A running hub ends its connection within two seconds. Its doors then go by their offline rules.',
  ]
  if (dryRun)
    return {
      json: { ...json, withdrawn: false },
      words: [...plan, 'Nothing was done.'],
      next: [command(site, `withdraw ${kiosk}`)],
    }
  if (confirm === undefined)
    throw new Complaint(
      'usage',
      `Nobody is here to confirm this: add --yes, or --dry-run to see what would be done.`,
    )
  if (!(await confirm(plan.join('\n'))))
    throw new Complaint('usage', 'Nothing was withdrawn.')
  await register.withdraw(kiosk, now)
  return {
    json: { ...json, withdrawn: true },
    words: [`${kiosk} is withdrawn: ${inForce.length} of its certificates.`],
    next: [...next, command(site, `issue ${kiosk} --request kiosk.csr --out new/${kiosk}`)],
  }
}
