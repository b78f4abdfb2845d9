// Whatever moment the kiosk is killed at: what the screen has said is so, nothing is done twice, and
// no book that the hub believes at home can leave unnoticed.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ToScreen } from '../../device/screen-protocol.ts'
import { disagreements, placesOf } from '../support/agreement.ts'
import { type Chance, chanceOf, seeded } from '../support/chance.ts'
import {
  AINO,
  choose,
  GOSTA,
  lay,
  lift,
  liftAndSee,
  OMAR,
  piecesOf,
  SKY_SET,
  signIn,
} from '../support/desk.ts'
import type { House } from '../support/house.ts'
import { settled } from '../support/kiosk-records.ts'
import { type Moment, watchFor } from '../support/moments.ts'
import { needing } from '../support/packages.ts'
import { type ScreenClient, ScreenGone } from '../support/screen.ts'
import { openTappedHouse, type TappedHouse } from '../support/tapped-house.ts'

const killed = suite('a kiosk killed in the middle of a loan')
const through = needing(killed, 'socat')

/** A plain book and a set of three: four tags. */
const BOOKS = [GOSTA, SKY_SET]
const KILLS = 20
/** The branches that suffer them, side by side. */
const BRANCHES = 4
const MOST_VISITS = 6

type Plan = {
  moment: Moment
  nth: number
  /** Whether the hub is killed too, or was before the books were laid down. */
  hub: 'stays' | 'goes too' | 'went before'
  /** The patron takes her books away while the kiosk is down. */
  lifts: boolean
}

/** How often each happens while both books are lent and given back, more or less. */
const PER_VISIT: Record<Moment, number> = {
  look: 20,
  'AFI lost': 8,
  'AFI written': 8,
  'AFI read back': 8,
  'ask lost': 4,
  'ask arrived': 4,
  'answer lost': 4,
  'event lost': 3,
  'event arrived': 3,
  'ack lost': 3,
  shown: 4,
}

const DECK: readonly Pick<Plan, 'moment' | 'hub'>[] = [
  ...(Object.keys(PER_VISIT) as Moment[]).map((moment) => ({
    moment,
    hub: 'stays' as const,
  })),
  { moment: 'AFI lost', hub: 'went before' },
  { moment: 'AFI written', hub: 'went before' },
  { moment: 'AFI read back', hub: 'went before' },
  { moment: 'shown', hub: 'went before' },
  { moment: 'AFI written', hub: 'goes too' },
  { moment: 'ask arrived', hub: 'goes too' },
  { moment: 'event arrived', hub: 'goes too' },
  { moment: 'AFI lost', hub: 'stays' },
  { moment: 'AFI read back', hub: 'stays' },
]

const plansOf = (chance: Chance): Plan[] =>
  chance.shuffle(DECK).map(({ moment, hub }) => ({
    moment,
    nth: 1 + chance.below(PER_VISIT[moment]),
    hub,
    lifts: chance.below(2) === 0,
  }))

type Promises = Map<string, 'lent' | 'returned'>

/** Keeps what the screen has said of each item; tells when it says something new. */
const listenTo = (screen: ScreenClient, promises: Promises, told: () => void): void =>
  screen.onShown(({ view }: ToScreen) => {
    if (view.screen !== 'desk.borrow' && view.screen !== 'desk.return') return
    for (const { item, state } of view.rows) {
      const promise = PROMISES[state]
      if (promise === undefined || promises.get(item) === promise) continue
      promises.set(item, promise)
      told()
    }
  })

const PROMISES: Readonly<Record<string, 'lent' | 'returned'>> = {
  lent: 'lent',
  'lent-later': 'lent',
  returned: 'returned',
  'returned-later': 'returned',
}

type Visit = { house: House; screen: ScreenClient; promises: Promises; card: string }

/** Lays the books down and waits until the screen has promised each; then takes them up again. */
const layUntil = async (
  { house, screen, promises }: Visit,
  on: 'desk.borrow' | 'desk.return',
  books: readonly string[],
): Promise<void> => {
  const pieces = books.flatMap((book) => piecesOf(house, book))
  // From now on either is right until the screen says which.
  for (const book of books) promises.delete(book)
  await lay(house, ...pieces)
  await screen.shows(on, () => books.every((book) => promises.has(book)))
  await lift(house, ...pieces)
  screen.send({ do: 'finish' })
  await screen.shows('desk.finish')
  screen.send({ do: 'receipt', choice: 'none' })
  await screen.shows('desk.thanks')
}

const borrowAndReturn = async (visit: Visit, plan: Plan): Promise<void> => {
  const { house, screen, promises } = visit
  const places = await placesOf(house)
  // What the hub is still to be told, the screen has promised.
  const atHome = BOOKS.filter((book) =>
    promises.has(book) ? promises.get(book) === 'returned' : places.get(book) !== 'loan',
  )
  if (atHome.length > 0) {
    await signIn(house, screen, { card: visit.card, task: 'borrow' })
    if (plan.hub === 'went before') {
      await house.hub.end('SIGKILL')
      await screen.shows('desk.borrow', ({ frame }) => frame.offline)
    }
    await layUntil(visit, 'desk.borrow', atHome)
  }
  await choose(screen, 'return')
  await screen.shows('desk.return')
  await layUntil(visit, 'desk.return', BOOKS)
  if (plan.hub !== 'went before' || atHome.length === 0) return
  await house.startHub()
  screen.send({ do: 'start' })
  await screen.shows('desk.home', ({ frame }) => !frame.offline)
}

const lying = (house: House): string[] =>
  house.branch
    .state()
    .books.flatMap(({ pieces }) => pieces)
    .filter(({ place }) => place.at === 'pad')
    .map(({ key }) => key)

/** Visits, one patron after the other, until the moment has come, and sees what a restart makes of it. */
const suffer = async (
  { house, tap }: TappedHouse,
  plan: Plan,
  promises: Promises,
): Promise<void> => {
  // What a start has to tell is no moment of a visit.
  await settled(house)
  let struck: Promise<unknown> | undefined
  const watch = watchFor({ reader: house.branch.devices.pad, tap }, plan, () => {
    const kiosk = house.kiosk.end('SIGKILL')
    struck =
      plan.hub === 'goes too' ? Promise.all([kiosk, house.hub.end('SIGKILL')]) : kiosk
  })
  const screen = await house.screen('desk')
  listenTo(screen, promises, watch.shown)
  try {
    for (let visits = 0; struck === undefined && visits < MOST_VISITS; visits++)
      await borrowAndReturn(
        { house, screen, promises, card: visits % 2 === 0 ? AINO : OMAR },
        plan,
      )
  } catch (error) {
    if (!(error instanceof ScreenGone)) throw error
  }
  assert.ok(struck, 'the moment never came')
  await struck
  watch.stop()

  if (plan.lifts) await lift(house, ...lying(house))
  await house.startKiosk()
  if (plan.hub !== 'stays') await house.hub.end('SIGKILL').then(house.startHub)
  await settled(house)
  assert.is((await disagreements(house)).join('; '), '')
  const places = await placesOf(house)
  for (const [item, promise] of promises)
    assert.is(places.get(item) === 'loan', promise === 'lent', `${item} was ${promise}`)
  // The next patron comes when the pad knows that they are gone: else they would be lent to her too.
  await liftAndSee(house, ...lying(house))
}

const inBranch = async (plans: readonly Plan[]): Promise<void> => {
  await using tapped = await openTappedHouse()
  const promises: Promises = new Map()
  for (const plan of plans)
    try {
      await suffer(tapped, plan, promises)
    } catch (error) {
      const words =
        error instanceof assert.Assertion ? `not so: ${error.actual}` : `${error}`
      throw new Error(`${JSON.stringify(plan)}: ${words}`, { cause: error })
    }
}

through('keeps every promise and secures every tag', async () => {
  const plans = plansOf(chanceOf(seeded('kiosk killed in the middle of a loan')))
  assert.is(plans.length, KILLS)
  const each = KILLS / BRANCHES
  const ends = await Promise.allSettled(
    Array.from({ length: BRANCHES }, (_, n) =>
      inBranch(plans.slice(n * each, (n + 1) * each)),
    ),
  )
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  assert.is(failed.map(({ message }) => message).join('\n'), '')
})

killed.run()
