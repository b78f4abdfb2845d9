// The hours of the days to come as a table, with what makes a day unlike others: so that somebody sees
// a wrong calendar before the street does.
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { Temporal } from 'temporal-polyfill'
import type { Hours, RedDayName } from '../protocol/calendar.ts'
import { type BranchRow, calendarOfBranch } from '../registry/branches.ts'
import { type DayPlan, planOn } from '../rules/hours.ts'
import { type RedDay, redDaysOn } from '../rules/red-days.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export type DayAhead = { date: Temporal.PlainDate; red: readonly RedDay[]; plan: DayPlan }

const DAYS = 14

/** From `now` (ms since 1970 UTC) on, today first. */
export const daysAhead = (branch: BranchRow, now: number): readonly DayAhead[] => {
  const calendar = calendarOfBranch(branch)
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(branch.zone)
    .toPlainDate()
  return Array.from({ length: DAYS }, (_, days) => {
    const date = today.add({ days })
    const { country } = calendar
    const red = country === null ? [] : redDaysOn(country, date.toString())
    return { date, red, plan: planOn(calendar, date) }
  })
}

export const daysTable = (days: readonly DayAhead[]): Html =>
  html`<table>
    <thead>
      <tr><th scope="col">Dag</th><th scope="col">Öppet</th></tr>
    </thead>
    <tbody>${days.map(row)}</tbody>
  </table>`

const row = (day: DayAhead): Html => {
  const why = reasonOf(day)
  return html`<tr>
    <th scope="row">${dateWords(day.date)}</th>
    <td>${hoursWords(day.plan.hours)}${why === '' ? '' : html` <em>${why}</em>`}</td>
  </tr>`
}

const dateWords = (date: Temporal.PlainDate): string =>
  date.toLocaleString('sv-SE', { weekday: 'short', day: 'numeric', month: 'short' })

const MODES: Record<Hours['mode'], string> = {
  staffed: 'bemannat',
  'self-service': 'meröppet',
}

/** `meröppet 06.00–22.00, bemannat 13.00–19.00`, as each begins; `stängt` where there are none. */
export const hoursWords = (hours: readonly Hours[]): string =>
  hours.length === 0
    ? 'stängt'
    : [...hours]
        .sort((a, b) => (a.from < b.from ? -1 : 1))
        .map(
          ({ from, to, mode, own }) => `${own ?? MODES[mode]} ${clock(from)}–${clock(to)}`,
        )
        .join(', ')

const clock = (wallTime: string): string => wallTime.replace(':', '.')

const FROM: Partial<Record<DayPlan['from'], string>> = {
  exception: 'avvikande öppettid',
  'not-planned': 'ingen har planerat så långt ännu',
}

const reasonOf = ({ red, plan }: DayAhead): string =>
  [...red.map(({ name }) => RED_DAYS[name]), FROM[plan.from] ?? '']
    .filter(Boolean)
    .join(', ')

const RED_DAYS: Record<RedDayName, string> = {
  'new-year': 'nyårsdagen',
  'epiphany-eve': 'trettondagsafton',
  epiphany: 'trettondedag jul',
  'maundy-thursday': 'skärtorsdagen',
  'good-friday': 'långfredagen',
  'easter-eve': 'påskafton',
  easter: 'påskdagen',
  'easter-monday': 'annandag påsk',
  'walpurgis-eve': 'valborgsmässoafton',
  'may-day': 'första maj',
  ascension: 'Kristi himmelsfärdsdag',
  'whit-eve': 'pingstafton',
  whitsun: 'pingstdagen',
  'whit-monday': 'annandag pingst',
  'norwegian-national-day': 'Norges nationaldag',
  'danish-constitution-day': 'Danmarks grundlagsdag',
  'swedish-national-day': 'Sveriges nationaldag',
  'midsummer-eve': 'midsommarafton',
  midsummer: 'midsommardagen',
  'all-saints': 'alla helgons dag',
  'finnish-independence-day': 'Finlands självständighetsdag',
  'christmas-eve': 'julafton',
  christmas: 'juldagen',
  'boxing-day': 'annandag jul',
  'new-years-eve': 'nyårsafton',
}
