// Whether staff have set all hours aside, so that nobody is let in.
import type { KioskConfiguration } from '../../hub/protocol/configuration.ts'

/** `now` in ms since 1970 UTC; one without an end holds whatever the time. */
export const isLockedDown = (
  { calendar }: Pick<KioskConfiguration, 'calendar'>,
  now: number,
): boolean =>
  (calendar?.overrides ?? []).some(
    ({ kind, from, until }) =>
      kind === 'entry-lockdown' && (until === null || (from <= now && now < until)),
  )
