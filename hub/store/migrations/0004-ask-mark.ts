// How far the questions of each kiosk have come, so that a restart forgets no replay.

export const askMark: readonly string[] = [
  `create table ask_mark (
    kiosk text primary key, epoch integer not null, n integer not null
  ) strict, without rowid`,
]
