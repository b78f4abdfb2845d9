// How long the lock stays released for a patron who needs longer.

export const extendedUnlock: readonly string[] = [
  'alter table branch add column extended_ms integer not null default 20000',
]
