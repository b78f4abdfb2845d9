// What the newcomer reads: what runs, where, with which cards, and what to try first.
import { DEMO_PIN, PATRONS } from './collection.ts'
import { type DemoOptions, HOST } from './options.ts'

const NOTES: Record<string, string> = {
  adult: 'is let in, borrows',
  'other-member': 'another municipality, is let in',
  'no-agreement': 'has not signed for unstaffed hours',
  'under-age': 'is too young to come alone',
  blocked: 'is blocked',
  unknown: 'is unknown',
}

export const welcome = (options: DemoOptions): string => {
  const screens = `http://${HOST}:${options.screensPort}`
  return `
Bibliotek24 is open: Svärdsjö bibliotek, in the consortium Dalarna.

  The branch as a picture   ${screens}/simulator     <- begin here
  The screens               ${screens}/door  /desk  /chute
  The hub's status page     http://${HOST}:${options.httpPort}
  MQTT                      mqtt://${HOST}:${options.mqttPort}

  Cards (PIN ${DEMO_PIN})
${PATRONS.map((patron) => `  ${patron.card}  ${first(patron.name).padEnd(6)} ${patron.memberName.padEnd(6)} ${NOTES[patron.note]}`).join('\n')}

  Try this
  1. Hold Aino's card to the door and type ${DEMO_PIN}. The lock is released for 5 s.
  2. Borrow: put three books on the pad, and take a receipt.
  3. Drop one of them in the return chute outside.
  4. Cut the network: the door opens by its list. Join it, and watch the journal empty itself.

It is 17.42 there, and nobody works; the clock in the picture can be set.
State lives in ${options.var}. Begin anew: npm start -- --fresh. Stop: Ctrl-C.
`
}

const first = (name: string): string => name.split(' ')[0] ?? name
