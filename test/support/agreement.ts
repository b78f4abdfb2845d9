// Whether hub, tags and journal rows agree with one another, once everything has come to rest.
import type { House } from './house.ts'
import { hubRecords, type InboxRow } from './hub-records.ts'

const SECURED = 0x07

type ItemRow = { barcode: string; place: string }
type LoanRow = { barcode: string; id: string; closed_how: string | null }
type Fact = { item: { id: string }; loan?: string | null }

/** What the hub believes of each item by its number: `shelf`, `loan`, … */
export const placesOf = async (house: House): Promise<ReadonlyMap<string, string>> => {
  const rows = await hubRecords(house).read<ItemRow>('select barcode, place from item')
  return new Map(rows.map(({ barcode, place }) => [barcode, place]))
}

/** Every way in which they disagree, in words; empty when all is well. */
export const disagreements = async (house: House): Promise<string[]> => {
  const records = hubRecords(house)
  const places = await placesOf(house)
  const loans = await records.read<LoanRow>(
    `select item.barcode, loan.id, loan.closed_how from loan
      join item on item.id = loan.item`,
  )
  const [{ odd } = { odd: 0 }] = await records.read<{ odd: number }>(
    'select (select count(*) from dead_letter) + (select count(*) from work_list) as odd',
  )
  const inbox = await records.inbox()
  return [
    ...unsecuredAtHome(house, places),
    ...gaps(inbox),
    ...[...places].flatMap(([item, place]) => miscounted(item, place, loans, inbox)),
    ...(odd === 0 ? [] : [`${odd} rows were set aside or left to staff`]),
  ]
}

const unsecuredAtHome = (house: House, places: ReadonlyMap<string, string>): string[] =>
  house.branch
    .state()
    .books.filter(({ book }) => places.has(book) && places.get(book) !== 'loan')
    .flatMap(({ book, pieces }) =>
      pieces
        .filter(({ afi }) => afi !== SECURED)
        .map(({ afi }) => `${book} is at home with a tag of AFI ${afi?.toString(16)}`),
    )

/** Rows of each start of the kiosk are 1, 2, 3 … */
const gaps = (inbox: readonly InboxRow[]): string[] =>
  inbox.flatMap(({ epoch, seq }, i) => {
    const before = inbox[i - 1]
    const expected = before?.epoch === epoch ? before.seq + 1 : 1
    return seq === expected ? [] : [`row ${seq} of ${epoch} follows ${expected - 1}`]
  })

/** Each loan is told once as made or undone, and each return closes one. */
const miscounted = (
  item: string,
  place: string,
  loans: readonly LoanRow[],
  inbox: readonly InboxRow[],
): string[] => {
  const own = loans.filter(({ barcode }) => barcode === item)
  const closed = (how: string | null) =>
    own.filter((loan) => loan.closed_how === how).length
  const facts = (kind: string) =>
    factsIn(inbox, kind).filter((fact) => fact.item.id === item)
  const named = facts('checkout').flatMap(({ loan }) => loan ?? [])
  const expected: [string, number, number][] = [
    ['open loans', closed(null), place === 'loan' ? 1 : 0],
    ['loans that were returned, and returns', closed('returned'), facts('checkin').length],
    ['loans that were undone', closed('undone'), facts('checkout-undone').length],
    ['loans closed by guess', closed('inferred'), 0],
    ['loans that stood', own.length - closed('undone'), facts('checkout').length],
    ['loans told twice', named.length - new Set(named).size, 0],
  ]
  return expected
    .filter(([, is, should]) => is !== should)
    .map(([what, is, should]) => `${item}: ${what}: ${is}, not ${should}`)
}

const factsIn = (inbox: readonly InboxRow[], kind: string): Fact[] =>
  inbox.filter((row) => row.kind === kind).map(({ body }) => JSON.parse(body ?? ''))
