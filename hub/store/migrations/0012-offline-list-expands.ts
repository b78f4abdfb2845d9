// Whom a kiosk may let in without the hub: card and PIN as one secret, who was seen where on which day,
// what has changed since a list was made, and how far each kiosk's list has come.

/** Told only of patrons who can be on a list, so that an import of millions writes nothing here. */
const tells = (name: string, when: string, patron: string): string =>
  `create trigger offline_change_${name} after ${when}
    when exists (select 1 from offline_proof where patron = ${patron})
    begin insert into offline_change (patron, at) values (${patron}, unixepoch()); end`

const tellsAll = (table: string, patron = 'patron'): readonly string[] => [
  tells(`${table}_new`, `insert on ${table}`, `new.${patron}`),
  tells(`${table}_other`, `update on ${table}`, `new.${patron}`),
  tells(`${table}_gone`, `delete on ${table}`, `old.${patron}`),
]

export const offlineList: readonly string[] = [
  `alter table branch add column offline text not null default '{"who":"nobody"}'`,
  `create table offline_proof (
    card blob primary key, patron text not null references patron on delete cascade,
    joint blob not null, pin_print blob not null, spread integer not null, proven text not null,
    check (length(joint) = 32), check (spread between 0 and 65535)
  ) strict, without rowid`,
  `create index offline_proof_spread on offline_proof (spread)`,
  `create index offline_proof_patron on offline_proof (patron)`,
  `create table offline_seen (
    branch text not null references branch, patron text not null references patron on delete cascade,
    day text not null, primary key (branch, patron)
  ) strict, without rowid`,
  `create index offline_seen_day on offline_seen (day)`,
  `create table offline_change (
    seq integer primary key autoincrement, patron text not null, at integer not null
  ) strict`,
  `create table offline_list (
    kiosk text primary key, version integer not null, digest text not null
  ) strict, without rowid`,
  ...tellsAll('block'),
  ...tellsAll('agreement'),
  ...tellsAll('allowed'),
  ...tellsAll('pin'),
  ...tellsAll('card'),
  tells('patron_other', 'update on patron', 'new.key'),
  tells('proof_new', 'insert on offline_proof', 'new.patron'),
  tells('proof_other', 'update of joint on offline_proof', 'new.patron'),
  tells('seen_new', 'insert on offline_seen', 'new.patron'),
]
