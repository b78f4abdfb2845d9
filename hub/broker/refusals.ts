// Makes alarms of what a Mosquitto tells of whom it refused, as the broker inside raises its own.
import type { Alarm, Alarms } from '../alarms/alarms.ts'
import type { Duty } from '../duty.ts'
import { HUB_NAMES } from '../identity/authority.ts'
import { maySubscribe } from './access.ts'
import type { Accounts } from './accounts.ts'
import { NOTICE_TOPICS, type Notice, readNotice } from './notices.ts'
import { createTwins } from './twins.ts'

type Hearing = {
  accounts: Pick<Accounts, 'find'>
  alarms: Pick<Alarms, 'raise'>
  /** Every hub hears them; one tells of them. */
  duty: Pick<Duty, 'isOn'>
}

/** Whichever hub tells it. */
const HUB_ITSELF = HUB_NAMES.a

export type Refusals = {
  topics: readonly string[]
  heard(topic: string, payload: Uint8Array): void
}

/** A name in a line is a kiosk's only if the hub knows it; else the alarm is the hub's own. */
export const hearRefusals = ({ accounts, alarms, duty }: Hearing): Refusals => {
  const twins = createTwins(alarms)
  const tell = (notice: Notice): void => {
    if (notice.about === 'certificate') return void alarms.raise(CERTIFICATE)
    const { client } = notice
    const party = client === undefined ? undefined : accounts.find(client)
    const kiosk = party?.role === 'kiosk' ? party.at.kiosk : HUB_ITSELF
    const detail = detailOf(notice, party)
    if (detail !== undefined) alarms.raise({ kiosk, kind: 'refused-at-broker', detail })
    else if (notice.about === 'replaced' && kiosk !== HUB_ITSELF) twins.replaced(kiosk)
  }
  return {
    topics: NOTICE_TOPICS,
    heard: (topic, payload) => {
      const read = readNotice(topic, payload)
      if (read.ok && duty.isOn) tell(read.notice)
    },
  }
}

const CERTIFICATE: Alarm = {
  kiosk: HUB_ITSELF,
  kind: 'certificate-refused',
  detail: 'expired, withdrawn, or of another authority',
}

/** The words of the gate; undefined where nothing was refused. */
const detailOf = (
  notice: Exclude<Notice, { about: 'certificate' }>,
  party: ReturnType<Accounts['find']>,
): string | undefined => {
  if (notice.about === 'replaced') return undefined
  if (notice.about === 'too-large') return 'publish: too-large'
  if (notice.about !== 'subscription') return `connect: ${notice.about}`
  if (party === undefined) return 'subscribe: unknown-kiosk'
  const allowed = maySubscribe(party, notice.filter)
  return allowed.ok ? undefined : `subscribe: ${allowed.reason}`
}
