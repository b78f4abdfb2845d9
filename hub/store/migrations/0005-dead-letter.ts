// What nobody could read is one row however often it comes, and knows whether it can be tried again.
// Of what was set aside before only the beginning was kept: its `form` stays null.

/** Kept by the database itself, so that no way of adding or removing a letter forgets it. */
const HELD = [
  `create table dead_letter_held (
    kiosk text primary key, letters integer not null, size integer not null,
    gone integer not null default 0
  ) strict, without rowid`,
  `create trigger dead_letter_added after insert on dead_letter begin
    insert into dead_letter_held (kiosk, letters, size)
      values (new.kiosk, 1, new.size), ('*', 1, new.size)
      on conflict (kiosk) do update
      set letters = letters + 1, size = size + excluded.size;
  end`,
  `create trigger dead_letter_changed after update of size on dead_letter begin
    update dead_letter_held set size = size - old.size + new.size
      where kiosk in (new.kiosk, '*');
  end`,
  `create trigger dead_letter_removed after delete on dead_letter begin
    update dead_letter_held set letters = letters - 1, size = size - old.size
      where kiosk in (old.kiosk, '*');
  end`,
]

export const deadLetter: readonly string[] = [
  `create table dead_letter (
    id integer primary key autoincrement, kiosk text not null, channel text not null,
    place text not null, reason text not null, first integer not null, last integer not null,
    count integer not null, form text, size integer not null, bytes blob not null,
    unique (kiosk, channel, place), check (form in ('message', 'row')),
    check (size = length(bytes))
  ) strict`,
  'create index dead_letter_kiosk on dead_letter (kiosk, id)',
  ...HELD,
  `insert into dead_letter (kiosk, channel, place, reason, first, last, count, size, bytes)
    select kiosk, channel, 'before ' || id, reason, at, at, 1, length(bytes), bytes
    from quarantine order by id`,
  'drop table quarantine',
]
