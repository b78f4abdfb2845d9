// The hub's alarm about its own store: it stands in memory and log, since the store cannot take it.
import type { Logger } from '../log.ts'
import type { Health } from '../store/health.ts'
import type { Store } from '../store/store.ts'
import type { Alarms } from './alarms.ts'
import { HUB_ITSELF } from './kinds.ts'

type Watched = {
  store: Pick<Store, 'health' | 'onHealth'>
  alarms: Pick<Alarms, 'raise' | 'over'>
  log: Logger
}

/** From now on, and first of all that what an earlier hub said of it is over. */
export const watchStore = ({ store, alarms, log }: Watched): void => {
  const tell = (health: Health): void => {
    if (health === 'well') alarms.over(HUB_ITSELF, 'store')
    else alarms.raise({ kiosk: HUB_ITSELF, kind: 'store', detail: health })
  }
  tell(store.health)
  store.onHealth((health) => {
    if (health === 'well') log.info('the store takes what it is given again')
    tell(health)
  })
}
