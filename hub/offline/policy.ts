// Whom the doors of a branch let in without the hub, as its profile says; a door may have its own.
import { z } from 'zod'
import { type OfflinePolicy, offlinePolicy } from '../protocol/offline.ts'

/** As it stands in a profile, and in the store: of the branch, and by kiosk where it differs. */
export const branchOffline = offlinePolicy.extend({
  doors: z.record(z.string().max(40), offlinePolicy).optional(),
})
export type BranchOffline = z.infer<typeof branchOffline>

export const NOBODY: BranchOffline = branchOffline.parse({ who: 'nobody' })

type WithOffline = { offline: string }

const offlineOf = ({ offline }: WithOffline): BranchOffline =>
  branchOffline.parse(JSON.parse(offline))

export const policyOf = (branch: WithOffline, kiosk: string): OfflinePolicy => {
  const { doors, ...usual } = offlineOf(branch)
  return doors?.[kiosk] ?? usual
}

/** For how many days a branch keeps who was seen there; 0 = it keeps nothing of it. */
export const seenDays = (branch: WithOffline): number => {
  const { doors = {}, ...usual } = offlineOf(branch)
  const days = [usual, ...Object.values(doors)].map(({ who, days }) =>
    who === 'seen' ? days : 0,
  )
  return Math.max(...days)
}

/** Whether any of its doors lets anybody in. */
export const hasLists = (branch: WithOffline): boolean => {
  const { doors = {}, ...usual } = offlineOf(branch)
  return [usual, ...Object.values(doors)].some(({ who }) => who !== 'nobody')
}
