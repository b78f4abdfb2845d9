// The status page: one branch or several, as plain HTML that needs no script.
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { AlarmStatus, BranchStatus, KioskStatus } from './branch-status.ts'
import { daysTable } from './days-ahead.ts'
import {
  alarmWords,
  atClock,
  doorWords,
  insideWords,
  kioskWords,
  letInWords,
  letterWords,
  longDay,
  OPENING_LABELS,
  openingWords,
  troubleWords,
  workWords,
} from './words.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Light and dark, from the system's own fonts; the hatch says "open, but nobody works here". */
export const STYLE = `
:root{color-scheme:light dark;--bg:#FBFAF7;--surface:#FFF;--line:#DDD8CC;--ink:#14201F;--ink-2:#44524F;
--accent:#0F5A4C;--mero:#12507F;--hatch:#DCE9F4;--warn:#7A4A00;--warn-soft:#FBEBCB;--ok:#17692F}
@media(prefers-color-scheme:dark){:root{--bg:#10191A;--surface:#182425;--line:#2C3B3C;--ink:#F4F1EA;
--ink-2:#C2CBC8;--accent:#7FD6BE;--mero:#9CCBF0;--hatch:#14283A;--warn:#FFCF70;--warn-soft:#37290B;--ok:#8FDB9F}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:1.125rem/1.5 system-ui,sans-serif}
header,main,footer{max-width:44rem;margin:0 auto;padding:1.5rem}
header{padding-bottom:0}h1{font-size:1.25rem;margin:0;font-weight:600}header p,footer{color:var(--ink-2)}header p{margin:0}
article{background:var(--surface);border:1px solid var(--line);border-radius:.75rem;padding:1.5rem;margin-bottom:1.5rem}
h2{font-size:2rem;line-height:1.2;margin:0}h3{font-size:1.125rem;margin:1.5rem 0 .5rem}
h2 a,footer a{color:inherit}.member{color:var(--ink-2);margin:0 0 1rem}
.opening{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:0}
.pill{border:2px solid currentColor;border-radius:.5rem;padding:.25rem .75rem;font-weight:700;color:var(--ink-2)}
.staffed{background:var(--accent);border-color:var(--accent);color:var(--bg)}
.clearing,.self-service,.last-call-15,.last-call-5{color:var(--mero);
background:repeating-linear-gradient(135deg,var(--hatch) 0 6px,transparent 6px 12px)}
.count{font-size:1.375rem;margin:1rem 0 0}
ul{list-style:none;margin:0;padding:0}li{border-top:1px solid var(--line);padding:.5rem 0}
.online strong{color:var(--ok)}.offline strong{color:var(--warn)}
.alarm{font-weight:700}
table{border-collapse:collapse;width:100%}th,td{border-top:1px solid var(--line);padding:.5rem .75rem .5rem 0;text-align:left;
vertical-align:top}thead{position:absolute;clip-path:inset(50%)}tbody th{font-weight:400;white-space:nowrap}td em{color:var(--ink-2)}
.trouble{background:var(--warn-soft);color:var(--warn);border:0;border-radius:.5rem;padding:.5rem .75rem;margin:.25rem 0}
`

/** `still` = the page is not fetched again by itself; `alarms` are the hub's own; `whole` tells all there is. */
export type Frame = {
  consortium: string
  still: boolean
  alarms: readonly AlarmStatus[]
  whole: boolean
}

export const statusPage = (
  branches: readonly BranchStatus[],
  { consortium, still, alarms, whole }: Frame,
): Html =>
  page(
    branches.length === 1 ? `${branches[0]?.name} – Bibliotek24` : 'Bibliotek24',
    html`<header>
        <h1>Bibliotek24 ${consortium}</h1>
        ${branches.slice(0, 1).map(told)} ${alarms.map(alarm)}
      </header>
      <main>${branches.length === 0 ? NO_KIOSK : branches.map((one) => branch(one, whole))}</main>
      <footer>${still ? STILL : MOVING}</footer>`,
  )

export const notFoundPage = (): Html =>
  page(
    'Finns inte – Bibliotek24',
    html`<main>
      <h1>Sidan finns inte.</h1>
      <p><a href="/">Till översikten</a></p>
    </main>`,
  )

const page = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="sv">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/status.css" />
      </head>
      <body>${body}</body>
    </html>`

const told = ({ now, zone }: BranchStatus): Html =>
  html`<p>${longDay(now, zone)} ${atClock(now, zone)}</p>`

const alarm = (one: AlarmStatus): Html =>
  html`<p class="trouble alarm">${alarmWords(one)}</p>`

const branch = (status: BranchStatus, whole: boolean): Html => {
  const { opening, changes } = status
  return html`<article aria-labelledby="${status.branch}">
    <h2 id="${status.branch}"><a href="/branch/${status.branch}">${status.name}</a></h2>
    <p class="member">${status.member}</p>
    <p class="opening">
      <span class="pill ${opening}">${OPENING_LABELS[opening]}</span>
      <span>${openingWords(opening, changes, status)}</span>
    </p>
    <p class="count">${letInWords(status.letInToday)} ${insideWords(status.inside)}</p>
    <h3>Kiosker</h3>
    ${kioskList(status)}
    <h3>Arbetslista</h3>
    <p>${workWords(status.work)}</p>
    ${whole ? html`<h3>Två veckor framåt</h3>${daysTable(status.ahead)}` : ''}
  </article>`
}

const MOVING = html`<p>
  Sidan hämtas på nytt var tionde sekund. <a href="?still">Låt den stå still</a>
</p>`
const STILL = html`<p>Sidan står still. <a href="?">Hämta den på nytt</a></p>`

const NO_KIOSK = html`<p>Ingen kiosk är inskriven ännu.</p>`

const kioskList = (status: BranchStatus): Html => {
  const { kiosks } = status
  if (kiosks.length === 0) return NO_KIOSK
  return html`<ul>${kiosks.map((kiosk) => kioskRow(kiosk, status))}</ul>`
}

const kioskRow = (kiosk: KioskStatus, when: BranchStatus): Html =>
  html`<li class="${kiosk.online ? 'online' : 'offline'}">
    <strong>${kiosk.kiosk}</strong> ${kioskWords(kiosk)} ${doorWords(kiosk)}
    ${kiosk.alarms.map(alarm)}
    ${kiosk.letters.count === 0 ? '' : html`<p class="trouble">${letterWords(kiosk.letters)}</p>`}
    ${kiosk.troubles.map((one) => html`<p class="trouble">${troubleWords(one, when)}</p>`)}
  </li>`
