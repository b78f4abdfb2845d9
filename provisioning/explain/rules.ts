// The rules of a door in sentences that a librarian can check: what each asks, and how it stood.
import type { Explanation } from '../../hub/api/client.ts'
import { type LoginMethod, STAFF_CATEGORY } from '../../hub/protocol/entry-rules.ts'

type Step = Explanation['steps'][number]
type Reason = Step['reason']

const METHODS: Record<LoginMethod, string> = {
  'card-pin': 'card and PIN',
  card: 'the card alone',
  'personnummer-pin': 'personnummer and PIN',
}

/** `12050` as `120.50`, `12000` as `120`. */
const money = (least: number): string =>
  least % 100 === 0 ? String(least / 100) : (least / 100).toFixed(2)

const crowd = ({ rules: { occupancyLimit }, person: { inside } }: Explanation): string => {
  const now = inside === null ? 'nobody counts' : `${inside} now`
  return occupancyLimit === null
    ? 'any number may be inside'
    : `fewer than ${occupancyLimit} inside (${now})`
}

const methodsOf = ({ rules, person }: Explanation): string =>
  `${METHODS[person.method]}: the branch takes ${rules.methods.map((one) => METHODS[one]).join(', ')}`

const consent = ({ rules: { consentBelow }, person }: Explanation): string =>
  person.age < consentBelow
    ? `under ${consentBelow}: a guardian has consented to that agreement`
    : `a guardian's consent is for those under ${consentBelow}`

const groups = ({ rules: { categories }, person }: Explanation): string =>
  categories === null
    ? 'any group of patrons is let in'
    : `of the groups let in: ${categories.join(', ')} (${person.category ?? 'of none'})`

const debts = ({ rules: { debtLimit }, person }: Explanation): string =>
  debtLimit === null
    ? `debts are not looked at (owes ${money(person.debt)})`
    : `owes ${money(debtLimit)} at most (owes ${money(person.debt)})`

/** What each rule asks, as a sentence that is true when it passes. */
const SENTENCES: Record<Reason, (about: Explanation) => string> = {
  'unknown-card': () => 'the card is known',
  'login-method': methodsOf,
  'member-not-in-force': () => 'the member takes part that day',
  blocked: () => 'the card is not blocked',
  'entry-lockdown': () => 'staff have not shut everybody out',
  closed: () => 'the branch is open',
  'under-age': ({ rules, person }) => `${rules.minimumAge} years or older (${person.age})`,
  'no-agreement': () => 'an agreement is signed',
  'agreement-outdated': ({ rules: { agreement } }) =>
    `the agreement is of version ${agreement ?? 1} or later`,
  'no-guardian-consent': consent,
  category: groups,
  debt: debts,
  full: crowd,
  'locked-out': () => 'not too many tries lately, of the card or at the reader',
  'wrong-pin': () => 'the PIN is right',
}

/** What the first refusal means, for whoever is asked about it. */
const MEANINGS: Record<Reason, string> = {
  'unknown-card': 'No member knows this card.',
  'login-method': 'The branch does not take this way of saying who one is.',
  'member-not-in-force': 'Her municipality is not part of the co-operation on that day.',
  blocked: 'Staff have blocked her; the block says until when.',
  'entry-lockdown': 'Staff have shut everybody out, those on the allow list too.',
  closed: 'The branch is closed then.',
  'under-age': 'She is younger than the branch lets in alone.',
  'no-agreement': 'She has signed no agreement on hours without staff, or it is revoked.',
  'agreement-outdated': 'She has signed an older agreement, and must sign the new one.',
  'no-guardian-consent': 'She is a minor, and no guardian has consented.',
  category: 'Patrons of her group are not let in without staff.',
  debt: 'She owes more than the branch allows.',
  full: 'As many are inside as may be.',
  'locked-out': 'Too many tries, of her card or at the reader: she must wait a while.',
  'wrong-pin': 'The PIN is wrong.',
}

export const meaningOf = (reason: Reason): string => MEANINGS[reason]

const MARK = { passed: 'yes', refused: 'NO', 'not-asked': '-', waived: '-' } as const

export const lineOf = (step: Step, about: Explanation): string =>
  `${MARK[step.verdict].padEnd(4)}${SENTENCES[step.reason](about)}${whyNot(step, about)}`

/** Why nobody asked; nothing where the sentence says so itself. */
const whyNot = ({ reason, verdict }: Step, about: Explanation): string => {
  const { opening, person, rules } = about
  if (verdict !== 'not-asked' && verdict !== 'waived') return ''
  if (reason === 'wrong-pin') return ': the card is enough'
  if (person.isAllowed) return ': not asked of the allow list'
  if (opening.mode === 'staffed') return ': not asked while staff are there'
  if (opening.mode === null) return ': asked when it is open without staff'
  if (rules.agreement === null && reason.includes('agreement'))
    return ': the branch asks for none'
  if (reason === 'full' && person.category === STAFF_CATEGORY)
    return ': not asked of those who work there'
  return ''
}
