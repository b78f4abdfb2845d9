// What somebody must see to at a kiosk, once however often it is raised, until it is over.

export const alarm: readonly string[] = [
  `create table alarm (
    kiosk text not null, kind text not null, detail text not null,
    first integer not null, last integer not null, count integer not null,
    primary key (kiosk, kind)
  ) strict, without rowid`,
]
