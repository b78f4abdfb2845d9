// Whatever moment the kiosk is killed at while a book is in the chute: the book ends secured in a
// bin, and is returned once.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { disagreements, placesOf } from '../support/agreement.ts'
import { type Chance, chanceOf, seeded } from '../support/chance.ts'
import { AINO, GOSTA, lay, lift, PAPPAN, piecesOf, signIn } from '../support/desk.ts'
import type { House } from '../support/house.ts'
import { settled } from '../support/kiosk-records.ts'
import { type Moment, watchFor } from '../support/moments.ts'
import { needing } from '../support/packages.ts'
import { openTappedHouse, type TappedHouse } from '../support/tapped-house.ts'

const killed = suite('a kiosk killed in the middle of a return')
const through = needing(killed, 'socat')

const ANIARA = '31080000000039'
const FISKA = '31080000000070'
/** One for each kill. */
const BOOKS = [GOSTA, PAPPAN, ANIARA, FISKA]
/** Side by side. */
const BRANCHES = 2

type Blow = Moment | 'in the bin'
type Plan = { blow: Blow; nth: number; hub: 'stays' | 'goes too' | 'went before' }

const DECK: readonly Pick<Plan, 'blow' | 'hub'>[] = [
  { blow: 'look', hub: 'stays' },
  { blow: 'answer lost', hub: 'stays' },
  { blow: 'AFI read back', hub: 'stays' },
  { blow: 'AFI lost', hub: 'goes too' },
  { blow: 'ack lost', hub: 'goes too' },
  { blow: 'AFI written', hub: 'went before' },
  { blow: 'in the bin', hub: 'stays' },
  { blow: 'ack lost', hub: 'stays' },
]
const MOST_LOOKS = 20

const plansOf = (chance: Chance): Plan[] =>
  chance.shuffle(DECK).map(({ blow, hub }) => ({
    blow,
    nth: blow === 'look' ? 1 + chance.below(MOST_LOOKS) : 1,
    hub,
  }))

const borrow = async (house: House): Promise<void> => {
  const screen = await house.screen('desk')
  const pieces = BOOKS.flatMap((book) => piecesOf(house, book))
  await signIn(house, screen, { card: AINO, task: 'borrow' })
  await lay(house, ...pieces)
  await screen.shows(
    'desk.borrow',
    ({ view }) =>
      view.screen === 'desk.borrow' &&
      view.rows.filter(({ state }) => state === 'lent' || state === 'lent-later').length ===
        BOOKS.length,
  )
  await lift(house, ...pieces)
  await screen.close()
  await settled(house)
}

const placeOf = (house: House, book: string): string | undefined =>
  house.branch.state().books.find((one) => one.book === book)?.pieces[0]?.place.at

/** Resolves when the kiosk has been struck down at this moment of the book's way. */
const strike = ({ house, tap }: TappedHouse, book: string, plan: Plan): Promise<unknown> =>
  new Promise((resolve) => {
    const end = (): void => {
      watching.stop()
      leave()
      const kiosk = house.kiosk.end('SIGKILL')
      resolve(
        plan.hub === 'goes too' ? Promise.all([kiosk, house.hub.end('SIGKILL')]) : kiosk,
      )
    }
    const { reader } = house.branch.devices.chute
    const moment = { moment: plan.blow as Moment, nth: plan.nth }
    const watching = watchFor({ reader, tap }, moment, end)
    const leave = house.branch.onChange(() => {
      if (plan.blow === 'in the bin' && placeOf(house, book) === 'bin') end()
    })
  })

const suffer = async (tapped: TappedHouse, book: string, plan: Plan): Promise<void> => {
  const { house } = tapped
  const screen = await house.screen('chute')
  await screen.shows('chute.ready', ({ frame }) => !frame.offline)
  if (plan.hub === 'went before') {
    await house.hub.end('SIGKILL')
    await screen.shows('chute.ready', ({ frame }) => frame.offline)
  }
  const struck = strike(tapped, book, plan)
  await house.branch.hand({ do: 'drop-in-chute', key: piecesOf(house, book)[0] ?? '' })
  await struck
  await house.startKiosk()
  if (plan.hub !== 'stays') await house.startHub()
  await house.branchIs(`${book} is in a bin`, () => placeOf(house, book) === 'bin')
  await settled(house)
  assert.is((await disagreements(house)).join('; '), '')
  assert.is((await placesOf(house)).get(book), 'shelf')
}

const inBranch = async (plans: readonly Plan[]): Promise<void> => {
  await using tapped = await openTappedHouse()
  await borrow(tapped.house)
  for (const [n, plan] of plans.entries())
    try {
      await suffer(tapped, BOOKS[n] ?? '', plan)
    } catch (error) {
      const words =
        error instanceof assert.Assertion ? `not so: ${error.actual}` : `${error}`
      throw new Error(`${JSON.stringify(plan)}: ${words}`, { cause: error })
    }
}

through('finds every book in a bin, secured and returned once', async () => {
  const plans = plansOf(chanceOf(seeded('kiosk killed in the middle of a return')))
  const ends = await Promise.allSettled(
    Array.from({ length: BRANCHES }, (_, n) =>
      inBranch(plans.slice(n * BOOKS.length, (n + 1) * BOOKS.length)),
    ),
  )
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  assert.is(failed.map(({ message }) => message).join('\n'), '')
})

killed.run()
