// The last known state of each part of a kiosk, for those who look after the branch.

export const kioskPart: readonly string[] = [
  `create table kiosk_part (
    kiosk text not null, part text not null, state text not null, at integer not null,
    primary key (kiosk, part)
  ) strict, without rowid`,
]
