// Who is there: as many in the room as the counter says, and the one in the street with a card.
import { BOOK, darker } from '../pictures/paint.ts'
import { type Looks, Person } from '../pictures/person.tsx'
import { circle, path, polygon, rect } from '../pictures/shapes.tsx'
import { FLOOR, GROUND } from './plan.ts'

/** Everybody's own coat, by the name on the card: the same person looks the same each time. */
const COATS: readonly Looks[] = [
  { coat: '#1C6F5F', hair: '#6A4A2D', scarf: '#E0AC4B', bag: '#9A3B2D' },
  { coat: '#3B5566', hat: '#E0AC4B', hair: null, skin: '#B98460', scarf: '#A9CBBE' },
  { coat: '#6A4A5C', hair: '#C98F2E', scarf: '#E3B9A4' },
  { coat: '#C98F2E', hair: '#3A2A20', skin: '#C99673', legs: '#2F4E63' },
  { coat: '#5B6467', hat: '#9A3B2D', hair: null, scarf: '#EDE6D6' },
  { coat: '#2F6F97', hair: '#24302F', skin: '#8A5A3C' },
]

/** Colour of the nth card in the pocket, and of the coat of who holds it. */
const CARD_COLOURS = [
  ...['#1C6F5F', '#2F5F85', '#6A4A5C', '#8A5A1E', '#5B6467', '#7C2C22'],
] as const

const looksOf = (card: number): Looks =>
  COATS[((card % COATS.length) + COATS.length) % COATS.length] ?? {}

export const cardColour = (card: number): string =>
  CARD_COLOURS[card % CARD_COLOURS.length] ?? BOOK.pine

/** In the street before the reader, the card in a raised hand. */
export const AtTheDoor = ({ card, holds }: { card: number; holds: boolean }) => (
  <g class="arrives-outside">
    <Person
      x={420}
      y={GROUND + 4}
      s={150}
      {...looksOf(card)}
      bag={null}
      legs="#1D2A2E"
      arm={holds ? [18, 72] : null}
    />
    {holds && (
      <g transform="translate(441 434) rotate(-12)">
        {rect(0, 0, 15, 10, cardColour(card), 1.5)}
        {rect(2.5, 2.5, 7, 1.6, '#fff')}
      </g>
    )}
  </g>
)

/** Deep in the armchair with a book. */
const Reading = () => {
  const x = 1092
  const y = FLOOR - 8
  return (
    <>
      {rect(x - 11, y - 26, 9, 28, '#24302F', 3)}
      {rect(x + 2, y - 26, 9, 28, '#24302F', 3)}
      {rect(x - 14, y - 1, 13, 6, '#14201F', 2)}
      {rect(x + 1, y - 1, 13, 6, '#14201F', 2)}
      {rect(x - 14, y - 36, 28, 14, '#24302F', 6)}
      {path(
        `M${x - 17} ${y - 30}Q${x - 18} ${y - 64} ${x} ${y - 65}Q${x + 18} ${y - 64} ${x + 17} ${y - 30}Z`,
        '#D9CFBD',
      )}
      {circle(x, y - 76, 11, '#E8C3A4')}
      {path(`M${x - 12} ${y - 75}a12 12 0 0 1 24 0q-5 -7 -12 -7t-12 7Z`, '#EDE9E0')}
      {polygon(
        [
          [x - 17, y - 47],
          [x, y - 43],
          [x + 17, y - 47],
          [x + 17, y - 29],
          [x, y - 25],
          [x - 17, y - 29],
        ],
        '#0F5A4C',
      )}
      {rect(x - 0.8, y - 43, 1.6, 18, '#0B483D')}
      {circle(x - 17, y - 36, 4, '#E8C3A4')}
      {circle(x + 17, y - 36, 4, '#E8C3A4')}
    </>
  )
}

const AtTheShelf = () => (
  <Person
    x={742}
    y={FLOOR}
    s={104}
    coat="#E0AC4B"
    hair="#3A2A20"
    legs="#2F4E63"
    skin="#C99673"
    arm={[17, 66]}
  />
)

const ByTheBins = () => (
  <Person x={690} y={FLOOR} s={140} coat="#6A4A5C" hair="#24302F" skin="#8A5A3C" dir={-1} />
)

const Browsing = () => (
  <Person
    x={808}
    y={FLOOR}
    s={146}
    coat={darker('#A9CBBE', 0.25)}
    hair="#C98F2E"
    arm={[16, 62]}
    dir={-1}
  />
)

const MORE = [Reading, AtTheShelf, Browsing, ByTheBins]

/** The first stands at the station and is who came in with the card. */
export const Inside = ({
  count,
  card,
  busy,
}: {
  count: number
  card: number
  busy: boolean
}) => (
  <>
    {count > 0 && (
      <g class="arrives" key="first">
        <Person x={868} y={FLOOR} s={150} {...looksOf(card)} arm={busy ? [26, 52] : null} />
      </g>
    )}
    {MORE.slice(0, Math.max(0, count - 1)).map((Somebody, at) => (
      <g class="arrives" key={at}>
        <Somebody />
      </g>
    ))}
  </>
)

/** Somebody who works here, with the trolley, when the branch is staffed. */
export const Librarian = () => (
  <>
    <Person
      x={1038}
      y={FLOOR}
      s={148}
      coat="#0F5A4C"
      hair="#B9B2A4"
      legs="#3B4A48"
      scarf={null}
      dir={-1}
    />
  </>
)
