// The first schema. STRICT tables: SQLite then refuses a value of another type.

const REGISTRY = [
  `create table member (
    id text primary key, name text not null, kind text not null, isil text not null unique
  ) strict`,
  `create table membership (
    member text not null references member, begins text not null, ends text,
    primary key (member, begins), check (ends >= begins)
  ) strict`,
  `create table branch (
    id text primary key, member text not null references member, name text not null,
    zone text not null, phone text not null, emergency text not null, week text not null,
    unlock_ms integer not null, minimum_age integer not null, loan_days integer not null,
    renewals integer not null, loan_limit integer not null, version integer not null
  ) strict`,
  `create table kiosk (
    branch text not null references branch, id text not null, secret blob not null,
    primary key (branch, id)
  ) strict`,
  `create table patron (
    key text primary key, member text not null references member, given text not null,
    initial text not null, born text not null, language text not null,
    check (length(initial) <= 1)
  ) strict`,
  `create table card (
    hash blob primary key, patron text not null references patron, check (length(hash) = 32)
  ) strict, without rowid`,
  `create table agreement (
    patron text not null references patron, begins text not null, ends text,
    primary key (patron, begins), check (ends >= begins)
  ) strict, without rowid`,
  `create table block (
    patron text not null references patron, begins text not null, ends text,
    primary key (patron, begins), check (ends >= begins)
  ) strict, without rowid`,
  `create table pin (
    patron text primary key references patron, verifier text not null
  ) strict, without rowid`,
  `create table pin_attempt (who text not null, at integer not null) strict`,
  `create index pin_attempt_who on pin_attempt (who)`,
  `create index pin_attempt_at on pin_attempt (at)`,
  `create table session (
    hash blob primary key, patron text not null references patron, branch text not null,
    kiosk text not null, expires integer not null
  ) strict, without rowid`,
]

const CIRCULATION = [
  `create table title (
    id text primary key, name text not null, author text not null, sort_key text not null
  ) strict`,
  `create table loan (
    id text primary key, item text not null references item deferrable initially deferred,
    patron text references patron, branch text not null references branch,
    made integer not null, due text not null, renewals integer not null default 0,
    claimed integer not null default 0, closed integer, closed_how text,
    check ((closed is null) = (patron is not null)),
    check ((closed is null) = (closed_how is null))
  ) strict`,
  `create unique index loan_open on loan (item) where closed is null`,
  `create index loan_patron on loan (patron) where patron is not null`,
  `create table hold (
    seq integer primary key autoincrement, id text not null unique,
    title text not null references title, patron text not null references patron,
    pickup text not null references branch, queued integer not null,
    loan text unique references loan, unique (title, patron)
  ) strict`,
  `create table item (
    id text primary key, register text not null, barcode text not null,
    title text not null references title, home text not null references branch,
    parts integer not null, for_loan integer not null default 1,
    place text not null, branch text references branch,
    loan text unique references loan deferrable initially deferred,
    hold text unique references hold (id), mark integer,
    seen integer not null, seen_at text references branch, seen_by text,
    unique (barcode, register), unique (branch, mark),
    check (parts between 1 and 255),
    check (place in ('shelf', 'loan', 'hold-shelf', 'transit', 'missing')),
    check ((place in ('shelf', 'hold-shelf', 'transit')) = (branch is not null)),
    check ((place = 'loan') = (loan is not null)),
    check (place in ('hold-shelf', 'transit') or hold is null),
    check (place <> 'hold-shelf' or hold is not null),
    check ((place = 'hold-shelf') = (mark is not null))
  ) strict`,
  `create index item_title on item (title)`,
]

const KIOSKS = [
  `create table inbox (
    kiosk text not null, epoch integer not null, seq integer not null,
    received integer not null, kind text not null, body text,
    primary key (kiosk, epoch, seq)
  ) strict, without rowid`,
  `create table ask_answer (
    kiosk text not null, id text not null, at integer not null, answer text not null,
    primary key (kiosk, id)
  ) strict, without rowid`,
  `create table kiosk_seen (
    kiosk text primary key, status text not null, epoch integer not null, at integer not null
  ) strict`,
  `create table quarantine (
    id integer primary key autoincrement, at integer not null, kiosk text not null,
    channel text not null, reason text not null, bytes blob not null
  ) strict`,
  `create table visit_count (
    branch text not null references branch, day text not null, count integer not null,
    primary key (branch, day)
  ) strict`,
  `create table work_list (
    id integer primary key autoincrement, at integer not null,
    branch text not null references branch, kind text not null, body text not null
  ) strict`,
]

export const first: readonly string[] = [...REGISTRY, ...CIRCULATION, ...KIOSKS]
