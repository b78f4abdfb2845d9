// What branches may ask of whoever comes in: agreements with version, guardian and revocation, groups,
// debts, and blocks with a note and a place. The two lists get a number of their own, since somebody may
// sign twice in a day; an older hub reads and writes them as before.

export const entryRules: readonly string[] = [
  // Null: the youngest age, and nothing more.
  `alter table branch add column entry text`,
  `alter table patron add column category text`,
  `alter table patron add column debt integer not null default 0 check (debt >= 0)`,
  `alter table patron add column extended integer not null default 0 check (extended in (0, 1))`,
  `create table agreement_anew (
    id integer primary key autoincrement, patron text not null references patron,
    begins text not null, ends text, version integer not null default 1, language text,
    revoked text, guardian text, guardian_revoked text,
    check (ends >= begins), check (revoked >= begins), check (version between 1 and 9999)
  ) strict`,
  `insert into agreement_anew (patron, begins, ends, revoked)
    select patron, begins, ends, date(ends, '+1 day') from agreement`,
  `drop table agreement`,
  `alter table agreement_anew rename to agreement`,
  `create index agreement_patron on agreement (patron)`,
  `create table block_anew (
    id integer primary key autoincrement, patron text not null references patron,
    branch text references branch, begins text not null, ends text,
    note text not null default '', check (ends >= begins), check (length(note) <= 500)
  ) strict`,
  `insert into block_anew (patron, begins, ends) select patron, begins, ends from block`,
  `drop table block`,
  `alter table block_anew rename to block`,
  `create index block_patron on block (patron)`,
]
