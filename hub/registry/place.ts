/** Who asks or tells, and when by the hub's clock (ms since 1970 UTC). */
export type Place = { branch: string; kiosk: string; now: number }
