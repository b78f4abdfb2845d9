// Who may come in: the hub's word where it can be had, else the list's.
import type { RequestOf } from '../../hub/protocol/asks.ts'
import type { Link } from '../link/link.ts'
import type { Asked } from '../link/questions.ts'
import type { Offline } from './offline.ts'

/** A door with no list of its own: only the hub lets anybody in. */
export const NO_LIST: Pick<Offline, 'enter' | 'heard' | 'ready' | 'onReady'> = {
  ready: false,
  enter: async () => ({ ok: false, reason: 'no-answer' }),
  heard: () => {},
  onReady: () => () => {},
}

/** `offline`: decided here. */
export type Entry = { asked: Asked<'entry'>; offline?: true }

/**
 * A hub that is known to be gone is not waited for; but where nothing can be decided here it is asked all
 * the same, since whether it is there is found out by asking.
 */
export const askForEntry = async (
  link: Pick<Link, 'ask' | 'online'>,
  offline: Pick<Offline, 'enter' | 'ready' | 'heard'>,
  request: RequestOf<'entry'>,
): Promise<Entry> => {
  const { card, pin, inside = null } = request
  const decide = async (): Promise<Entry> => ({
    asked: await offline.enter({ card, pin, inside }),
    offline: true,
  })
  if (!link.online && offline.ready) {
    const decided = await decide()
    if (decided.asked.ok) return decided
  }
  const asked = await link.ask('door', 'entry', request)
  if (asked.ok && asked.answer.ok) offline.heard()
  if (asked.ok || !offline.ready) return { asked }
  return decide()
}
