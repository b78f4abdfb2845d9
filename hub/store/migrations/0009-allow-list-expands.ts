// Who is let in whatever the hour, and whom a personnummer names: by HMAC, as with cards.

export const allowList: readonly string[] = [
  `create table allowed (
    id integer primary key autoincrement, patron text not null references patron,
    branch text references branch, begins text not null, ends text, days text not null,
    opens text not null, closes text not null, note text not null default '',
    check (ends >= begins), check (length(days) between 1 and 7), check (length(note) <= 500)
  ) strict`,
  `create index allowed_patron on allowed (patron)`,
  `create table personnummer (
    hash blob primary key, patron text not null references patron, check (length(hash) = 32)
  ) strict, without rowid`,
]
