// The hub's alarm about its own store: it stands in memory and log, since the store cannot take it.
import type { Logger } from '../log.ts'
import type { Health } from '../store/health.ts'
import type { Store } from '../store/store.ts'
import type { Alarms } from './alarms.ts'

type Watched = {
  store: Pick<Store, 'health' | 'onHealth'>
  alarms: Pick<Alarms, 'raise' | 'over'>
  log: Logger
  /** Its name: one that takes turns with it may have trouble of its own. */
  hub: string
}

/** From now on, and first of all that what an earlier hub said of it is over. */
export const watchStore = ({ store, alarms, log, hub }: Watched): void => {
  const tell = (health: Health): void => {
    if (health === 'well') alarms.over(hub, 'store')
    else alarms.raise({ kiosk: hub, kind: 'store', detail: health })
  }
  tell(store.health)
  store.onHealth((health) => {
    if (health === 'well') log.info('the store takes what it is given again')
    tell(health)
  })
}
